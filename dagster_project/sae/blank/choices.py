"""What a cell may hold, as the drop-down lists and entry rules of a spreadsheet program.

Belongs here: which list or rule a field gets, and the hidden sheet the long lists lie on.
Stays out: the checks of intake; these rules only help while typing and can be pasted over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dagster_project.sae.blank.request import Request
from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.contract.template import Field

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET = "_daftar"
FIRST_ROW = 3
"""Row 1 holds the field ids, row 2 people's words for them."""
LAST_ROW = 2_000
"""Rows of a table sheet that have drop-down lists; later rows are read all the same."""

_INLINE = 255
_VILLAGES = frozenset({"DESA", "KELURAHAN"})
_LARGEST = 1e15

Choice = tuple[str, str]


class Lists:
    """The lists of one profile, by the name a field asks for, and where they stand on the sheet."""

    def __init__(self, profile: Profile, request: Request) -> None:
        villages = [(r.code, r.name) for r in profile.regions if r.level in _VILLAGES]
        larger = [(r.code, r.name) for r in profile.regions if r.level not in _VILLAGES]
        self._villages_from = len(larger) + 2
        self._lists: dict[str, Sequence[Choice]] = {
            "pilar": [(p.code, p.name) for p in profile.pillars],
            "satgas": [
                (t.code, t.name) for t in profile.task_forces if t.is_valid_on(request.cycle.cutoff)
            ],
            "satuan": [(u.code, u.name) for u in profile.units],
            "sumber": _sources(profile),
            "wilayah": [*larger, *villages],
            "kode_opd": [(o.code, o.name) for o in profile.agencies_on(request.cycle.cutoff)],
        }
        self._lists = {name: choices for name, choices in self._lists.items() if choices}

    def source_of(self, field: Field) -> str | list[str] | None:
        """What the drop-down list of a field shows; None when it has none."""
        name = field.id if field.id in self._lists else field.reference
        if name in self._lists:
            column = 2 * list(self._lists).index(name)
            letter = chr(ord("A") + column)
            first = self._villages_from if field.id == "kode_desa" else 2
            return f"='{SHEET}'!${letter}${first}:${letter}${len(self._lists[name]) + 1}"
        if field.id == "id_indikator":
            return f"=INDIKATOR!$A${FIRST_ROW}:$A${LAST_ROW}"
        if field.type == "enum" and len(",".join(field.values)) <= _INLINE:
            return list(field.values)
        return None

    def write(self, book: Workbook) -> None:
        """The hidden sheet: for each list a column of codes and one of names."""
        sheet = book.add_worksheet(SHEET)
        text = book.add_format({"num_format": "@"})
        for place, (name, choices) in enumerate(self._lists.items()):
            sheet.write_row(0, 2 * place, [name, f"nama {name}"])
            sheet.set_column(2 * place, 2 * place, 16)
            sheet.set_column(2 * place + 1, 2 * place + 1, 40)
            for row, choice in enumerate(choices, start=1):
                for column, said in enumerate(choice, start=2 * place):
                    sheet.write_string(row, column, said, text)
        sheet.protect()
        sheet.hide()


def entry_rule(field: Field, lists: Lists, *, own_ids: bool = False) -> dict[str, Any] | None:
    """The rule for typing into a field, as xlsxwriter wants it; None when anything may be typed.

    Args:
        field: gives the type.
        lists: the drop-down lists.
        own_ids: the sheet is the one that gives ids, so there is nothing to choose from.
    """
    source = None if own_ids and field.id == "id_indikator" else lists.source_of(field)
    if source is not None:
        # Sources and indicators may be new; a code, a unit or a word of a list may not.
        is_open = field.reference == "sumber" or field.id == "id_indikator"
        return {
            "validate": "list",
            "source": source,
            "error_type": "warning" if is_open else "stop",
            "error_title": "Tidak ada dalam daftar",
            "error_message": f"{field.label}: pilih dari daftar pada panah di kanan sel.",
        }
    limits = _limits(field)
    if limits is None:
        return None
    kind, low, high, said = limits
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_title": "Bukan isian yang dapat dibaca",
        "error_message": f"{field.label}: {said}",
    }


def _limits(field: Field) -> tuple[str, Any, Any, str] | None:
    number = "isi angka saja, tanpa titik ribuan dan tanpa satuan."
    if field.type == "date":
        days = date(2000, 1, 1), date(2100, 12, 31)
        return "date", *days, "isi tanggal, misalnya 2026-09-30."
    if field.type == "int" and "tahun" in field.id:
        return "integer", 2000, 2100, "isi tahun empat angka, misalnya 2026."
    if field.type == "int":
        return "integer", 0, _LARGEST, f"{number} Angka bulat."
    if field.type == "pct":
        return "decimal", 0, 1000, f"{number} Skala 0 sampai 100."
    return ("decimal", -_LARGEST, _LARGEST, number) if field.type == "dec" else None


def _sources(profile: Profile) -> list[Choice]:
    """Sources of data; a profile need not list them."""
    if not (profile.folder / "sumber.csv").is_file():
        return []
    rows = seed_rows(profile.folder, "sumber.csv")
    return [(row.text("kode_sumber"), row.text("nama_sumber")) for row in rows]
