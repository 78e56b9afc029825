"""A release small enough to read, with the one file it rests on.

Belongs here: what the tests of reading a release share.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.pull import pull

RELEASE = "R-2026-04-aaaaaaaaaaaa"
NAME = "1.02.01_2026_TW2_v1.csv"
SHEET = "1.02.01_2026_TW2_v1"
TABLE = (
    "id_indikator;nama_indikator;satuan;arah;target;realisasi;periode\n"
    "I-1;Anak stunting;%;Down;14;15,20;TW1\n"
    "I-1;Anak stunting;%;Down;14;16,5;TW2\n"
    "I-2;Rumah layak;%;Up;80;;TW2\n"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One file pulled and archived, and a small release that rests on it."""
    inbox = tmp_path / "masuk"
    inbox.mkdir()
    (inbox / NAME).write_text(TABLE, encoding="utf-8")
    installed = Settings(
        home=tmp_path / "var",
        profile="probolinggo",
        inbox=inbox,
        clock=datetime(2026, 7, 10, 8, 0),
    )
    assert pull(installed).accepted == 1
    sha = next(installed.archive.glob("*/*.csv")).stem
    serve(installed, sha)
    return installed


def figure(sha: str, name: str, period: str, cell: str, **more: Any) -> dict[str, Any]:
    return {
        "id_indikator": name,
        "tahun": 2026,
        "periode": period,
        "kode_wilayah": "35.13",
        "dimensi": "",
        "id_siklus": "RAKOREV-2026-03",
        "kode_opd": "1.02.01",
        "nama_opd": "Dinas Kesehatan",
        "kode_pilar": "SAE-3",
        "nama_indikator": "Anak stunting",
        "level_hasil": "OUTCOME",
        "jenis_indikator": "IKU",
        "status_data": "TERSEDIA",
        "status_capaian": "TERCAPAI",
        "capaian_tampil": 98.0,
        "jenis_agregasi": "KUMULATIF",
        "realisasi": 31.7,
        "realisasi_periode": 16.5,
        "is_turunan": False,
        "kunci": f"{name}:{period}",
        "sha256_berkas": sha,
        "lembar": SHEET,
        "sel": cell,
    } | more


