"""Columns of a tidy table in which each row adds up others of its own (FRM-01).

Belongs here: comparing a printed sum with its parts. Printed sums are never adopted.
Stays out: reading cells (`tidy.values`), the foot and the inner sums of forms (`printed.checks`).
"""

from __future__ import annotations

import math

from dagster_project.sae.installation.words import exact
from dagster_project.sae.intake.forms.findings import Finding, finding
from dagster_project.sae.intake.forms.printed.checks import RUPIAH_TOLERANCE, off_by
from dagster_project.sae.intake.forms.tidy.layout import InnerSum
from dagster_project.sae.intake.forms.tidy.records import TidyRecords


def inner_sums(reader: TidyRecords) -> list[Finding]:
    """FRM-01 for each row whose printed sum is not that of its parts; empty parts count 0.

    A part that cannot be read leaves its row uncompared: the cell itself is told elsewhere.
    """
    findings = []
    for number, rule in enumerate(reader.layout.sums):
        for row in reader.rows:
            found = _compared(reader, rule, number=number, row=row)
            if found is not None:
                findings.append(found)
    return findings


def _compared(reader: TidyRecords, rule: InnerSum, *, number: int, row: int) -> Finding | None:
    sheet, places = reader.sheet, reader.places
    column = places.get(f"sums.{number}.total")
    cell = sheet.cell(row, column) if column else None
    hits = [places.get(f"sums.{number}.of.{part}") for part in range(len(rule.of))]
    if cell is None or reader.values.is_null(cell):
        return None
    printed = reader.values.number(cell)
    parts = [reader.values.number(sheet.cell(row, hit)) for hit in hits if hit]
    known = [part for part in parts if part is not None]
    if printed is None or len(known) < len(parts):
        return None
    expected = math.fsum(known)
    off = printed - expected
    if abs(off) < RUPIAH_TOLERANCE:
        return None
    return finding(
        "FRM-01",
        f"{sheet.name}!{cell.address}: {rule.what} tercetak {exact(printed)} berbeda "
        f"dari jumlah rinciannya {exact(expected)} "
        f"({off_by(off)}).",
        remedy="Periksa angka rincian dan jumlahnya pada baris itu.",
        table="anggaran",
        column="realisasi_anggaran",
        sheet=sheet.name,
        address=cell.address,
        row=row,
        content=cell.raw,
    )
