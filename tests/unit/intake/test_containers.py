"""The same report, written the way other programs write it, is read to the same cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.file.reader import read_workbook

REPORT = PROJECT_ROOT / "data_raw" / "contoh" / "1.02.01_2026_TW3_v1.xlsx"
Parts = dict[str, bytes]

_OOXML = b"http://schemas.openxmlformats.org/"
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRING = re.compile(rb'<c ([^>]*?)t="s"([^>]*)><v>(\d+)</v></c>')


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def in_sheets(change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    return lambda parts: {
        name: change(data) if name.startswith("xl/worksheets/sheet") else data
        for name, data in parts.items()
    }


def in_strings(change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    return lambda parts: parts | {"xl/sharedStrings.xml": change(parts["xl/sharedStrings.xml"])}


def inline_strings(parts: Parts) -> Parts:
    strings = re.findall(rb"<si>(.*?)</si>", parts["xl/sharedStrings.xml"], re.DOTALL)

    def inline(found: re.Match[bytes]) -> bytes:
        return b'<c %bt="inlineStr"%b><is>%b</is></c>' % (
            *(found[1], found[2], strings[int(found[3])]),
        )

    changed = in_sheets(lambda data: _STRING.sub(inline, data))(parts)
    return {name: data for name, data in changed.items() if name != "xl/sharedStrings.xml"}


def strict(parts: Parts) -> Parts:
    return {
        name: data.replace(
            _OOXML + b"spreadsheetml/2006/main", _STRICT + b"spreadsheetml/main"
        ).replace(
            _OOXML + b"officeDocument/2006/relationships",
            _STRICT + b"officeDocument/relationships",
        )
        for name, data in parts.items()
    }


def targets(change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    name = "xl/_rels/workbook.xml.rels"

    def written(found: re.Match[bytes]) -> bytes:
        return b'Target="%b"' % change(found[1])

    return lambda parts: parts | {name: re.sub(rb'Target="([^"]*)"', written, parts[name])}


def in_utf_16(data: bytes) -> bytes:
    return data.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def prefixed(data: bytes) -> bytes:
    return re.sub(rb"<(/?)(?![?!])", rb"<\1x:", data).replace(b"xmlns=", b"xmlns:x=")


def rich(data: bytes) -> bytes:
    """Texts in two runs with a reading aid, as phones and East Asian programs write them."""
    return re.sub(
        rb"<si><t[^>]*>([^<&]{2})([^<&]+)</t></si>",
        rb'<si><r><t xml:space="preserve">\1</t></r><r><rPr><b/></rPr>'
        rb'<t xml:space="preserve">\2</t></r>'
        rb'<rPh sb="0" eb="1"><t>bacaan</t></rPh><phoneticPr fontId="1"/></si>',
        data,
    )


def dimension(reference: bytes) -> Callable[[bytes], bytes]:
    wanted = b'<dimension ref="%b"/>' % reference if reference else b""
    return lambda data: re.sub(rb'<dimension ref="[^"]*"/>', wanted, data)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(inline_strings, id="texts in the cells"),
        pytest.param(strict, id="strict namespaces"),
        pytest.param(targets(lambda target: b"/xl/" + target), id="absolute targets"),
        pytest.param(in_sheets(prefixed), id="prefixed elements"),
        pytest.param(in_strings(rich), id="rich text"),
        pytest.param(in_sheets(dimension(b"A1:XFD1048576")), id="a dimension of everything"),
        pytest.param(in_sheets(dimension(b"A1")), id="a dimension of one cell"),
        pytest.param(in_sheets(dimension(b"")), id="no dimension"),
        pytest.param(in_sheets(lambda data: b"\xef\xbb\xbf" + data), id="byte order mark"),
    ],
)
def test_another_program_writes_the_same_cells(change, tmp_path):
    before = parts_of(REPORT)
    after = change(before)
    assert after != before
    path = tmp_path / REPORT.name
    path.write_bytes(packed(after))
    wanted = read_workbook(REPORT, file_name=REPORT.name)
    found = read_workbook(path, file_name=REPORT.name)
    assert [sheet.name for sheet in found.sheets] == [sheet.name for sheet in wanted.sheets]
    for own, other in zip(found.sheets, wanted.sheets, strict=True):
        assert dict(own.cells) == dict(other.cells)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(targets(lambda target: b"./" + target), id="targets from here"),
        pytest.param(targets(lambda target: target.replace(b"/", b"\\")), id="backslashes"),
        pytest.param(in_sheets(in_utf_16), id="sheets in UTF-16"),
        pytest.param(in_strings(in_utf_16), id="texts in UTF-16"),
    ],
)
def test_what_the_values_reader_cannot_open_goes_back_with_how_to_save_it(change, tmp_path):
    path = tmp_path / REPORT.name
    path.write_bytes(packed(change(parts_of(REPORT))))
    with pytest.raises(UnreadableFileError, match=r"Simpan Sebagai \(Save As\) > Buku Kerja Excel"):
        read_workbook(path, file_name=REPORT.name)


def test_a_workbook_without_styles_has_no_certain_dates(tmp_path):
    parts = {n: d for n, d in parts_of(REPORT).items() if n != "xl/styles.xml"}
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", parts[rels])
    path = tmp_path / REPORT.name
    path.write_bytes(packed(parts))
    kinds = {
        cell.kind
        for sheet in read_workbook(path, file_name=REPORT.name).sheets
        for cell in sheet.cells.values()
    }
    assert "date" not in kinds
