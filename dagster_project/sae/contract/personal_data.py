"""Personal data in a free text: identity numbers, mobile numbers, mail addresses, bank accounts.

Belongs here: what makes a run of digits a NIK and not an amount, masking what was found.
Stays out: which texts are read (`intake.forms.publishable`), findings (`intake`).

The macro `memuat_data_pribadi` asks the same of a column in SQL, with the same patterns and in the
same order; `tests/cases/data_pribadi.csv` holds examples that both must read alike. So they keep to
what RE2, Java and Python understand alike: no look-around, no back-references, ASCII classes.
Every pattern is bounded, so that a text of any length is read in time proportional to it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["NIK", "nomor telepon", "alamat surel", "nomor rekening"]

MASK: Final = "[disamarkan]"

# What stands before and after a number: the edge of the text or a sign, never a longer word, code
# or number with decimals.
_WORD = "A-Za-z0-9_"
_BEFORE = f"(?:^|[^{_WORD}.,/-])"
_AFTER = f"(?:$|[^{_WORD}.,/-]|[.,/](?:$|[^0-9]))"

# Identity number (NIK) or number of a family card (KK): province, regency (01-69, cities 71-79),
# district, then day (of a woman 40 more), month and year of birth or of issue, then a serial number
# from 0001. Sources: Permendagri 108/2019; provinces in use, Kepmendagri 300.2.2-2138/2025.
_PLACE = "(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])(?:0[1-9]|[1-7][0-9])"
_DISTRICT = "(?:0[1-9]|[1-9][0-9])"
_DAY = "(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])"
_MONTH_YEAR = "(?:0[1-9]|1[0-2])[0-9]{2}"
_SERIAL = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_MARK = "[ .-]?"
_NIK = (
    f"{_PLACE}(?:{_MARK}{_DISTRICT}{_DAY}|{_DISTRICT}{_MARK}{_DAY}){_MARK}{_MONTH_YEAR}"
    f"{_MARK}{_SERIAL}"
)

# 08xx or +62 8xx, ten to thirteen digits with the zero, in any groups. Without a plus 62 ... may be
# an amount: then only one long run of digits, or one cut by hyphens, is a number to call.
_MOBILE = "(?:(?:[+]62[ .-]?|62-|0)8[1-9](?:[ .-]?[0-9]){7,10}|628[1-9][0-9]{8,10})"

# Nine to sixteen digits that the words beside them call a bank account: after the word rekening, or
# with the name of a bank and "a.n." or "atas nama" in any order; at most 40 signs in between.
_NUMBER = "([0-9](?:[ -]?[0-9]){8,15})"
_TO_NUMBER = f"(?:[^{_WORD}.,/-]|[^{_WORD}].{{0,40}}[^{_WORD}.,/-])"
_FROM_NUMBER = f"(?:[^{_WORD}.,/-]|(?:[^{_WORD}.,/-]|[.,/][^0-9]).{{0,40}}[^{_WORD}])"
_BETWEEN = f"(?:[^{_WORD}]|[^{_WORD}].{{0,40}}[^{_WORD}])"
_EDGE = f"(?:^|[^{_WORD}])"
_BANK = "(?:bank|bri|bca|bni|btn|bsi|mandiri|jatim)"
_HOLDER = "(?:a[.]? ?n[.]?|atas {1,2}nama)"
_END = f"(?:$|[^{_WORD}])"
_ACCOUNT = "|".join(
    (
        f"{_EDGE}(?:no)?rek(?:ening)?{_TO_NUMBER}{_NUMBER}{_AFTER}",
        f"{_EDGE}{_BANK}{_TO_NUMBER}{_NUMBER}{_FROM_NUMBER}{_HOLDER}{_END}",
        f"{_EDGE}{_BANK}{_BETWEEN}{_HOLDER}{_TO_NUMBER}{_NUMBER}{_AFTER}",
        f"{_EDGE}{_HOLDER}{_BETWEEN}{_BANK}{_TO_NUMBER}{_NUMBER}{_AFTER}",
        f"{_EDGE}{_HOLDER}{_TO_NUMBER}{_NUMBER}{_FROM_NUMBER}{_BANK}{_END}",
        f"{_BEFORE}{_NUMBER}{_FROM_NUMBER}{_BANK}{_BETWEEN}{_HOLDER}{_END}",
        f"{_BEFORE}{_NUMBER}{_FROM_NUMBER}{_HOLDER}{_BETWEEN}{_BANK}{_END}",
    )
)

# Letters with accents may end the first part of a mail address; its rest is told where it begins.
_MAIL = "[A-Za-z0-9_.%+À-ɏ-]@(?:[A-Za-z0-9-]{1,63}[.]){1,7}[A-Za-z]{2,24}"

# An amount is neither to call nor to pay to: it is taken out before those two are looked for.
AMOUNT: Final = (
    "(?i)(?:(?:rp|idr|saldo|sebesar|senilai|nilai|sejumlah|total|pagu)[ .:=]{0,3}"
    "(?:[0-9]{1,3}(?: [0-9]{3}){1,6}|[0-9]{1,18}(?:[.,][0-9]{1,18}){0,6})"
    "|[0-9]{1,18}(?:[.,][0-9]{1,18}){0,6} {0,2}(?:rupiah|juta|miliar|milyar|ribu))"
    f"([^{_WORD}]|$)"
)

_TAKEN_OUT = "#"

# Without regard to case Python takes these two for an i, which neither RE2 nor Java do.
_NO_LETTERS_ELSEWHERE = str.maketrans("İı", "··")

# Asked of the text as it stands, and of the text without amounts.
IDENTITY_OR_MAIL: Final = f"{_BEFORE}{_NIK}{_AFTER}|{_MAIL}"
MOBILE_OR_ACCOUNT: Final = f"(?is)(?:^|wa[.]me/|[^{_WORD}.,/-]){_MOBILE}{_AFTER}|{_ACCOUNT}"

_IDENTITIES = re.compile(f"{_BEFORE}({_NIK}){_AFTER}")
_MOBILES = re.compile(f"(?i)(?:^|wa[.]me/|[^{_WORD}.,/-])({_MOBILE}){_AFTER}")
_ACCOUNTS = re.compile(f"(?is){_ACCOUNT}")
_MAILS = re.compile(_MAIL)
_AMOUNTS = re.compile(AMOUNT)
_WHOLE_NIK = re.compile(_NIK)
_LOCAL = re.compile(r"[\w.%+-]{1,64}\Z")

# The fewest digits of all of the above, with any mark between them: without such a run and without
# an @ a text holds nothing, which is told a hundred times faster.
_LONG_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){8}")

# What a mask hides beside that, where a false alarm costs nothing.
_LOOKS_PRIVATE = re.compile(
    r"(?<!\d)\d{16}(?!\d)"
    r"|(?<!\d)(?:\+?62|0)[ .-]?8\d(?:[ .-]?\d){7,10}(?!\d)"
    r"|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
)


@dataclass(frozen=True)
class Hit:
    """One piece of personal data: what it is and where it stands in the text."""

    kind: Kind
    start: int
    end: int


def may_hold(text: str) -> bool:
    """Whether a text could hold personal data; of most, even of many joined by lines, it cannot."""
    return "@" in text or _LONG_NUMBER.search(text) is not None


def find(text: str) -> tuple[Hit, ...]:
    """Everything in the text that is personal data, by position; nothing overlaps."""
    hits: list[Hit] = []
    if _LONG_NUMBER.search(text):
        hits += _identities(text)
        hits += _numbers_of_people(text)
    if "@" in text:
        hits += _mails(text)
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    apart: list[Hit] = []
    for hit in hits:
        if not apart or hit.start >= apart[-1].end:
            apart.append(hit)
    return tuple(apart)


def masked(text: str) -> str:
    """The text with everything that `find` finds, or that looks like it, replaced by `MASK`."""
    text = _LOOKS_PRIVATE.sub(MASK, text)
    hits = find(text)
    while hits:  # what a first mask leaves may stand alone only now
        parts: list[str] = []
        done = 0
        for hit in hits:
            parts += (text[done : hit.start], MASK)
            done = hit.end
        text = "".join((*parts, text[done:]))
        hits = find(text)
    return text


def is_nik(digits: str) -> bool:
    """Whether sixteen digits can be the number of a person (NIK) or of a family card (KK)."""
    return _WHOLE_NIK.fullmatch(digits) is not None


def _identities(text: str) -> Iterator[Hit]:
    for start, end in _spans(_IDENTITIES, text):
        yield Hit("NIK", start, end)


def _numbers_of_people(text: str) -> Iterator[Hit]:
    """Mobile numbers and bank accounts, looked for where no amount stands."""
    without, origin = _without_amounts(text.translate(_NO_LETTERS_ELSEWHERE))
    for start, end in _spans(_MOBILES, without):
        yield Hit("nomor telepon", origin(start), origin(end - 1) + 1)
    for start, end in _spans(_ACCOUNTS, without):
        yield Hit("nomor rekening", origin(start), origin(end - 1) + 1)


def _mails(text: str) -> Iterator[Hit]:
    for match in _MAILS.finditer(text):
        at = match.start() + 1
        local = _LOCAL.search(text[max(at - 64, 0) : at])
        yield Hit("alamat surel", at - len(local[0]) if local else match.start(), match.end())


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the one group of each match stands; the sign after it may begin the next match."""
    match = pattern.search(text)
    while match:
        number = next(n for n in range(1, pattern.groups + 1) if match[n] is not None)
        yield match.span(number)
        match = pattern.search(text, match.end(number))


def _without_amounts(text: str) -> tuple[str, Callable[[int], int]]:
    """The text with each amount as one sign, and where a place in it was before."""
    pieces: list[str] = []
    new, old = [0], [0]
    done = length = 0
    for match in _AMOUNTS.finditer(text):
        pieces += (text[done : match.start()], _TAKEN_OUT)
        length += match.start() - done + len(_TAKEN_OUT)
        done = match.start(1)
        new.append(length)
        old.append(done)
    pieces.append(text[done:])

    def origin(place: int) -> int:
        piece = bisect_right(new, place) - 1
        return old[piece] + place - new[piece]

    return "".join(pieces), origin
