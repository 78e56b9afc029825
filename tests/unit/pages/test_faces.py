"""The public folder as a whole: nothing that is hidden is in any of its files, in any form."""

from __future__ import annotations

import csv
import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.pages.faces import write_faces
from dagster_project.sae.release.dictionary import load_public
from tests.unit.pages.made import (
    card,
    figure,
    indicator,
    news_rules,
    pillar,
    row,
    tables,
    write_file,
)

NIK = "3513014501900001"
CONTACT = "081234567890"
PRIVATE = "Jumlah laporan rahasia kepala seksi"
HOSTILE = "<script>document.title='kena'</script>"
FORMULA = '=HYPERLINK("http://contoh.invalid")'
ASKED = "Dukungan yang dirahasiakan"
HIDDEN = [NIK, CONTACT, PRIVATE, "9111.5", "9.111,5", "296,42", ASKED]

ROWS = (
    pillar(),
    row("dim_opd", kode_opd="1.01", nama_opd=HOSTILE, is_berlaku=True),
    indicator("I-1", definisi_operasional=FORMULA),
    indicator("I-2", name=PRIVATE, is_layak_publik=False),
    figure("I-1", is_layak_publik=True, level_hasil="OUTCOME"),
    figure("I-2", realisasi=9111.5, is_layak_publik=False, level_hasil="OUTCOME"),
    *news_rules(),
    card(pelajaran=f"Warga dengan NIK {NIK} dibantu."),
    row(
        "kpi_tindak_lanjut", id_tindak_lanjut="T-1", kode_opd="1.01", id_indikator="I-1",
        tahun=2026, periode="TW1", is_terbuka=True, posisi="BERJALAN", is_layak_publik=True,
        rencana_tindak_lanjut="Guru ditambah.",
    ),
    row(
        "mutu_keputusan", entitas="BARIS", keputusan="tahan", status="gagal", tahun=2026,
        periode="TW2", id_indikator="I-1", kode_opd="1.01",
        alasan="ANG-08: REALISASI!J2: Nilai 296,42 di luar batas wajar.",
    ),
)  # fmt: skip


def write_internal(folder: Path) -> Path:
    """A release file as a run leaves it: the rows above, private columns, its dictionary."""
    public = load_public(PROJECT_ROOT / "dbt" / "seeds" / "policy")
    write_file(folder / "sae.duckdb", tables(*ROWS))
    with duckdb.connect(str(folder / "sae.duckdb")) as connection:
        connection.execute("alter table kpi_opd add column kontak_operator varchar")
        connection.execute("update kpi_opd set kontak_operator = ?", [CONTACT])
        connection.execute(
            "alter table kpi_tindak_lanjut add column dukungan_diminta_ke_bupati varchar"
        )
        connection.execute("update kpi_tindak_lanjut set dukungan_diminta_ke_bupati = ?", [ASKED])
        connection.execute("drop table kamus_data")
        connection.execute(
            "create table kamus_data (tabel varchar, kolom varchar, tipe varchar, "
            "deskripsi_id varchar, deskripsi_en varchar, bentuk_publik varchar, "
            "is_kunci boolean default false, rujukan varchar default '')"
        )
        for table, column, kind in connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall():
            connection.execute(
                "insert into kamus_data (tabel, kolom, tipe, deskripsi_id, "
                "deskripsi_en, bentuk_publik) values (?, ?, ?, ?, ?, ?)",
                [table, column, kind, f"Arti {column}.", "", public.get((table, column), "")],
            )
    return folder


@pytest.fixture(scope="module")
def public(tmp_path_factory) -> Path:
    folder = write_internal(tmp_path_factory.mktemp("rilis"))
    write_faces(folder)
    return folder / "publik"


def texts(public: Path) -> Iterator[tuple[str, bytes]]:
    """Everything in the folder as bytes that can be searched: packed files unpacked."""
    for path in sorted(public.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(public).as_posix()
        yield name, name.encode() + path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as packed:
                yield name, b"\n".join(packed.read(part) for part in packed.namelist())
        if path.suffix == ".parquet":
            yield name, repr(pq.read_table(path).to_pylist()).encode()


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_file_holds_a_byte_of_what_is_hidden(public, hidden):
    wanted = hidden.lower().encode()
    assert [name for name, content in texts(public) if wanted in content.lower()] == []


def test_the_material_of_the_meeting_lies_beside_the_public_folder_and_tells_more(public):
    material = public.parent / "bahan"
    files = sorted(path.name for path in material.iterdir())
    assert files == ["bahan-rakorev.pptx", "formulir", "gaya.css", "index.html"]
    assert ASKED in (material / "index.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(material / "bahan-rakorev.pptx") as packed:
        slides = [packed.read(name) for name in packed.namelist() if "slides/slide" in name]
    assert any(ASKED.encode() in slide for slide in slides)
    written = [path for path in material.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in written} == {0o444}


def test_the_press_pack_tells_of_public_figures_only(public):
    content = json.loads((public / "paket" / "daftar.json").read_text(encoding="utf-8"))
    assert [(one["id_indikator"], one["keterangan"]) for one in content["kabar"]] == [
        ("I-1", "KARTU")
    ]
    pictures = sorted(path.name for path in (public / "paket").glob("*.png"))
    assert pictures == ["meleset-I-1-2026-TW1-lebar.png", "meleset-I-1-2026-TW1-persegi.png"]


def test_a_page_shows_a_hostile_name_as_text(public):
    pages = [path.read_text(encoding="utf-8") for path in public.rglob("*.html")]
    assert not any(HOSTILE in page for page in pages)
    assert any("&lt;script&gt;document.title=" in page for page in pages)


def test_downloads_hold_the_same_public_rows(public):
    with (public / "data" / "kpi_indikator.csv").open(encoding="utf-8-sig", newline="") as stream:
        from_csv = [
            (one["id_indikator"], float(one["realisasi"])) for one in csv.DictReader(stream)
        ]
    table = pq.read_table(public / "data" / "kpi_indikator.parquet").to_pylist()
    sheet = openpyxl.load_workbook(public / "data" / "sae-publik.xlsx")["kpi_indikator"]
    head, *rows = list(sheet.iter_rows(values_only=True))
    place = head.index("realisasi")
    assert from_csv == [("I-1", 12.5)]
    assert [(one["id_indikator"], one["realisasi"]) for one in table] == from_csv
    assert [(one[head.index("id_indikator")], one[place]) for one in rows] == from_csv


def test_no_download_runs_a_formula_that_somebody_typed(public):
    text = (public / "data" / "dim_indikator.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    book = openpyxl.load_workbook(public / "data" / "sae-publik.xlsx")
    cells = [cell for sheet in book for one in sheet.iter_rows() for cell in one]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_the_checksums_are_those_of_every_file(public):
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"],
        cwd=public,
        capture_output=True,
        text=True,
    )
    listed = (public / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    files = [path for path in public.rglob("*") if path.is_file()]
    assert (done.returncode, done.stdout) == (0, "")
    assert len(listed) == len(files) - 1


def test_the_same_release_gives_the_same_bytes(public, tmp_path):
    write_faces(write_internal(tmp_path))
    again = tmp_path / "publik"
    assert (again / "SHA256SUMS").read_text() == (public / "SHA256SUMS").read_text()


def test_every_file_is_read_only(public):
    assert {path.stat().st_mode & 0o777 for path in public.rglob("*") if path.is_file()} == {0o444}
