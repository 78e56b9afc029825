"""Nothing that is not for everybody reaches the public subset, not even as a byte of its file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.pages.reader import read_tables
from dagster_project.sae.pages.subset import WITHHELD, write_subset
from dagster_project.sae.release import change_table
from dagster_project.sae.release.dictionary import load_public, load_texts

NIK = "3513014501900001"
PHONE = "081234567890"
HIDDEN_NAME = "Jumlah laporan rahasia kepala seksi"
HOSTILE = "<script>alert(1)</script>"

TABLES = {
    "dim_indikator": f"""select * from (values
        ('A', 'A-1', 1, date '2026-01-01', 'Lama sekolah', true),
        ('A', 'A-2', 1, date '2026-01-01', '{HIDDEN_NAME}', false),
        ('A', 'A-3', 1, date '2026-01-01', 'Dahulu umum', true),
        ('A', 'A-3', 2, date '2026-04-01', 'Dahulu umum', false))
        as t(kode_opd, id_indikator, versi_definisi, berlaku_dari, nama_indikator,
        is_layak_publik)""",
    "kpi_indikator": """select * from (values
        ('A-1', 6.5, true, true, '{hostile}'), ('A-1', 7.7, false, true, ''),
        ('A-2', 9111.5, true, true, ''), ('A-3', 9222.5, true, true, ''))
        as t(id_indikator, realisasi, is_rilis, is_layak_publik, catatan_dalam)""".replace(
        "{hostile}", HOSTILE
    ),
    "kpi_opd": f"""select 'A' as kode_opd, '{PHONE}' as kontak,
        'Data {NIK} dicocokkan dengan {HIDDEN_NAME.upper()} pada A-2.' as pelajaran""",
    "mutu_keputusan": """select * from (values
        ('A-1', 'OPD ditahan: STR-07: SAMPUL!B1: belum sah | ANG-08: Nilai 296,42 di luar batas'),
        ('A-1', 'Angka sejak awal tahun: ada triwulan sebelumnya yang ditahan.'),
        ('A-2', 'ANG-08: Nilai 9.333,5')) as t(id_indikator, alasan)""",
    "kpi_kolaborasi": "select 'A' as kode_opd, 'A-1, A-2, A-3' as daftar_indikator",
    "mutu_berkas": """select * from (values ('baik.xlsx', 'DITERIMA'), ('KTP Budi.xlsx', 'DITOLAK'))
        as t(nama_berkas, hasil)""",
}
SHAPES = {
    ("kpi_opd", "kode_opd"): "UTUH",
    ("kpi_opd", "pelajaran"): "UTUH",
    ("kpi_indikator", "id_indikator"): "UTUH",
    ("kpi_indikator", "realisasi"): "UTUH",
    ("dim_indikator", "id_indikator"): "UTUH",
    ("dim_indikator", "nama_indikator"): "UTUH",
    ("mutu_keputusan", "alasan"): "ATURAN",
    ("kpi_kolaborasi", "daftar_indikator"): "DAFTAR",
    ("mutu_berkas", "nama_berkas"): "UTUH",
    ("kamus_data", "tabel"): "UTUH",
    ("kamus_data", "kolom"): "UTUH",
}


@pytest.fixture
def subset(write_release, tmp_path: Path) -> Path:
    return write_subset(write_release(TABLES, public=SHAPES), tmp_path / "publik.duckdb")


def test_only_released_rows_of_public_indicators_are_in_it(subset):
    tables = read_tables(subset)
    assert [tuple(row) for row in tables["kpi_indikator"]] == [("A-1", 6.5)]
    assert [tuple(row) for row in tables["dim_indikator"]] == [("A-1", "Lama sekolah")]


def test_a_column_that_is_not_listed_is_not_in_it(subset):
    tables = read_tables(subset)
    assert tables["kpi_opd"][0]._fields == ("kode_opd", "pelajaran")
    assert {(row.tabel, row.kolom) for row in tables["kamus_data"]} == set(SHAPES)


def test_a_reason_names_its_rules_but_not_the_held_figure(subset):
    assert sorted(row.alasan for row in read_tables(subset)["mutu_keputusan"]) == [
        "Angka sejak awal tahun: ada triwulan sebelumnya yang ditahan.",
        "OPD ditahan: ANG-08, STR-07",
    ]


def test_a_list_of_indicators_keeps_the_public_ones(subset):
    assert [row.daftar_indikator for row in read_tables(subset)["kpi_kolaborasi"]] == ["A-1"]


def test_a_text_loses_identity_numbers_and_names_of_what_is_not_public(subset):
    [row] = read_tables(subset)["kpi_opd"]
    assert row.pelajaran == f"Data [disamarkan] dicocokkan dengan {WITHHELD} pada {WITHHELD}."


CHANGES = {
    "perubahan": f"""select row_number() over () as nomor, * from (values
        ('kpi_indikator', 'id_indikator=A-1; dimensi={PHONE}', 'A-1', 'Lama sekolah', 'realisasi',
         '6', ''),
        ('kpi_indikator', 'id_indikator=A-1', 'A-1', 'Lama sekolah', 'catatan_dalam', '1', ''),
        ('kpi_indikator', 'id_indikator=A-2', 'A-2', '{HIDDEN_NAME}', 'realisasi', '1', ''),
        ('kpi_opd', 'kode_opd=A', null, '{HIDDEN_NAME}', 'pelajaran', 'NIK {NIK}', 'kini 296,42'),
        ('kpi_swadaya', 'kunci=abc:1', null, null, 'uraian', 'a', ''))
        as t(tabel, kunci, id_indikator, nama, kolom, lama, penjelasan)"""
}
CHANGE_SHAPES = {
    ("perubahan", name): "UTUH"
    for name in ("nomor", "tabel", "kunci", "id_indikator", "nama", "kolom", "lama")
}


def test_changes_are_told_of_public_columns_of_public_indicators(write_release, tmp_path):
    release = write_release(TABLES | CHANGES, public=SHAPES | CHANGE_SHAPES)
    file = write_subset(release, tmp_path / "publik.duckdb")
    rows = [(row.id_indikator, row.nama, row.kolom) for row in read_tables(file)["perubahan"]]
    assert rows == [("A-1", "Lama sekolah", "realisasi"), (None, WITHHELD, "pelajaran")]
    content = file.read_bytes()
    assert [text for text in ("296,42", NIK, PHONE, "uraian") if text.encode() in content] == []


VIEW = """create view kini_indikator as
    select id_indikator, nama_indikator, label_data from dim_indikator"""


def test_a_view_is_made_again_over_the_public_rows(write_release, tmp_path):
    query = TABLES["dim_indikator"].replace("select *", "select *, 'x' as label_data")
    shapes = SHAPES | {
        (table, name): "UTUH"
        for table in ("dim_indikator", "kini_indikator")
        for name in ("id_indikator", "nama_indikator", "label_data")
    }
    release = write_release(TABLES | {"dim_indikator": query}, public=shapes, views=(VIEW,))
    file = write_subset(release, tmp_path / "publik.duckdb")
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("from kini_indikator").fetchall() == [
            ("A-1", "Lama sekolah", "x")
        ]
        assert connection.execute(
            "select comment from duckdb_columns() where table_name = 'kini_indikator'"
        ).fetchall() == [("Arti id_indikator.",), ("Arti nama_indikator.",), ("Arti label_data.",)]


def test_not_one_byte_of_what_is_hidden_is_in_the_file(subset):
    content = subset.read_bytes().lower()
    hidden = [
        NIK, PHONE, HIDDEN_NAME, "9.333", "296,42", HOSTILE, "KTP Budi", "Dahulu umum", "kontak",
    ]  # fmt: skip
    assert [text for text in hidden if text.lower().encode() in content] == []
    assert b"lama sekolah" in content, "the file can be searched as it is: it is not compressed"


def test_the_same_release_gives_the_same_bytes(write_release, tmp_path):
    release = write_release(TABLES, public=SHAPES)
    files = [write_subset(release, tmp_path / f"{n}.duckdb") for n in range(2)]
    assert len({hashlib.sha256(file.read_bytes()).hexdigest() for file in files}) == 1


def test_a_release_without_a_dictionary_of_public_columns_shows_nothing(write_release, tmp_path):
    file = write_subset(write_release(TABLES, public={}), tmp_path / "publik.duckdb")
    assert list(read_tables(file)) == []


def test_the_public_list_names_only_columns_that_are_published():
    texts = load_texts(PROJECT_ROOT / "dbt") | {change_table.TABLE: change_table.TEXT}
    published = {(table, column) for table, text in texts.items() for column in text.columns}
    listed = load_public(PROJECT_ROOT / "dbt" / "seeds" / "policy")
    assert sorted(set(listed) - published) == []


@pytest.mark.parametrize(
    "private",
    [
        ("rilis", "disetujui_oleh"),
        ("mutu_temuan", "pesan"),
        ("kpi_tindak_lanjut", "dukungan_diminta_ke_bupati"),
        ("kpi_komunikasi", "nama_tim_kreatif"),
        ("konflik_sumber", "daftar_nilai"),
    ],
)
def test_what_repeats_held_figures_or_names_staff_is_not_public(private):
    assert private not in load_public(PROJECT_ROOT / "dbt" / "seeds" / "policy")
