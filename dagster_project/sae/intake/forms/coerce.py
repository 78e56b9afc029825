"""What a cell means, by strict Indonesian rules: one possible reading, or none and the reason.

Belongs here: cell -> number, whole number, date, text, allowed value.
Stays out: where a cell stands and what happens to a problem (`template.reader`, `foreign`),
tables of equal spellings (`spellings`), whether a value is plausible (the suites).
Rule STR-06: nothing uncertain ever becomes a value, least of all 0.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.number_format import is_percent_format, may_be_percent
from dagster_project.sae.intake.forms.findings import clip
from dagster_project.sae.intake.forms.spellings import MONTHS, WEEKDAYS, canonical, without_unseen


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell says as a number.

    Attributes (the same for `Whole`, `Day` and `Text`):
        value: the value, or None when the cell is empty or not certain.
        problem: Indonesian sentence why there is no value; None when the cell is empty or was read.
        note: Indonesian remark on how a value was read, where that is not self-evident.
    """

    value: float | None
    problem: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """What a cell says as a whole number; attributes as in `Number`."""

    value: int | None
    problem: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell says as a date; attributes as in `Number`."""

    value: date | None
    problem: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """What a cell says as text or as an allowed value; attributes as in `Number`."""

    value: str | None
    problem: str | None = None
    note: str | None = None


NUMBER_REMEDY = "Tulis angka tanpa titik ribuan; desimal pakai format angka Excel."
DATE_REMEDY = "Tulis tanggal sebagai tanggal Excel atau seperti 30/06/2026."
TEXT_REMEDY = "Ketik ulang isi sel sebagai teks biasa, tanpa rumus yang gagal."
ENUM_REMEDY = "Pilih salah satu isian yang disediakan."

_LONGEST_NUMBER = 60
_DIGITS_A_DOUBLE_KEEPS = 15
FIRST_YEAR, LAST_YEAR = 1945, 2100
# From here on a cell no longer keeps every unit of a number, so none is certain; no OPD comes near.
MOST_WHOLE: int = 10**_DIGITS_A_DOUBLE_KEEPS

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_AFFIXES = re.compile(
    r"(?P<before>[-+\u2212]?)(?P<rupiah>(?:Rp\.?|IDR)\s?)?(?P<after>[-+\u2212]?)"
    r"(?P<digits>[0-9][0-9.,]*?)(?P<nosen>,-{1,2})?(?P<percent>\s?(?:%|persen))?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"0|[1-9][0-9]*")
_COMMA = re.compile(r"(?:0|[1-9][0-9]*),[0-9]+")
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?"  # 1.234.567 and 1.234.567,8
    r"|[1-9][0-9]{0,2}\.[0-9]{3},[0-9]+"  # 1.234,5
)
_POINT = re.compile(r"(?:0|[1-9][0-9]*)\.[0-9]+")
_DOT_OR_COMMA_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+|,[0-9]{3})")

_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?")
_NUMERIC_DATE = re.compile(r"([0-9]{1,2})\s?([/.-])\s?([0-9]{1,2})\s?\2\s?([0-9]{4})")
_WORDED_DATE = re.compile(r"(?:([a-z']+),?\s)?([0-9]{1,2})[\s-]([a-z]+)\.?[\s-]([0-9]{4})")


def coerce_number(cell: Cell | None) -> Number:
    """Read a cell as a number; percentages come on the 0-100 scale.

    A number typed as text is read only where one reading is possible: '34,49', '1.234.567',
    'Rp 1.500.000,00', '58%', '58.5'. '1.234' and '1,234' can be two numbers and '1,234.5' follows
    another country's marks, so they are problems, as are '-', 'o', 'n/a', errors and booleans.

    Args:
        cell: the cell, or None when it is empty.

    Returns:
        The number; nothing at all for an empty cell; a problem for anything that is not certain.
    """
    if cell is None:
        return Number(None)
    if cell.kind == "text":
        return _number_of_text(cell)
    if cell.kind != "number" or isinstance(cell.value, (bool, str, date)) or cell.value is None:
        return Number(None, _not_readable(cell, "angka"))
    value = float(cell.value)
    if not math.isfinite(value):
        return Number(None, f"'{clip(cell.raw)}' bukan angka yang pasti.")
    if is_percent_format(cell.number_format, value):
        note = "format persen: dibaca pada skala 0-100"
        return _within_reach(_times_hundred(cell.value), cell.raw, note=note)
    return _within_reach(value, cell.raw)


def coerce_int(cell: Cell | None) -> Whole:
    """Read a cell as a whole number; a fraction is a problem, never rounded."""
    number = coerce_number(cell)
    if number.value is None:
        return Whole(None, number.problem)
    if not number.value.is_integer():
        return Whole(None, f"'{_shown(cell)}' bukan bilangan bulat.")
    return Whole(int(number.value), note=number.note)


def coerce_date(cell: Cell | None) -> Day:
    """Read a cell as a date: an Excel date, '30 Juni 2026', '30/06/2026' (day first) or ISO.

    A bare number is a problem even if it could be a serial: the file does not call it a date.
    """
    if cell is None:
        return Day(None)
    if cell.kind == "date":
        value = cell.value
        day = value.date() if isinstance(value, datetime) else value
        return _sane_day(day, cell) if isinstance(day, date) else Day(None, _bad_date(cell))
    if cell.kind == "text":
        text = clean_text(cell.raw)
        return _day_of_text(text, cell) if text else Day(None)
    if cell.kind == "number":
        return Day(None, f"'{_shown(cell)}' tertulis sebagai angka, bukan tanggal.")
    return Day(None, _not_readable(cell, "tanggal"))


def coerce_text(cell: Cell | None) -> Text:
    """Read a cell as text in one line: spaces collapsed, control characters dropped.

    A number becomes its plain digits with a note, because Excel may have changed a code (1.10).
    """
    if cell is None:
        return Text(None)
    if cell.kind in ("error", "formula_empty"):
        return Text(None, _not_readable(cell, "teks"))
    text = clean_text(cell.raw)
    if cell.kind == "text":
        return Text(text or None)
    return Text(text, note="bukan teks di berkas: nol di belakang koma bisa hilang")


def coerce_enum(cell: Cell | None, values: tuple[str, ...]) -> Text:
    """Read a cell as one of the allowed values, whatever its case, spaces and hyphens.

    Args:
        cell: the cell, or None when it is empty.
        values: the allowed values in their canonical spelling.
    """
    text = coerce_text(cell)
    if text.value is None:
        return text
    value = canonical(text.value, values=tuple(values))
    if value is None:
        return Text(None, f"'{clip(text.value)}' tidak ada dalam pilihan: {', '.join(values)}.")
    return Text(value)


def clean_text(text: str) -> str:
    """The text in one line, without control and unseen characters and needless spaces."""
    return _SPACES.sub(" ", without_unseen(_CONTROLS.sub(" ", text))).strip()


def parse_number(text: str) -> Number:
    """Read a typed text as a number; see `coerce_number` for what is certain."""
    typed = clean_text(text)
    if not typed:
        return Number(None)
    match = _AFFIXES.fullmatch(typed) if len(typed) <= _LONGEST_NUMBER else None
    if match is None or (match["before"] and match["after"]):
        return Number(None, f"'{clip(typed)}' bukan angka yang pasti.")
    if (match["nosen"] and not match["rupiah"]) or (match["percent"] and match["rupiah"]):
        return Number(None, f"'{clip(typed)}' bukan angka yang pasti.")
    plain, problem = _plain_digits(match["digits"])
    if plain is None:
        return Number(None, f"'{clip(typed)}' {problem}.")
    sign = "-" if (match["before"] or match["after"]) in ("-", "\u2212") else ""
    note = "persen yang diketik: dibaca pada skala 0-100" if match["percent"] else None
    return _within_reach(float(f"{sign}{plain}") + 0.0, typed, note=note)


def _within_reach(value: float, raw: str, *, note: str | None = None) -> Number:
    if abs(value) >= MOST_WHOLE:
        return Number(None, f"'{clip(raw)}' terlalu besar: sel hanya menyimpan 15 angka.")
    return Number(value, note=note)


def _number_of_text(cell: Cell) -> Number:
    number = parse_number(cell.raw)
    if number.value is not None and number.note is None and may_be_percent(cell.number_format):
        return Number(
            None, f"'{_shown(cell)}' adalah teks di sel berformat persen; skalanya tidak pasti."
        )
    return number


def _plain_digits(digits: str) -> tuple[str | None, str]:
    """Digits with a decimal point from digits with Indonesian marks, or None and why not."""
    if len(re.sub(r"[.,]", "", digits).strip("0")) > _DIGITS_A_DOUBLE_KEEPS:
        return None, "terlalu panjang untuk dibaca tanpa kehilangan angka"
    if _DOT_OR_COMMA_GROUP.fullmatch(digits):
        one, other = re.split(r"[.,]", digits)
        return None, f"bukan angka yang pasti: dapat berarti {one}{other} atau {one},{other}"
    if _WHOLE.fullmatch(digits) or _POINT.fullmatch(digits):
        return digits, ""
    if _COMMA.fullmatch(digits) or _GROUPED.fullmatch(digits):
        return digits.replace(".", "").replace(",", "."), ""
    if _ENGLISH.fullmatch(digits):
        return None, "memakai koma sebagai tanda ribuan, bukan kebiasaan Indonesia"
    return None, "bukan angka yang pasti"


def _times_hundred(value: float) -> float:
    return float(Decimal(repr(value)) * 100)


def _day_of_text(text: str, cell: Cell) -> Day:
    lower = text.casefold().replace("\u2019", "'")
    if match := _ISO_DATE.fullmatch(lower):
        return _day(int(match[1]), int(match[2]), int(match[3]), cell=cell)
    if match := _NUMERIC_DATE.fullmatch(lower):
        return _day(int(match[4]), int(match[3]), int(match[1]), cell=cell)
    match = _WORDED_DATE.fullmatch(lower)
    if match is None or match[3] not in MONTHS:
        return Day(None, _bad_date(cell))
    found = _day(int(match[4]), MONTHS[match[3]], int(match[2]), cell=cell)
    if match[1] and found.value and WEEKDAYS.get(match[1]) != found.value.weekday():
        return Day(None, f"'{_shown(cell)}': nama hari tidak cocok dengan tanggalnya.")
    return found


def _day(year: int, month: int, day: int, *, cell: Cell) -> Day:
    try:
        return _sane_day(date(year, month, day), cell)
    except ValueError:
        return Day(None, _bad_date(cell))


def _sane_day(day: date, cell: Cell) -> Day:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Day(None, f"'{_shown(cell)}': tahun {day.year} di luar jangkauan.")
    return Day(day)


def _bad_date(cell: Cell) -> str:
    return f"'{_shown(cell)}' bukan tanggal yang pasti."


def _not_readable(cell: Cell, wanted: str) -> str:
    if cell.kind == "error":
        return f"sel berisi galat {clip(cell.raw)}, bukan {wanted}."
    if cell.kind == "formula_empty":
        return "rumus tanpa hasil tersimpan; buka berkas di Excel lalu simpan kembali."
    if cell.kind == "bool":
        return f"'{clip(cell.raw)}' adalah nilai logika, bukan {wanted}."
    if cell.kind == "date":
        return f"'{clip(cell.raw)}' tertulis sebagai tanggal, bukan {wanted}."
    return f"'{clip(cell.raw)}' bukan {wanted} yang pasti."


def _shown(cell: Cell | None) -> str:
    return "" if cell is None else clip(cell.raw)
