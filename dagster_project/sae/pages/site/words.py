"""Figures, dates and codes as a citizen reads them, in Indonesian.

Belongs here: number, unit and date formats, words and signs of verdicts, text made safe to show.
Stays out: whole sentences of a page (templates), what a figure means (`kamus_data`).
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

NONE = "–"
_BREAK = 16
_THOUSANDS = re.compile(r"(?<![\d.,])[0-9]{4,15}(?![\d.,])")
_ISO_DAY = re.compile(r"(?<!\d)([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?!\d)")
_LONG_WORD = re.compile(r"\S{28}")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_LARGE = ((1e12, "triliun"), (1e9, "miliar"), (1e6, "juta"))
# A sign beside each word: colour alone tells nothing to one in twelve men.
_VERDICTS = {
    "TERCAPAI": ("baik", "✓", "Tercapai"),
    "TIDAK_TERCAPAI": ("buruk", "✗", "Meleset"),
    "BELUM_RILIS": ("netral", "…", "Belum rilis"),
    "TIDAK_DIUKUR": ("waspada", "!", "Tidak diukur"),
    "TIDAK_TERDEFINISI": ("netral", "?", "Tidak terdefinisi"),
    "TIDAK_BERLAKU": ("netral", "–", "Tidak berlaku"),
    "DITAHAN": ("waspada", "‖", "Ditahan"),
    "BELUM_MELAPOR": ("waspada", "!", "Belum melapor"),
    "BELUM_DILAPORKAN": ("waspada", "!", "Tidak dilaporkan"),
    "BELUM_JATUH_TEMPO": ("netral", "…", "Belum jatuh tempo"),
    "DIPERCEPAT": ("baik", "▲▲", "Dipercepat"),
    "TETAP": ("netral", "▶", "Tetap"),
    "MELAMBAT": ("waspada", "▽", "Melambat"),
    "MUNDUR": ("buruk", "▼", "Mundur"),
    "BELUM_CUKUP_DATA": ("netral", "…", "Belum cukup data"),
    "SEJALAN": ("baik", "✓", "Sejalan dengan waktu"),
    "TERTINGGAL": ("buruk", "✗", "Tertinggal dari waktu"),
    "SELESAI": ("baik", "✓", "Selesai"),
    "BERJALAN": ("netral", "…", "Berjalan"),
    "LEWAT_TENGGAT": ("buruk", "✗", "Lewat tenggat"),
    "BATAL": ("netral", "–", "Batal"),
    "NAIK": ("baik", "▲", "Naik"),
    "TURUN": ("buruk", "▼", "Turun"),
}
_DIRECTIONS = {
    "NAIK": "▲ makin besar makin baik",
    "TURUN": "▼ makin kecil makin baik",
    "RENTANG": "◆ di dalam rentang",
}
_ACRONYMS = frozenset({"SDM", "RSUD", "IKU", "IKD", "SPM"})
_PERIODS = {
    "TW1": "Triwulan I", "TW2": "Triwulan II", "TW3": "Triwulan III", "TW4": "Triwulan IV",
    "SM1": "Semester I", "SM2": "Semester II", "THN": "",
}  # fmt: skip


@lru_cache(maxsize=16_384)
def clean(text: str) -> str:
    """Text on one line without what no HTML document may hold: control characters, non-characters.

    Marks that turn the direction of writing stay; `<bdi>` keeps them inside.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = "".join(
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (unicodedata.category(c) not in {"Cc", "Cs", "Cn"} and c != "\ufffe")
    )
    return " ".join(kept.split())


@lru_cache(maxsize=16_384)
def name(text: str | None, most: int = 160) -> Markup:
    """A text that a person typed: shortened, escaped and shut in, whatever it holds."""
    if not text:
        return escape(NONE)
    told = short(text, most)
    if _LONG_WORD.search(told):
        # A word without end would push everything else off a phone; it may break anywhere.
        parts = (told[n : n + _BREAK] for n in range(0, len(told), _BREAK))
        return Markup("<bdi>{}</bdi>").format(Markup("<wbr>").join(parts))
    return Markup("<bdi>{}</bdi>").format(told)


