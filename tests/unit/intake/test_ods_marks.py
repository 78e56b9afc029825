"""What an .ods shows beside its values: failed formulas, empty results, percents.

The parts are written as LibreOffice writes them.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dagster_project.sae.intake.file.reader import read_workbook

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
OLD_ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
    "<text:p>Err:502</text:p></table:table-cell>"
)
BLANK = (
    '<table:table-cell table:formula="of:=IF(1;&quot;&quot;;2)" office:value-type="string" '
    'office:string-value=""><text:p></text:p></table:table-cell>'
)
UNCOUNTED = '<table:table-cell table:formula="of:=1+1"/>'
PERCENT = (
    '<table:table-cell office:value-type="percentage" office:value="0.8616">'
    "<text:p>86.16%</text:p></table:table-cell>"
)
SHOWN_PLAIN = (
    '<table:table-cell office:value-type="percentage" office:value="86.16">'
    "<text:p>86.16</text:p></table:table-cell>"
)
NUMBER = (
    '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p>'
    "</table:table-cell>"
)


@pytest.fixture
def sheet(tmp_path: Path):
    def write(*cells: str):
        path = tmp_path / "a.ods"
        content = (
            f'<?xml version="1.0"?><office:document-content {NAMES}><office:body>'
            f'<office:spreadsheet><table:table table:name="A"><table:table-row>{"".join(cells)}'
            "</table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>"
        )
        manifest = (
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
            archive.writestr("META-INF/manifest.xml", manifest)
        [found] = read_workbook(path, file_name="a.ods").sheets
        return found

    return write


@pytest.mark.parametrize(("cell", "text"), [(ERROR, "#DIV/0!"), (OLD_ERROR, "Err:502")])
def test_a_failed_formula_is_an_error_and_never_an_empty_cell(cell, text, sheet):
    found = sheet(NUMBER, cell, NUMBER)
    assert [(c.address, c.kind) for c in found.cells.values()] == [
        ("A1", "number"),
        ("B1", "error"),
        ("C1", "number"),
    ]
    assert found.cell(1, 2).raw == text


def test_an_empty_result_is_empty_and_a_formula_that_was_never_counted_is_told(sheet):
    found = sheet(NUMBER, BLANK, UNCOUNTED)
    assert found.cell(1, 2) is None
    assert found.cell(1, 3).kind == "formula_empty"


def test_a_percent_format_that_shows_no_percent_is_no_percent(sheet):
    found = sheet(PERCENT, SHOWN_PLAIN)
    assert [bool(c.number_format) for c in found.cells.values()] == [True, False]
