"""Personal data in a free text: identity numbers, mobile numbers, mail addresses, bank accounts.

Belongs here: what makes a run of digits a NIK and not an amount, masking what was found.
Stays out: which texts are read (`intake.publishable`), findings (`intake`), the mask of SQL.
Every pattern is bounded, so that a text of any length is read in time proportional to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["NIK", "nomor telepon", "alamat surel", "nomor rekening"]

MASK: Final = "[disamarkan]"

# Provinces in use (Kepmendagri 300.2.2-2138/2025); a NIK begins with one of them.
_PROVINCES = frozenset(
    (*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82)
) | frozenset(range(91, 98))
_LAST_REGENCY = 79  # 01-69 are regencies, 71-79 cities
_WOMEN = 40  # is added to the day of birth
_DAYS, _MONTHS = 31, 12

# Sixteen digits in one run, or in the groups people write them in; never inside a longer word, code
# or number with decimals.
_SIXTEEN = re.compile(
    r"(?<![\w.,/-])(?:\d{16}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4}|\d{6}([ .-])\d{6}\2\d{4})"
    r"(?![\w-]|[.,/]\d)"
)
# 08xx or +62 8xx, nine to twelve digits after the zero, alone or in groups of three to five.
# Without a plus 62... may be an amount: then only one long run of digits is a number to call.
_MOBILE = re.compile(
    r"(?:(?<![\w.,/-])|(?<=wa\.me/))"
    r"(?:(?:\+62[ .-]?|0)8[1-9]\d{1,2}(?:[ .-]?\d{3,5}){2,3}|628[1-9]\d{8,10})"
    r"(?![\w-]|[.,/]\d)"
)
_AMOUNT_BEFORE = re.compile(
    r"(?:rp|idr|saldo|sebesar|senilai|nilai|sejumlah|total|pagu)[\s.:=]{0,3}\Z", re.I
)
_AMOUNT_AFTER = re.compile(r"\s{0,2}(?:rupiah|juta|miliar|milyar|ribu)\b", re.I)
_ACCOUNT = re.compile(r"(?<![\w.,/-])\d(?:[ -]?\d){8,15}(?![\w-]|[.,/]\d)")
_ACCOUNT_WORD = re.compile(r"\b(?:no(?:mor)?\.?\s{0,2}rek(?:ening)?|norek|rekening|rek)\b", re.I)
_BANK_WORD = re.compile(r"\b(?:bank|bri|bca|bni|btn|bsi|mandiri|jatim)\b", re.I)
_HOLDER_WORD = re.compile(r"\b(?:a\.?\s?n\.?|atas\s{1,2}nama)(?=\s|\Z)", re.I)
_NEAR = 45

# The fewest digits of all of the above, with any mark between them: without such a run and without
# an @ a text holds nothing, which is told a hundred times faster.
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){8}")

# What a mask hides beside that, where a false alarm costs nothing.
_LOOKS_PRIVATE = re.compile(
    r"(?<!\d)\d{16}(?!\d)"
    r"|(?<!\d)(?:\+?62|0)[ .-]?8\d(?:[ .-]?\d){7,10}(?!\d)"
    r"|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
)

_LOCAL = re.compile(r"[\w.+-]{1,64}\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,6}\.[A-Za-z]{2,24}")


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
        hits += _mobiles(text)
        hits += _accounts(text)
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
    """Whether sixteen digits can be an identity number (NIK) or the number of a family card (KK).

    Province, regency and district, then day (of a woman 40 more), month and year of birth or of
    issue, then a serial number from 0001: Permendagri 108/2019.
    """
    province, regency, district = (int(digits[at : at + 2]) for at in (0, 2, 4))
    day, month = int(digits[6:8]), int(digits[8:10])
    day -= _WOMEN if day > _WOMEN else 0
    return (
        province in _PROVINCES
        and 1 <= regency <= _LAST_REGENCY
        and district >= 1
        and 1 <= day <= _DAYS
        and 1 <= month <= _MONTHS
        and int(digits[12:16]) >= 1
    )


def _identities(text: str) -> Iterator[Hit]:
    for match in _SIXTEEN.finditer(text):
        if is_nik(_digits(match[0])):
            yield Hit("NIK", *match.span())


def _mobiles(text: str) -> Iterator[Hit]:
    for match in _MOBILE.finditer(text):
        count = len(_digits(match[0]))
        longest = 13 if match[0][0] == "0" else 14
        if 10 <= count <= longest and not _is_amount(text, match):
            yield Hit("nomor telepon", *match.span())


def _accounts(text: str) -> Iterator[Hit]:
    """Long numbers beside the word rekening, or between a bank and the name of a holder."""
    for match in _ACCOUNT.finditer(text):
        if _is_amount(text, match):
            continue
        around = text[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
        before = text[max(match.start() - _NEAR, 0) : match.start()]
        if _ACCOUNT_WORD.search(before) or (
            _BANK_WORD.search(around) and _HOLDER_WORD.search(around)
        ):
            yield Hit("nomor rekening", *match.span())


def _mails(text: str) -> Iterator[Hit]:
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text[max(at - 64, 0) : at])
        domain = _DOMAIN.match(text, at + 1)
        if local and domain:
            yield Hit("alamat surel", at - len(local[0]), domain.end())
        at = text.find("@", at + 1)


def _is_amount(text: str, match: re.Match[str]) -> bool:
    return bool(
        _AMOUNT_BEFORE.search(text[max(match.start() - 12, 0) : match.start()])
        or _AMOUNT_AFTER.match(text, match.end())
    )


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
