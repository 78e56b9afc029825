"""The activity lexicon (DPK-02): does a name speak of work done, or of what changed?

Belongs here: reading and refusing its two seeds, the score of one name with the words behind it.
Stays out: when the rule fails (suite `realisasi`), thresholds (`thresholds`). The same score in
SQL is `int_indikator__leksikon`; a test holds both equal on every labelled name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from dagster_project.sae.checks.policy_rows import policy_rows
from dagster_project.sae.checks.thresholds import load_thresholds
from dagster_project.sae.contract.seed_rows import SeedRow

SIGNS_NAME = "leksikon_aktivitas.csv"
EXCEPTIONS_NAME = "leksikon_pengecualian.csv"
THRESHOLD = "skor_aktivitas_min"

_SIGN_COLUMNS = ("jenis", "pola", "bobot", "alasan", "versi", "berlaku_dari")
_EXCEPTION_COLUMNS = ("cocok", "kunci", "alasan", "versi", "berlaku_dari")

Kind = Literal["AWAL", "FRASA", "KATA", "SATUAN"]

_WORDS = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
_ONE_WORD = re.compile(r"[a-z0-9%]*[a-z0-9][a-z0-9%]*")
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
    """

    skor_aktivitas: int
    kata_aktivitas: str | None
    kata_hasil: str | None
    is_menyamar: bool


@dataclass(frozen=True)
class Lexicon:
    """Signs, exceptions and threshold in force on one day."""

    signs: tuple[Sign, ...]
    excepted_ids: frozenset[str]
    excepted_names: frozenset[str]
    threshold: float

    def judge(
        self, name: str | None, *, unit: str | None, indicator: str | None = None
    ) -> LexiconVerdict:
        """Score one indicator by its name and unit, whatever level it claims."""
        text, unit_text = plain_words(name), plain_words(unit)
        weights: dict[str, int] = {}
        for sign in self.signs:
            shown = _found(sign, text, unit_text)
            if shown is not None:
                weights[shown] = weights.get(shown, 0) + sign.weight
        score = sum(weights.values())
        excepted = indicator in self.excepted_ids or any(
            f" {words} " in f" {text} " for words in self.excepted_names
        )
        return LexiconVerdict(
            skor_aktivitas=score,
            kata_aktivitas=", ".join(sorted(w for w, n in weights.items() if n > 0)) or None,
            kata_hasil=", ".join(sorted(w for w, n in weights.items() if n < 0)) or None,
            is_menyamar=not excepted and score >= self.threshold,
        )


def load_lexicon(folder: Path, *, day: date, cycle: str | None = None) -> Lexicon:
    """The lexicon in force on a day; of each sign the latest version counts, weight 0 withdraws it.

    Args:
        folder: the policy seeds.
        day: the cut-off date.
        cycle: id of the cycle whose own threshold counts; the general one when None.

    Raises:
        SuiteError: a seed is missing or a row cannot be used; names file, line and column.
    """
    latest: dict[tuple[Kind, str], tuple[date, int]] = {}
    for sign, since in _signs(folder):
        known = latest.get((sign.kind, sign.pattern))
        if since <= day and (known is None or known[0] < since):
            latest[sign.kind, sign.pattern] = (since, sign.weight)
    exceptions = [row for row in _exceptions(folder) if row.day("berlaku_dari") <= day]
    by_kind = {
        kind: frozenset(row.text("kunci") for row in exceptions if row.text("cocok") == kind)
        for kind in ("ID", "NAMA")
    }
    return Lexicon(
        signs=tuple(Sign(*key, weight) for key, (_, weight) in latest.items() if weight),
        excepted_ids=by_kind["ID"],
        excepted_names=by_kind["NAMA"],
        threshold=load_thresholds(folder, day=day, cycle=cycle).value(THRESHOLD),
    )


def plain_words(text: str | None) -> str:
    """Lower case letters and digits with single spaces, as the macro `teks_normal` makes them."""
    return _NOT_WORD.sub(" ", (text or "").lower()).strip(" ")


def _signs(folder: Path) -> list[tuple[Sign, date]]:
    found: list[tuple[Sign, date]] = []
    seen: Mapping[object, int] = {}
    for row in policy_rows(folder, SIGNS_NAME, columns=_SIGN_COLUMNS):
        kind: Kind = row.one_of("jenis", get_args(Kind))  # type: ignore[assignment]
        pattern = row.text("pola")
        if not (_ONE_WORD if kind == "KATA" else _WORDS).fullmatch(pattern):
            raise row.fault("pola", "must be lower case words; % only within KATA")
        row.text("alasan")
        row.integer("versi")
        since = row.day("berlaku_dari")
        seen = row.refuse_twice(seen, (kind, pattern, since))
        found.append((Sign(kind, pattern, row.integer("bobot")), since))
    return found


def _exceptions(folder: Path) -> list[SeedRow]:
    rows: list[SeedRow] = []
    seen: Mapping[object, int] = {}
    for row in policy_rows(folder, EXCEPTIONS_NAME, columns=_EXCEPTION_COLUMNS):
        kind, key = row.one_of("cocok", ("ID", "NAMA")), row.text("kunci")
        if kind == "NAMA" and not _WORDS.fullmatch(key):
            raise row.fault("kunci", "must be lower case words of the name")
        row.text("alasan")
        row.integer("versi")
        seen = row.refuse_twice(seen, (kind, key, row.day("berlaku_dari")))
        rows.append(row)
    return rows


def _found(sign: Sign, text: str, unit: str) -> str | None:
    """What of the name or unit a sign is found in, as people see it; None when it is not there."""
    if sign.kind == "SATUAN":
        return f"satuan {sign.pattern}" if unit == sign.pattern else None
    if sign.kind == "KATA":
        matching = [word for word in text.split(" ") if _like(sign.pattern).fullmatch(word)]
        return min(matching, default=None)
    start = f" {text} ".startswith(f" {sign.pattern} ")
    within = sign.kind == "FRASA" and f" {sign.pattern} " in f" {text} "
    return sign.pattern if start or within else None


@cache
def _like(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.split("%")))
