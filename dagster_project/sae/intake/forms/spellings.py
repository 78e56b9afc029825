"""Spellings that mean one thing only: variants of allowed values, month and day names, units.

Belongs here: tables of equal spellings, and the key under which two spellings are equal.
Stays out: when a spelling is accepted (`coerce`), local names (the profile).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Canonical value -> other ways people write it. A variant counts only where the field allows the
# canonical value, so TAHUNAN is THN for a period and TAHUNAN_SAJA for an aggregation.
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "TW1": ("TW I", "Triwulan I", "Triwulan 1", "Q1", "Kuartal 1", "Kuartal I"),
    "TW2": ("TW II", "Triwulan II", "Triwulan 2", "Q2", "Kuartal 2", "Kuartal II"),
    "TW3": ("TW III", "Triwulan III", "Triwulan 3", "Q3", "Kuartal 3", "Kuartal III"),
    "TW4": ("TW IV", "Triwulan IV", "Triwulan 4", "Q4", "Kuartal 4", "Kuartal IV"),
    "SM1": ("SM I", "Semester I", "Semester 1", "SMT 1", "SMT I"),
    "SM2": ("SM II", "Semester II", "Semester 2", "SMT 2", "SMT II"),
    "THN": ("Tahun", "Tahunan", "Setahun", "Satu tahun"),
    "NAIK": ("Meningkat", "Positif", "Makin tinggi makin baik", "Semakin tinggi semakin baik"),
    "TURUN": ("Menurun", "Negatif", "Makin rendah makin baik", "Semakin rendah semakin baik"),
    "RENTANG": ("Range", "Dalam rentang"),
    "AKTIVITAS": ("Aktifitas", "Kegiatan", "Activity"),
    "OUTPUT": ("Keluaran",),
    "OUTCOME": ("Hasil",),
    "DAMPAK": ("Impact", "Impak"),
    "KUMULATIF": ("Akumulatif", "Akumulasi", "Komulatif", "Cumulative"),
    "POSISI_AKHIR": ("Posisi akhir tahun", "Posisi akhir periode"),
    "RATA_RATA": ("Rerata", "Average"),
    "MAKSIMUM": ("Maksimal", "Max", "Maximum"),
    "TAHUNAN_SAJA": ("Tahunan", "Hanya tahunan"),
    "TERSEDIA": ("Sudah tersedia",),
    "NOL_TERKONFIRMASI": ("Nol dikonfirmasi", "Nol terkonfirmasi benar"),
    "BELUM_RILIS": ("Belum dirilis", "Belum terbit"),
    "TIDAK_DIUKUR": ("Tak diukur",),
    "DEFINITIF": ("Definitive", "Pejabat definitif"),
    "PLT": ("Pelaksana tugas",),
    "PLH": ("Pelaksana harian",),
    "KOSONG": ("Lowong",),
    "YA": ("Y", "Iya", "TRUE"),
    "TIDAK": ("Tdk", "Bukan", "FALSE"),
    "SDM": ("Sumber daya manusia",),
    "ALAM_BENCANA": ("Bencana", "Bencana alam", "Alam"),
    "LAINNYA": ("Lain-lain", "Lain"),
    "PROSES": ("Dalam proses", "Sedang proses", "Berjalan"),
    "SELESAI": ("Tuntas", "Sudah selesai"),
    "BATAL": ("Dibatalkan",),
    "DRAF": ("Draft",),
    "TERBIT": ("Sudah terbit", "Tayang"),
    "MEDIA_MASSA": ("Media",),
    "PEMIMPIN": ("Ketua", "Leading sector"),
}

# Units as forms abbreviate them -> the word itself. The unit list of the profile decides.
UNIT_WORDS: Mapping[str, str] = {
    "%": "persen",
    "persentase": "persen",
    "dok": "dokumen",
    "dok.": "dokumen",
    "lap": "laporan",
    "lap.": "laporan",
    "org": "orang",
    "rp": "rupiah",
    "rp.": "rupiah",
}

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan", "january"),
            ("februari", "pebruari", "feb", "peb", "february"),
            ("maret", "mar", "march"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "jun", "june"),
            ("juli", "jul", "july"),
            ("agustus", "agu", "agt", "agust", "ags", "august"),
            ("september", "sep", "sept"),
            ("oktober", "okt", "october"),
            ("november", "nopember", "nov", "nop"),
            ("desember", "des", "december"),
        ),
        start=1,
    )
    for name in names
}

# Monday is 0, as in datetime.date.weekday().
WEEKDAYS: Mapping[str, int] = {
    "senin": 0,
    "selasa": 1,
    "rabu": 2,
    "kamis": 3,
    "jumat": 4,
    "jum'at": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}


_DASHES = re.compile(
    r"\s*[-\u00ad\u02d7\u058a\u05be\u1806\u2010-\u2015\u2043\u2212\u2500\u2501"
    r"\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d]\s*"
)
# Where a word may be broken at the end of a line; nobody sees it inside one.
_WORD_BREAK = re.compile(r"(?<=[^\W\d_])\u00ad(?=[^\W\d_])")
# Wide forms of the signs from ! to ~; a small 2 as in km\u00b2 stays what it is.
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_UNSEEN = re.compile(
    r"[\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_ANY_SPACE = re.compile(r"\s+")


def without_unseen(text: str) -> str:
    """The text without signs that take no room: zero width, joiners, marks of direction."""
    return _UNSEEN.sub("", text)


def plain_code(text: str) -> str:
    """An id or code by its meaning: plain hyphens, plain width, capitals, no spaces, no last stop.

    What has no digit is no code but words, and keeps the spaces between them. '2.18.01\u2013006',
    '2.18.01 - 006' and '\uff12.18.01-006' are all '2.18.01-006'.
    """
    plain = plain_category(text).upper().rstrip(".")
    return _ANY_SPACE.sub("", plain) if any(sign.isdigit() for sign in plain) else plain


def plain_category(text: str) -> str:
    """A category in plain characters: plain hyphens and width, no unseen signs; words as typed."""
    plain = _WORD_BREAK.sub("", without_unseen(text)).translate(_WIDE)
    plain = _DASHES.sub(lambda dash: _plain_dash(dash[0]), plain)
    return _ANY_SPACE.sub(" ", plain).strip()


def _plain_dash(dash: str) -> str:
    return " - " if dash[0].isspace() and dash[-1].isspace() else "-"


def spelling_key(text: str) -> str:
    """The text in capitals, letters and digits only: 'Posisi-akhir ' -> 'POSISIAKHIR'."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def canonical(text: str, *, values: tuple[str, ...]) -> str | None:
    """The one of `values` that the text spells, or None when it spells none or more than one.

    Args:
        text: as typed.
        values: the allowed values, in their canonical spelling.
    """
    if text in values:
        return text
    key = spelling_key(text)
    if not key:
        return None
    hits = {
        value
        for value in values
        if key == spelling_key(value)
        or any(key == spelling_key(variant) for variant in VARIANTS.get(value, ()))
    }
    return hits.pop() if len(hits) == 1 else None


def unit_word(text: str) -> str:
    """The unit in small letters with its abbreviation written out: 'Dok' -> 'dokumen'."""
    word = " ".join(text.split()).casefold()
    return UNIT_WORDS.get(word, word)
