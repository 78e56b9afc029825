"""The tables of one file: its mark, its own remarks, and the reports it falls into.

Belongs here: what is said of a file as a whole; joining and splitting the reports of several
agencies that came in one file.
Stays out: reading a file and landing it (`submission`), which agencies it holds (`forms.tidy`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from dagster_project.sae.contract.rows import Gathered, Rows
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.findings import Finding, finding
from dagster_project.sae.intake.forms.reading import Reading

_CELLS = "lembar"


def join_parts(parts: Sequence[Mapping[str, Rows]]) -> dict[str, Rows]:
    """The tables of all reports of a file; the cells of its sheets are the same and stand once."""
    tables: dict[str, Gathered] = {}
    for part in parts:
        for name, rows in part.items():
            if name != _CELLS or name not in tables:
                tables.setdefault(name, Gathered()).add(rows)
    return {name: gathered.rows() for name, gathered in tables.items()}


def split_parts(tables: Mapping[str, Rows]) -> list[dict[str, Rows]]:
    """The tables of each report of a file; all have its cells."""
    digests = [file["sha256_berkas"] for file in tables["berkas"].dicts()]
    if len(digests) == 1:
        return [dict(tables)]
    return [
        {
            name: rows
            if name == _CELLS
            else Rows.of([row for row in rows.dicts() if row["sha256_berkas"] == digest])
            for name, rows in tables.items()
        }
        for digest in digests
    ]


def content_mark(reading: Reading) -> str:
    """Hash of what a file says, wherever it stands: a workbook saved again says the same."""
    hasher = sha256()
    for name in sorted(set(reading.tables) - {"peta"}):
        rows = Rows.of(reading.tables[name])
        for column, values in sorted(zip(rows.names, rows.columns, strict=True)):
            if column != "baris" and values:  # an empty sheet says nothing, whatever its header
                hasher.update(repr((name, column, values)).encode())
    return hasher.hexdigest()


def remark_findings(workbook: WorkbookData) -> list[Finding]:
    """STR-10 for each row of a CSV that could not be read, STR-11 for letters that were decided."""
    return [
        finding(
            "STR-10" if remark.kind == "row" else "STR-11",
            f"{sheet.name}.csv{f' baris {remark.line}' if remark.line else ''}: {remark.text}",
            remedy=(
                "Betulkan baris itu sehingga kolomnya sama banyak dengan kepala tabel, lalu kirim "
                "lagi."
                if remark.kind == "row"
                else "Periksa huruf beraksen; sebaiknya simpan sebagai 'CSV UTF-8'."
            ),
            sheet=sheet.name,
            row=remark.row,
        )
        for sheet in workbook.sheets
        for remark in sheet.remarks
    ]
