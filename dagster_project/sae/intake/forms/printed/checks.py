"""What a printed form says about itself that its own cells contradict: FRM-01 to 03, ISI-03.

Belongs here: printed totals against rows, year values against quarters, hidden rows with data,
figures of no indicator, a table without a single number (STR-08).
Stays out: reading values (`printed.reader`), content rules (the suites). Printed sums are never
adopted.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dagster_project.sae.installation.words import exact
from dagster_project.sae.intake.file.cells import Cell, column_letter
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.coerce import coerce_number
from dagster_project.sae.intake.forms.findings import Finding, clip, finding
from dagster_project.sae.intake.forms.printed.rows import FormBody

_RELATIVE, _ABSOLUTE = 1e-6, 1e-6
RUPIAH_TOLERANCE = 0.5
_MOST_RANGES = 40


@dataclass(frozen=True)
class Sum:
    """A column that the form adds up at its foot.

    Attributes:
        column: 1-based sheet column.
        field: column of the landing table `anggaran`.
        period: period of the amounts, None for the budget.
        expected: sum of the leaf rows as read, None when none could be read.
        amounts: amount of each leaf as read, by its sheet row.
    """

    column: int
    field: str
    period: str | None
    expected: float | None
    amounts: Mapping[int, float] = dataclasses.field(default_factory=dict)


def nameless_figures(
    sheet: SheetData, body: FormBody, *, columns: Mapping[str, int]
) -> list[Finding]:
    """ISI-03: a row has a realisation, but no indicator that it would be of.

    A target alone stands on the rows of higher levels of many forms and promises nothing by itself.

    Args:
        sheet: the sheet of the form.
        body: its data rows.
        columns: place in the layout to its column.
    """
    figures = sorted(column for place, column in columns.items() if _is_figure(place))
    findings = []
    for row in body.rows:
        cells = [sheet.cell(row.row, column) for column in figures] if not row.indicator else []
        filled = next((c for c in cells if c is not None and c.kind == "number" and c.value), None)
        if filled is not None:
            findings.append(
                finding(
                    "ISI-03",
                    f"{sheet.name}!{filled.address}: baris ini berisi realisasi tetapi tanpa nama "
                    "indikator, sehingga tidak dapat dipakai.",
                    remedy="Isi nama indikatornya pada baris itu, atau kosongkan angkanya.",
                    sheet=sheet.name,
                    address=filled.address,
                    row=row.row,
                    content=filled.raw,
                )
            )
    return findings


def _is_figure(place: str) -> bool:
    """Whether a place of a layout holds what an indicator reached; money is told by its sums."""
    return place.startswith(("year.", "quarters.")) and place.endswith(".realisasi")


def printed_totals(sheet: SheetData, body: FormBody, *, sums: Sequence[Sum]) -> list[Finding]:
    """FRM-01: the printed total of a column is not the sum of its leaf rows.

    Also when the tree cannot be told at all (no codes, no formulas, rows that do not add up):
    then no budget is read, and the finding says so.
    """
    if not body.is_tree_known:
        return [_no_tree(sheet)]
    if body.total_row is None:
        return []
    findings: list[Finding] = []
    for one in sums:
        cell = sheet.cell(body.total_row, one.column)
        printed = coerce_number(cell)
        if cell is None or one.expected is None:
            continue
        if printed.problem:
            message = f"jumlah tercetak tidak dapat dibaca: {printed.problem}"
        elif printed.value is None or abs(printed.value - one.expected) < RUPIAH_TOLERANCE:
            continue
        else:
            off = printed.value - one.expected
            message = (
                f"jumlah tercetak {exact(printed.value)} berbeda dari jumlah baris "
                f"rinciannya {exact(one.expected)} "
                f"({off_by(off)}). "
                "Yang dipakai jumlah baris rinciannya."
            )
        findings.append(total_finding(sheet, cell, one=one, message=message))
    return findings


def year_against_quarters(
    sheet: SheetData,
    cell: Cell | None,
    *,
    year: float | None,
    quarters: Mapping[str, float | None],
    table: str,
    field: str,
    period: str | None,
) -> Finding | None:
    """FRM-03: the printed year value of a row is not the sum of its quarters."""
    known = [value for value in quarters.values() if value is not None]
    if cell is None or year is None or not known:
        return None
    together = math.fsum(known)
    if math.isclose(year, together, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE):
        return None
    return finding(
        "FRM-03",
        f"{sheet.name}!{cell.address}: angka tahunan tercetak {exact(year)} berbeda "
        f"dari jumlah triwulannya {exact(together)}. Yang dipakai angka tercetak.",
        remedy="Periksa angka tiap triwulan dan rumus angka tahunan pada baris itu.",
        table=table,
        column=field,
        sheet=sheet.name,
        address=cell.address,
        row=cell.row,
        period=period,
        content=cell.raw,
    )


def hidden_content(
    workbook: WorkbookData, sheet: SheetData, body: FormBody, *, columns: Sequence[int]
) -> list[Finding]:
    """FRM-02: one finding that lists hidden rows, columns and sheets that hold data."""
    rows = [row.row for row in body.rows if row.is_hidden]
    hidden = sorted(set(columns) & sheet.hidden_columns)
    sheets = [s.name for s in workbook.sheets if not s.visible and s.cells]
    parts: list[str] = []
    if rows:
        parts.append(f"baris tersembunyi berisi data: {ranges(rows)}")
    if hidden:
        letters = ", ".join(column_letter(column) for column in hidden)
        parts.append(f"kolom tersembunyi berisi data: {letters}")
    if sheets:
        names = ", ".join(f"'{clip(name, cap=31)}'" for name in sheets[:6])
        parts.append(f"lembar tersembunyi tidak dibaca: {names}")
    if not parts:
        return []
    counted = " Bagian itu tetap dihitung." if rows or hidden else ""
    return [
        finding(
            "FRM-02",
            f"{sheet.name}: {'; '.join(parts)}.{counted}",
            remedy="Tampilkan bagian itu, lalu hapus bila memang tidak berlaku.",
            sheet=sheet.name,
            address=f"A{rows[0]}" if rows else None,
            row=rows[0] if rows else None,
            content=ranges(rows) if rows else None,
        )
    ]


def off_by(off: float) -> str:
    """By how much a printed sum lies above or below that of its parts."""
    return f"{'lebih' if off > 0 else 'kurang'} {exact(abs(off))}"


def ranges(rows: Sequence[int]) -> str:
    """Ascending rows in short: [40, 41, 43] -> '40-41, 43'."""
    groups: list[list[int]] = []
    for row in rows:
        if groups and row == groups[-1][-1] + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    short = [str(g[0]) if len(g) == 1 else f"{g[0]}-{g[-1]}" for g in groups[:_MOST_RANGES]]
    more = len(groups) - _MOST_RANGES
    return ", ".join(short) + (f", dan {more} kelompok lagi" if more > 0 else "")


def total_finding(sheet: SheetData, cell: Cell, *, one: Sum, message: str) -> Finding:
    """FRM-01 for a printed sum, with its formula."""
    formula = f" (={clip(cell.formula, cap=60)})" if cell.formula else ""
    return finding(
        "FRM-01",
        f"{sheet.name}!{cell.address}: {message}",
        remedy=(
            f"Periksa rumus {cell.address}{formula}; pastikan setiap baris rincian dijumlahkan "
            "tepat satu kali."
        ),
        table="anggaran",
        column=one.field,
        sheet=sheet.name,
        address=cell.address,
        row=cell.row,
        period=one.period,
        content=cell.raw,
    )


def _no_tree(sheet: SheetData) -> Finding:
    return finding(
        "FRM-01",
        f"{sheet.name}: baris rincian anggaran tidak dapat dibedakan dari jumlahnya, karena tidak "
        "ada kode kegiatan dan tidak ada rumus penjumlahan. Anggaran tidak dibaca.",
        remedy="Kirim berkas asli dengan rumusnya, atau isi kolom kode program/kegiatan.",
        table="anggaran",
        column="pagu",
        sheet=sheet.name,
    )
