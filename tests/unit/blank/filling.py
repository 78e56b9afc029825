"""A workbook filled as a clerk would: only where it is open, with what another report says.

What stands there already is left alone; a value that contradicts the other report is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from dagster_project.sae.contract.template import Sheet, Template

KEYS = {
    "INDIKATOR": ("id_indikator",),
    "REALISASI": ("id_indikator", "kode_wilayah", "dimensi"),
    "HAMBATAN_TL": ("id_indikator", "periode", "kategori_hambatan"),
    "ANGGARAN": ("kode_sub_kegiatan",),
    "KOLABORASI": ("id_indikator", "kode_opd"),
    "KOMUNIKASI": ("judul",),
    "ADUAN": ("kode_opd", "kategori", "kode_wilayah"),
}
TOLD_ANEW = {"status_tl", "bukti_tl", "tenggat", "tautan_media", "tanggal", "status"}
"""What a clerk says anew of an open promise or of a story that was not published yet."""
FIRST_ROW = 3


@dataclass
class Filled:
    """What was done.

    Attributes:
        typed: cells that were filled, as SHEET!A1.
        disputes: prefilled values that the other report says differently.
    """

    typed: list[str] = field(default_factory=list)
    disputes: list[str] = field(default_factory=list)


def fill(path: Path, template: Template, *, like: Path) -> Filled:
    """Fill a blank with what a report in the first form of the template says."""
    book, told = openpyxl.load_workbook(path), openpyxl.load_workbook(like)
    done = Filled()
    for sheet in template.sheets:
        if sheet.shape == "isian":
            answers = {row[0].value: row[1].value for row in told[sheet.name].iter_rows(min_row=2)}
            for row in book[sheet.name].iter_rows(min_row=2, max_col=3):
                if row[2].value is None:
                    row[2].value = answers[row[0].value]
        else:
            _fill_table(book[sheet.name], sheet, _records(told[sheet.name], first=2), done)
    book.save(path)
    return done


def close_overdue(path: Path) -> int:
    """Report every promise as kept that the workbook says is overdue; how many there were."""
    book = openpyxl.load_workbook(path)
    page = book["HAMBATAN_TL"]
    columns = {cell.value: cell.column for cell in page[1]}
    late = [
        row
        for row in range(FIRST_ROW, page.max_row + 1)
        if "lewat tenggat" in str(page.cell(row, columns.get("_keterangan", 1)).value)
        and page.cell(row, columns["status_tl"]).value != "SELESAI"
    ]
    for row in late:
        page.cell(row, columns["status_tl"]).value = "SELESAI"
        page.cell(row, columns["bukti_tl"]).value = "Berita acara contoh"
    book.save(path)
    return len(late)


def _records(page: Any, *, first: int) -> list[dict[str, Any]]:
    names = [cell.value for cell in page[1]]
    rows = page.iter_rows(min_row=first, values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows if any(v is not None for v in row)]


def _fill_table(page: Any, sheet: Sheet, said: list[dict[str, Any]], done: Filled) -> None:
    columns = {cell.value: cell.column for cell in page[1]}
    keys = KEYS.get(sheet.name, ())
    known = {_key(row, keys): FIRST_ROW + n for n, row in enumerate(_records(page, first=3))}
    free = FIRST_ROW + len(known)
    for row in said:
        at = known.get(_key(row, keys)) if keys else None
        if at is None:
            at, free = free, free + 1
        for field_ in sheet.fields:
            cell, value = page.cell(at, columns[field_.id]), row.get(field_.id)
            if value is None or cell.value == value:
                continue
            if cell.value is not None and field_.id not in {*TOLD_ANEW, "kode_wilayah"}:
                done.disputes.append(f"{sheet.name}!{cell.coordinate}: {cell.value} / {value}")
            cell.value = value
            done.typed.append(f"{sheet.name}!{cell.coordinate}")


def _key(row: dict[str, Any], keys: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.get(k) or ("35.13" if k == "kode_wilayah" else None) for k in keys)