@lru_cache(maxsize=16_384)
def short(text: str | None, most: int = 160) -> str:
    """At most so many characters, cut between words where there is one."""
    told = clean(text or "")
    if len(told) <= most:
        return told
    head = told[: most - 1]
    cut = head.rfind(" ")
    return f"{head[:cut] if cut > most // 2 else head}…"


def bare(text: str | None, most: int = 160) -> str:
    """A typed text for an attribute or a title, where no element can shut it in."""
    return "".join(c for c in short(text, most) if unicodedata.category(c) != "Cf") or NONE


def number(value: Any, digits: int = 2) -> str:
    """A number with a decimal comma and points between thousands; a dash for none."""
    if value is None or not math.isfinite(float(value)):
        return NONE
    text = f"{float(value):,.{digits}f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.replace(",", ".")
    if whole in {"-0", "0"} and not fraction:
        return "0"
    return (whole + (f",{fraction}" if fraction else "")).replace("-", "−")


def amount(value: Any, unit: str | None) -> str:
    """A value with its unit as plain text, where no markup is read."""
    return plain_markup(quantity(value, unit))


def percent(value: Any, digits: int = 1) -> str:
    """A value of the 0-100 scale with its sign."""
    return NONE if value is None else f"{number(value, digits)}%"


def signed(value: Any, digits: int = 2) -> str:
    """A difference with its sign in front."""
    if value is None:
        return NONE
    shown = number(value, digits)
    return f"+{shown}" if float(value) > 0 and shown != "0" else shown


def rupiah(value: Any) -> str:
    """Money, from a million on in words."""
    if value is None:
        return NONE
    for size, word in _LARGE:
        if abs(float(value)) >= size:
            return f"Rp{number(float(value) / size, 2)} {word}"
    return f"Rp{number(value, 0)}"


def unit(code: str | None) -> str:
    """A unit as read; the codes of units are words with underscores, thousands have points."""
    told = clean((code or "").replace("_", " "))
    return _THOUSANDS.sub(lambda found: number(int(found[0]), 0), told)


def quantity(value: Any, code: str | None) -> Markup:
    """A value with its unit; the unit is what an agency typed."""
    if value is None:
        return escape(NONE)
    if code == "persen":
        return escape(percent(value, 2))
    if code == "rupiah":
        return escape(rupiah(value))
    return Markup("{}&nbsp;{}").format(number(value), name(unit(code), 40))


def day(value: date | None) -> str:
    """A date in words."""
    return NONE if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def dated(text: str | None) -> str:
    """A sentence of a mart, whose dates are written 2025-12-31, with its dates in words."""
    return _ISO_DAY.sub(
        lambda found: f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}", text or ""
    )


def period(year: Any, code: str | None) -> str:
    """A year with its part, such as Triwulan III 2026."""
    part = _PERIODS.get(code or "", clean(code or ""))
    return f"{part} {year}".strip()


def words(code: str | None) -> str:
    """A code as words: `LEWAT_TENGGAT` is Lewat tenggat."""
    told = clean((code or NONE).replace("_", " "))
    return told if told in _ACRONYMS else told.capitalize()


def verdict(code: str | None) -> Markup:
    """A verdict as sign and word; the colour only repeats them."""
    kind, sign, word = _VERDICTS.get(code or "", ("netral", "·", words(code)))
    return Markup('<span class="putusan {}"><span aria-hidden="true">{}</span> {}</span>').format(
        kind, sign, word
    )


def verdict_words(code: str | None) -> str:
    """A verdict as sign and word where no markup can stand."""
    _, sign, word = _VERDICTS.get(code or "", ("netral", "·", words(code)))
    return f"{sign} {word}"


def plain_markup(told: Markup) -> str:
    """The text of a piece of markup, for what is no page."""
    return told.striptags()


def direction(code: str | None) -> str:
    """Which way is good."""
    return _DIRECTIONS.get(code or "", words(code))


def arrow(code: str | None) -> Markup:
    """Which way is good, as one sign with its words for those who hear the page."""
    text = direction(code)
    sign, _, rest = text.partition(" ")
    return Markup(
        '<span class="arah"><span aria-hidden="true">{}</span><span class="sr">{}</span></span>'
    ).format(sign, rest)