def serve(settings: Settings, sha: str) -> None:
    finding = {
        "id_temuan": "t1",
        "id_aturan": "ANG-03",
        "tingkat": "B",
        "entitas": "baris",
        "kode_opd": "1.02.01",
        "id_siklus": "RAKOREV-2026-03",
        "id_indikator": "I-1",
        "tahun": 2026,
        "periode": "TW2",
        "kode_pilar": None,
        "sha256_berkas": sha,
        "sel": f"{SHEET}!Y3",
        "pesan": "Tanpa angka awal.",
        "status": "dikecualikan",
    }
    wide = finding | {"entitas": "opd", "id_indikator": None, "tahun": None, "periode": None}
    wide |= {"status": "gagal", "sel": None}
    of_another = wide | {"id_temuan": "t2", "id_aturan": "JJR-07", "id_indikator": "I-2"}
    of_itself = wide | {"id_temuan": "t3", "id_aturan": "JJR-07", "id_indikator": "I-1"}
    complaints = wide | {"id_temuan": "t4", "id_aturan": "JJR-08", "tingkat": "I"}
    late = wide | {"id_temuan": "t5", "id_aturan": "WKT-01", "tingkat": "P"}
    of_money = wide | {"id_temuan": "t6", "id_aturan": "AGR-02", "entitas": "anggaran"}
    phone = wide | {"id_temuan": "t7", "id_aturan": "STR-09", "entitas": "berkas", "tingkat": "I"}
    phone |= {"sel": "LAIN!F2"}
    decision = {
        "entitas": "BARIS",
        "kunci": "I-1:TW2",
        "kode_opd": "1.02.01",
        "id_indikator": "I-1",
        "tahun": 2026,
        "periode": "TW2",
        "kode_wilayah": "35.13",
        "dimensi": "",
        "keputusan": "rilis",
        "status": "lulus",
        "id_siklus": "RAKOREV-2026-03",
        "alasan": None,
        "is_bukti_lengkap": True,
    }
    held = decision | {
        "kunci": "I-2:TW2",
        "id_indikator": "I-2",
        "keputusan": "tahan",
        "status": "gagal",
        "alasan": "ANG-02: realisasi kosong.",
    }
    another = {"kode_opd": "2.08.01", "kunci": "lain", "status": "gagal", "keputusan": "tahan"}
    district = figure(sha, "I-5", "TW2", "F9", kunci="I-5:TW2:kec", kode_wilayah="35.13.01")
    output = figure(sha, "I-3", "TW2", "F4", level_hasil="OUTPUT")
    later = figure(sha, "I-4", "TW2", "F5", status_data="BELUM_RILIS", capaian_tampil=None)
    tables = {
        "rilis": [{"id_rilis": RELEASE, "label_data": "REKAAN"}],
        "kpi_indikator": [
            figure(sha, "I-1", "TW1", "F2", realisasi=15.2, realisasi_periode=15.2),
            figure(sha, "I-1", "TW2", "F3"),
            *(district, output, later),
        ],
        "kpi_pilar": [{"kode_pilar": "SAE-3", "tahun": 2026, "periode": "TW2", "cakupan": 50.0}],
        "dim_indikator": [
            {
                "id_indikator": name,
                "kode_pilar": "SAE-3",
                "kode_opd": "1.02.01",
                "nama_indikator": "Rumah layak",
                "level_hasil": "OUTCOME",
                "versi_definisi": 1,
                "id_siklus_mulai": "RAKOREV-2026-01",
            }
            for name in ("I-1", "I-2")
        ],
        "dim_wilayah": [
            {"kode_wilayah": "35.13", "kode_induk": None},
            {"kode_wilayah": "35.13.01", "kode_induk": "35.13"},
        ],
        "dim_periode": [
            {"id_siklus": "RAKOREV-2026-01", "selesai": "2025-12-31"},
            {"id_siklus": "RAKOREV-2026-03", "selesai": "2026-06-30"},
        ],
        "mutu_temuan": [finding, of_another, of_itself, complaints, late, of_money, phone],
        "mutu_keputusan": [
            decision,
            held,
            decision | another,
            held | {"kunci": "kec", "kode_wilayah": "35.13.01"},
        ],
        "aturan": [
            {
                "id_aturan": "ANG-01",
                "tingkat": "B",
                "judul": "Target",
                "tempat": "gx",
                "entitas": "baris",
            },
            {
                "id_aturan": "ANG-03",
                "tingkat": "B",
                "judul": "Baseline",
                "tempat": "gx",
                "entitas": "baris",
            },
            {
                "id_aturan": "FRM-03",
                "tingkat": "P",
                "judul": "Tahun",
                "tempat": "ingest",
                "entitas": "baris",
            },
            {
                "id_aturan": "STR-06",
                "tingkat": "B",
                "judul": "Angka",
                "tempat": "ingest",
                "entitas": "baris",
            },
            {
                "id_aturan": "JJR-08",
                "tingkat": "I",
                "judul": "Aduan",
                "tempat": "gx",
                "entitas": "opd",
            },
            {
                "id_aturan": "SWD-01",
                "tingkat": "B",
                "judul": "Swadaya",
                "tempat": "gx",
                "entitas": "swadaya",
            },
        ],
    }
    settings.serving.mkdir(parents=True)
    with duckdb.connect(str(settings.serving / "sae.duckdb")) as connection:
        for name, rows in tables.items():
            connection.register("rows", pa.Table.from_pylist(rows))
            connection.execute(f"create table {name} as select * from rows")
            connection.unregister("rows")
        connection.execute("alter table mutu_temuan alter kode_pilar type varchar")
