"""Workbooks that another program saved again are marked like the first one."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.xml.functions import fromstring

from dagster_project.sae.answer.copy.marked import marked_copy
from dagster_project.sae.answer.copy.notes import _SPACES, merge_boxes
from dagster_project.sae.answer.copy.styles import BLOCKING
from dagster_project.sae.answer.write import write_answer

OFFICE = shutil.which("soffice")


def by_openpyxl(path: Path, folder: Path) -> Path:
    book = openpyxl.load_workbook(path)
    book.save(folder / path.name)
    return folder / path.name


def by_libreoffice(path: Path, folder: Path) -> Path:
    subprocess.run(
        [
            *(str(OFFICE), f"-env:UserInstallation=file://{folder}/profil", "--headless"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / path.name


def like_google(path: Path, folder: Path) -> Path:
    """In the manner of Google Sheets' export: no properties, inline texts, bare rows and cells.

    Made by hand, for no such program is at hand here.
    """
    target = folder / path.name
    texts = [
        re.sub(r"<[^>]+>", "", item)
        for item in re.findall(
            r"<si>(.*?)</si>", zipfile.ZipFile(path).read("xl/sharedStrings.xml").decode(), re.S
        )
    ]
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name).decode()
            if name.startswith("docProps") or name == "xl/sharedStrings.xml":
                continue
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(r' spans="[^"]*"', "", data)
                data = re.sub(
                    r'<c r="([A-Z]+\d+)"([^>]*) t="s"><v>(\d+)</v></c>',
                    lambda m: (
                        f'<c r="{m[1]}"{m[2]} t="inlineStr"><is><t>{texts[int(m[3])]}</t></is></c>'
                    ),
                    data,
                )
                data = re.sub(r"<f>", '<f t="shared" ref="B4" si="0">', data)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                gone = r"<(?:Relationship|Override) [^>]*(?:docProps|sharedStrings)[^>]*/>"
                data = re.sub(gone, "", data)
            copy.writestr(name, data)
    return target


PROGRAMS = [
    pytest.param(by_openpyxl, id="openpyxl"),
    pytest.param(
        by_libreoffice,
        id="libreoffice",
        marks=pytest.mark.libreoffice,  # `make compat-libreoffice`, which installs it
    ),
    pytest.param(like_google, id="google"),
]


@pytest.fixture(params=PROGRAMS)
def saved(request, workbook, tmp_path):
    (tmp_path / "lagi").mkdir()
    return request.param(workbook, tmp_path / "lagi")


def opened(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def marks(book):
    return {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet
        for cell in row
        if cell.fill.fgColor.rgb == BLOCKING
    }


def notes(book):
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet
        for cell in row
        if cell.comment
    }


def test_it_is_marked_and_its_own_notes_stay(saved, told, remark):
    book = opened(marked_copy(saved, told(saved, remark(), remark(cell="B3"))))
    assert marks(book) == {"REALISASI!B2", "REALISASI!B3"}
    found = notes(book)
    assert found["REALISASI!A1"] == "definisi kolom"
    assert found["REALISASI!B3"].startswith("catatan operator")
    assert "ANG-02" in found["REALISASI!B3"]
    assert book["REALISASI"]["B3"].value == 0.25


@pytest.mark.parametrize("program", PROGRAMS[:2])
def test_a_copy_that_was_saved_again_loses_the_old_marks(workbook, told, remark, tmp_path, program):
    first = tmp_path / "bertanda" / workbook.name
    first.parent.mkdir()
    first.write_bytes(marked_copy(workbook, told(workbook, remark(), remark(cell="B3"))))
    (tmp_path / "lagi").mkdir()
    mended = program(first, tmp_path / "lagi")
    book = opened(marked_copy(mended, told(mended, remark(message="Masih kosong."))))
    assert marks(book) == {"REALISASI!B2"}
    found = notes(book)
    assert found["REALISASI!B2"].count("[SAE]") == 1
    assert "Masih kosong." in found["REALISASI!B2"]
    assert found["REALISASI!B3"].strip() == "catatan operator"


def test_a_file_that_cannot_be_marked_says_why(workbook, told, remark, tmp_path):
    strange = tmp_path / "aneh" / workbook.name
    strange.parent.mkdir()
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(strange, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, b"<styleSheet/>" if name == "xl/styles.xml" else source.read(name))
    written = write_answer(told(strange, remark()), strange, tmp_path / "kembali")
    assert not written.is_copy
    listed = openpyxl.load_workbook(written.workbook)["PERBAIKAN"]
    said = " ".join(str(c.value) for row in listed.iter_rows(max_row=6) for c in row if c.value)
    assert "tanpa salinan bertanda" in said
    assert "Simpan Sebagai .xlsx" in said


@pytest.mark.libreoffice
def test_the_list_prints_on_pages_of_one_width(workbook, told, remark, tmp_path):
    long = " ".join(["Penjelasan yang panjang sekali tentang sebuah sel."] * 8)
    many = [
        remark(cell=f"{letter}{row}", rule=f"ANG-{row:02d}", message=long, remedy=long)
        for letter in "BC"
        for row in range(2, 12)
    ]
    copy = tmp_path / "salinan.xlsx"
    copy.write_bytes(marked_copy(workbook, told(workbook, *many)))
    book = openpyxl.load_workbook(copy)
    for name in book.sheetnames:
        if name != "PERBAIKAN":
            del book[name]
    assert book["PERBAIKAN"].page_setup.fitToHeight == 0
    book.save(tmp_path / "daftar.xlsx")
    subprocess.run(
        [
            *(str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profil", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "daftar.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    told_ = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "daftar.pdf"), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    pages = [page for page in told_.split("\f") if page.strip()]
    assert len(pages) > 1
    assert "Cara memperbaiki" in pages[0]
    assert all("Penjelasan" in page for page in pages)


@pytest.mark.parametrize(
    "root",
    [
        '<xml xmlns:v="{v}" xmlns:o="{o}" xmlns:x="{x}"><o:shapelayout v:ext="edit"/></xml>',
        '<xml xmlns:ns0="{o}" xmlns:ns1="{v}" xmlns:ns2="{x}"><ns0:shapelayout ns1:ext="e"/></xml>',
        '<xml><ns0:shapelayout xmlns:ns0="{o}" xmlns:ns1="{v}" ns1:ext="edit"/></xml>',
    ],
    ids=["excel", "openpyxl", "openpyxl with lxml"],
)
def test_boxes_of_notes_are_added_under_whatever_names_their_namespaces_have(root):
    data = root.format(**_SPACES).encode()
    once = merge_boxes(data, frozenset({(2, 2), (3, 1)}), gone=frozenset())
    tree = fromstring(once)
    shapes = tree.findall(f"{{{_SPACES['v']}}}shape")
    rows = [shape.find(f".//{{{_SPACES['x']}}}Row").text for shape in shapes]
    assert rows == ["1", "2"]
    again = merge_boxes(once, frozenset({(2, 2)}), gone=frozenset({(3, 1)}))
    assert len(fromstring(again).findall(f"{{{_SPACES['v']}}}shape")) == 1
