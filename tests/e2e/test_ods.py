"""The workbook of the template as .ods says the same as the .xlsx it was made from."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.context import ReaderContext
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.submission import Submission, Task, read_submission

SAMPLE = PROJECT_ROOT / "data_raw" / "contoh"
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="{NAMESPACE}:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>
</manifest:manifest>"""


def written(cell: Cell | None) -> str:
    if cell is None:
        return "<table:table-cell/>"
    value = cell.value
    if isinstance(value, (date, datetime)):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()[:10]}"'
        return f"<table:table-cell {kind}/>"
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def write_ods(book: WorkbookData, path: Path) -> None:
    tables = []
    for sheet in book.sheets:
        rows = "".join(
            f"<table:table-row>{cells}</table:table-row>"
            for row in range(1, sheet.max_row + 1)
            for cells in [
                "".join(written(sheet.cell(row, c)) for c in range(1, sheet.max_column + 1))
            ]
        )
        tables.append(f'<table:table table:name="{escape(sheet.name)}">{rows}</table:table>')
    spaces = " ".join(
        f'xmlns:{name}="{NAMESPACE}:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2">'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)


def read(path: Path, context: ReaderContext) -> Submission:
    received = "2026-10-10T08:00:00"
    size = path.stat().st_size
    task = Task(str(path), "0" * 64, path.name, size, received, received, "uji")
    return read_submission(task, context)


def comparable(found: Submission) -> dict[str, list[dict[str, Any]]]:
    """Landing rows without what a file format decides: its name, size and raw types."""
    tables = {name: rows.dicts() for name, rows in found.tables.items() if name != "lembar"}
    for row in tables["berkas"]:
        del row["nama_berkas"], row["ukuran"]
    return tables


@pytest.mark.parametrize("stem", ["1.02.01_2026_TW3_v1", "1.01.01_2025_THN_v1"])
def test_an_ods_lands_the_same_rows_and_findings_as_the_xlsx(stem: str, tmp_path: Path) -> None:
    profile = PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo"
    context = ReaderContext.load(PROJECT_ROOT / "data_raw" / "layouts", profile)
    source = SAMPLE / f"{stem}.xlsx"
    copy = tmp_path / f"{stem}.ods"
    write_ods(read_workbook(source, file_name=source.name), copy)
    of_ods, of_xlsx = comparable(read(copy, context)), comparable(read(source, context))
    assert of_ods == of_xlsx
    assert len(of_ods["realisasi"]) > 5
