"""Sheets of our template that are not there, or there and silent: STR-02 and STR-08.

Belongs here: a missing sheet with the one that looks like it, sheets without a data row.
Stays out: missing columns (`header`), missing cells (the suites).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dagster_project.sae.contract.rows import Row
from dagster_project.sae.contract.template import Sheet
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.findings import Finding, finding

_NUMBERS_SPEAK = ("INDIKATOR", "REALISASI")


def missing_sheet(sheet: Sheet, workbook: WorkbookData) -> list[Finding]:
    """STR-02 for a sheet that must be there and is not, with the sheet that looks like it."""
    if not sheet.required:
        return []
    wanted = sheet.name.casefold()
    near = [s.name for s in workbook.sheets if s.name.strip().casefold() == wanted]
    hint = f" Ada lembar bernama '{near[0]}'; tulis persis {sheet.name}." if near else ""
    return [
        finding(
            "STR-02",
            f"Lembar {sheet.name} tidak ada.{hint} Jangan mengganti nama lembar.",
            remedy=f"Salin lembar {sheet.name} dari templat dan isi.",
            table=sheet.table,
            sheet=sheet.name,
        )
    ]


def silent_sheets(tables: Mapping[str, Sequence[Row]]) -> list[Finding]:
    """STR-08: INDIKATOR or REALISASI has no data row."""
    empty = [name for name in _NUMBERS_SPEAK if not tables.get(name.lower())]
    if not empty:
        return []
    return [
        finding(
            "STR-08",
            f"Tidak ada satu pun indikator berangka: lembar {' dan '.join(empty)} kosong.",
            remedy="Isi INDIKATOR dan REALISASI di bawah judul kolomnya.",
            table=empty[0].lower(),
            sheet=empty[0],
        )
    ]
