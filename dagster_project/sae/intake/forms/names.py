"""What the name of a file says, as people write names: who, when, and which version.

Belongs here: reading a name alone, copy marks of browsers and desktops, words for a version.
Stays out: whether what it says is true or agrees with the content (`who_when`), any file access.
A name of our own form says all of it; of any other name only what can mean one thing is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

T = TypeVar("T")

_FORM = re.compile(
    r"(?P<code>[^_\s]+)_(?P<year>\d{4})_(?P<period>TW[1-4]|SM[12]|THN)(?P<rest>(?:[\s_.(-].*)?)",
    re.I,
)
_COPY_BEFORE = re.compile(
    r"(?:salinan|kopi|copy|fwd?|fw|re)(?:\s+(?:dari|of))?[\s_:-]+(?=\S)", re.I
)
_COPY_AFTER = re.compile(
    r"(?:[\s_-]*\(\d{1,3}\)|[\s_-]+(?:salinan|kopi|copy)(?:[\s_]*\(?\d{1,3}\)?)?)\Z", re.I
)
_VERSION = re.compile(r"(?<![a-z0-9])v(?:er(?:si)?)?[\s._-]*(\d+)(?:\.\d{1,2})?(?!\d)", re.I)
_HIGHEST = 999
"""A higher number after `v` is a day of sending, not a version."""
# The copy that went back for mending keeps the version of the report it was made of.
_MENDED = re.compile(r"_perbaikan(?:-(\d{1,3}))?\Z", re.I)

_ORDINALS = {
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4, "satu": 1, "dua": 2, "tiga": 3, "empat": 4},
    **{"pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4},
}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_NTH = rf"(?:ke[\s-]*)?({_ORDINAL}|\d{{1,2}})"
_PART = rf"(?:ke[\s-]*)?({_ORDINAL}|[1-4])"
# 'revisi 14 Oktober', 'revisi 3 indikator': a number that counts something is no version.
_COUNTED = (
    r"[\s._-]*(?:jan|feb|mar|apr|mei|may|jun|jul|ag[ust]|aug|sep|okt|oct|no[pv]|de[sc]|"
    r"\d|indikator|baris|lembar|sheet|halaman|sel\b|opd|desa|kecamatan|hari|kali)"
)
_WORD = re.compile(
    r"(?<![a-z])(rev(?:isi)?|perbaikan|perbaiki|koreksi|pembetulan|ralat|fix(?:ed)?|fiks|final|"
    r"terbaru|terakhir|baru|updated?|new|edisi|draft?)(?![a-z])"
    rf"(?:[\s._-]*{_NTH}(?![a-z\d]|[./-]\d)(?!{_COUNTED}))?",
    re.I,
)
_TW = r"(?:tw|triwulan|tri wulan|kuartal|q)"
_SM = r"(?:sm|smt|semester)"
# 'LaporanTW3' has its own letters before the period, in another case.
_QUARTER = re.compile(
    rf"(?:(?<![a-z0-9]){_TW}|(?-i:(?<=[a-z])TW))[\s._-]*{_PART}(?![a-z0-9])", re.I
)
_HALF = re.compile(rf"(?<![a-z0-9]){_SM}[\s._-]*{_PART}(?![a-z0-9])", re.I)
_WHOLE = re.compile(r"(?<![a-z0-9])tahunan(?![a-z0-9])", re.I)
# 'TW I s.d. III', 'TW1-TW3': a span is not one period.
_SPAN = re.compile(
    rf"(?:{_TW}|{_SM})[\s._-]*{_PART}\s*"
    rf"(?:s[./]?d\.?|sampai|hingga|dan|&|\+|-|–|,)\s*(?:{_TW}|{_SM})?[\s._-]*{_PART}(?![a-z0-9])",
    re.I,
)
# A year counts beside its period or after the word; alone it may be the day of sending.
_YEAR = re.compile(
    r"(?:(?<![a-z])(?:tahun|thn|ta)[\s._-]*(?:anggaran[\s._-]*)?(?P<word>20\d\d)(?!\d))"
    rf"|(?:(?:{_TW}|{_SM})[\s._-]*{_PART}[\s._-]+(?P<after>20\d\d)(?!\d|[-./]\d))"
    rf"|(?:(?<!\d)(?<!\d[-./])(?P<before>20\d\d)[\s._-]+(?:{_TW}|{_SM})[\s._-]*{_PART}(?![a-z0-9]))",
    re.I,
)


@dataclass(frozen=True)
class NameParts:
    """What a file name says; None where it does not.

    Attributes:
        code: agency code.
        year: year reported on.
        period: TW1-TW4, SM1, SM2 or THN.
        version: number of the version; that of a numbered revision ('rev2') is its number.
        revision: 1 and up for a mended copy or a numbered revision; it decides between two of one
            version only.
        word: a word that speaks of a version without saying which ('revisi', 'final'), or two
            numbers that contradict each other.
    """

    code: str | None = None
    year: int | None = None
    period: str | None = None
    version: int | None = None
    revision: int = 0
    word: str | None = None


def name_parts(file_name: str, codes: Collection[str] = ()) -> NameParts:
    """What a file name says.

    Copy marks ('Salinan dari …', '… (1)', '… - Copy') say nothing and are passed over.

    Args:
        file_name: with or without its ending.
        codes: agency codes that are known; a name of another form states the one it holds.
    """
    stem = _without_copy_marks(_stem(file_name))
    form = _FORM.fullmatch(stem)
    if form is not None:
        return NameParts(
            form["code"],
            int(form["year"]),
            form["period"].upper(),
            *_version(form["rest"]),
        )
    found = _codes_in(stem, codes)
    # A code is no part of a date: '1.02.01-2026-TW3' has its year.
    rest = re.sub("|".join(map(re.escape, found)), " ", stem) if found else stem
    code = _one(set(found.values()))
    return NameParts(code, _one(_years(rest)), _one(_periods(rest)), *_version(rest))


def _stem(file_name: str) -> str:
    name = re.sub("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", file_name)
    name = unicodedata.normalize("NFKC", name)
    path = PurePosixPath(name.replace("\\", "/"))
    # 'Laporan 1.02.01' has no ending although it has dots.
    is_ending = re.fullmatch(r"\.[A-Za-z][A-Za-z0-9]{1,4}", path.suffix) is not None
    return " ".join((path.stem if is_ending else path.name).split())


def _without_copy_marks(stem: str) -> str:
    while True:
        before = _COPY_BEFORE.match(stem)
        shorter = _COPY_AFTER.sub("", stem[before.end() :] if before else stem)
        if shorter in (stem, ""):
            return stem
        stem = shorter


def _version(text: str) -> tuple[int | None, int, str | None]:
    """Version, revision and the word that leaves it open, of a name or what follows its form."""
    mended = _MENDED.search(text)
    rest = text[: mended.start()] if mended else text
    revision = int(mended[1] or 1) if mended else 0
    numbers = {int(found) for found in _VERSION.findall(rest)}
    if len(numbers) > 1 or max(numbers, default=0) > _HIGHEST:
        return None, revision, " dan ".join(f"v{number}" for number in sorted(numbers))
    version = next(iter(numbers), None)
    words = [(found[1], found[2]) for found in _WORD.finditer(rest)]
    counted = {_number(said) for _, said in words if said}
    if len(counted) == 1:
        [number] = counted
        return (number if version is None else version), max(revision, number), None
    open_words = " ".join(word for word, _ in words)
    return version, revision, open_words or None


def _codes_in(stem: str, codes: Collection[str]) -> dict[str, str]:
    """Known codes by how the name writes them: '1.02.01', '1_02_01'."""
    by_fold = {code.casefold(): code for code in codes}
    tokens = re.findall(r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*", stem)
    found = {t: by_fold[t.casefold()] for t in tokens if t.casefold() in by_fold}
    for code in codes:
        written = code.replace(".", "_")
        if written != code and re.search(rf"(?<![a-z0-9]){re.escape(written)}(?![a-z0-9])", stem):
            found[written] = code
    return found


def _periods(stem: str) -> set[str]:
    if _SPAN.search(stem):
        return set()
    quarters, halves = _QUARTER.findall(stem), _HALF.findall(stem)
    found = {f"TW{number}" for said in quarters if (number := _number(said)) in {1, 2, 3, 4}}
    found |= {f"SM{number}" for said in halves if (number := _number(said)) in {1, 2}}
    return found | ({"THN"} if _WHOLE.search(stem) else set())


def _years(stem: str) -> set[int]:
    groups = ("word", "after", "before")
    return {int(found[g]) for found in _YEAR.finditer(stem) for g in groups if found[g]}


def _number(said: str) -> int:
    return _ORDINALS.get(said.casefold()) or int(said)


def _one(values: set[T]) -> T | None:
    return next(iter(values)) if len(values) == 1 else None
