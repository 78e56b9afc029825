"""The activity lexicon (DPK-02, DPK-08): does a name speak of work done, or of what changed?

Belongs here: the score of one name, with the words behind it. Measure words in front ("persentase",
"jumlah") are passed over to find what is measured, the head; a word counts where it says something
of the head, and not in whatever the name mentions besides.
Stays out: reading the seeds (`lexicon_seeds`), when the rules fail (suite `realisasi`). The same
score in SQL is `int_indikator__leksikon`; a test holds both equal on every labelled name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["AWAL", "INTI", "FRASA", "YANG", "KATA", "SATUAN"]
Role = Literal["UKURAN", "HUBUNG", "BANTU", "BATAS", "SELA", "KECUALI"]

LONGEST = 3
"""A sign has at most this many words."""

_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Sign:
    """One sign in force: where it is looked for, its words, and what it adds to the score."""

    kind: Kind
    pattern: str
    weight: int


@dataclass(frozen=True)
class LexiconVerdict:
    """What the lexicon says about one name; the fields are columns of `int_indikator__leksikon`.

    Attributes:
        skor_aktivitas: sum of the weights of all signs found.
        kata_aktivitas: words that raised it, in alphabetical order; None when there is none.
        kata_hasil: words that lowered it; None when there is none.
        is_menyamar: the score reaches the threshold and no exception stands against it.
        is_ragu: the score only reaches the lower threshold, where people must look themselves.
    """

    skor_aktivitas: int
    kata_aktivitas: str | None
    kata_hasil: str | None
    is_menyamar: bool
    is_ragu: bool


@dataclass(frozen=True)
class Parts:
    """Where the parts of a name begin and end, as indexes of its words.

    Attributes:
        head: the first word that is no measure word; None when there is no other.
        start: the head, or the first word of a name that has none.
        phrase_end: first word behind the head phrase.
        end: first word that no longer speaks of the head.
        predicate: the verb behind the first "yang" before `end`; None without one.
    """

    head: int | None
    start: int
    phrase_end: int
    end: int
    predicate: int | None


@dataclass(frozen=True)
class Grammar:
    """The words that are no signs but tell the parts of a name, by what they do."""

    words: frozenset[tuple[Role, str]]

    def is_(self, word: str, *roles: Role) -> bool:
        """Whether a word has one of the roles."""
        return any((role, word) in self.words for role in roles)

    def is_measure(self, word: str) -> bool:
        """Whether a word only says how something is counted."""
        return any(
            _like(pattern).fullmatch(word) for role, pattern in self.words if role == "UKURAN"
        )

    def parts(self, words: list[str]) -> Parts:
        """Find the parts of a name."""
        many = len(words)
        head = next((i for i, word in enumerate(words) if not self.is_measure(word)), None)
        start = head or 0
        behind = range(start + 1, many)
        end = next((i for i in behind if self.is_(words[i], "BATAS")), many)
        phrase_end = next(
            (i for i in behind if self.is_(words[i], "BATAS", "SELA", "HUBUNG")), many
        )
        link = next((i for i in behind if i < end and self.is_(words[i], "HUBUNG")), many)
        verbs = (i for i in range(link + 1, many) if not self.is_(words[i], "BANTU"))
        return Parts(head, start, phrase_end, end, next(verbs, None))


@dataclass(frozen=True)
class Lexicon:
    """Signs, words of grammar, exceptions and thresholds in force on one day."""

    signs: tuple[Sign, ...]
    grammar: Grammar
    excepted_ids: frozenset[str]
    excepted_names: frozenset[str]
    threshold: float
    doubt: float

    def judge(
        self, name: str | None, *, unit: str | None, indicator: str | None = None
    ) -> LexiconVerdict:
        """Score one indicator by its name and unit, whatever level it claims."""
        text, unit_text = plain_words(name), plain_words(unit)
        words = text.split(" ")
        parts = self.grammar.parts(words)
        best: dict[tuple[Kind, bool], tuple[int, str]] = {}
        for sign in self.signs:
            shown = self._found(sign, words, parts, unit_text)
            if shown is not None:
                side, found = (sign.kind, sign.weight > 0), (-abs(sign.weight), shown)
                best[side] = min(best.get(side, found), found)
        weights: dict[str, int] = {}
        for (_, raises), (strength, shown) in best.items():
            weights[shown] = weights.get(shown, 0) + (-strength if raises else strength)
        score = sum(weights.values())
        excepted = indicator in self.excepted_ids or any(
            f" {key} " in f" {text} " for key in self.excepted_names
        )
        return LexiconVerdict(
            skor_aktivitas=score,
            kata_aktivitas=", ".join(sorted(w for w, n in weights.items() if n > 0)) or None,
            kata_hasil=", ".join(sorted(w for w, n in weights.items() if n < 0)) or None,
            is_menyamar=not excepted and score >= self.threshold,
            is_ragu=not excepted and self.doubt <= score < self.threshold,
        )

    def _found(self, sign: Sign, words: list[str], parts: Parts, unit: str) -> str | None:
        """What a sign is found in, as people see it; None when it is not there."""
        if sign.kind == "SATUAN":
            return f"satuan {sign.pattern}" if unit == sign.pattern else None
        many = sign.pattern.count(" ") + 1
        matching = []
        for place in _places(sign.kind, words, parts):
            said = " ".join(words[place : place + many])
            if _says(sign.pattern, said) and not (
                "%" in sign.pattern and self.grammar.is_(said, "KECUALI")
            ):
                matching.append(said)
        return min(matching, default=None)


def plain_words(text: str | None) -> str:
    """Lower case letters and digits with single spaces, as the macro `teks_normal` makes them."""
    return _NOT_WORD.sub(" ", (text or "").lower()).strip(" ")


def _places(kind: Kind, words: list[str], parts: Parts) -> Iterator[int]:
    """Indexes of the words a sign of this kind may begin at."""
    if kind == "AWAL":
        yield 0
    elif kind == "INTI" and parts.head is not None:
        yield parts.head
    elif kind == "YANG" and parts.predicate is not None:
        yield parts.predicate
    elif kind == "FRASA":
        yield from range(parts.start, parts.phrase_end)
    elif kind == "KATA":
        yield from range(parts.start, parts.end)


def _says(pattern: str, said: str) -> bool:
    return _like(pattern).fullmatch(said) is not None if "%" in pattern else pattern == said


@cache
def _like(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.split("%")))
