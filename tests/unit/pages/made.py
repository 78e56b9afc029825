"""Rows of a public subset made by hand: every public column is there, empty unless it is given."""

from __future__ import annotations

from collections import namedtuple
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.pages.reader import Tables
from dagster_project.sae.release.dictionary import load_public

CYCLE = "RAKOREV-2026-02"


@lru_cache
def _kinds() -> dict[str, Any]:
    columns: dict[str, list[str]] = {}
    for table, column in load_public(PROJECT_ROOT / "dbt" / "seeds" / "policy"):
        columns.setdefault(table, []).append(column)
    return {table: namedtuple("Row", names) for table, names in columns.items()}


def row(table: str, **values: Any) -> Any:
    """One row of a table; a column that is not public is a mistake of the test."""
    kind = _kinds()[table]
    return kind(**{**dict.fromkeys(kind._fields), **values})


def tables(*rows: Any) -> Tables:
    """A subset with these rows, and the two tables every release has."""
    names = {kind: name for name, kind in _kinds().items()}
    found: dict[str, list[Any]] = {name: [] for name in _kinds()}
    for one in (*_ALWAYS, *rows):
        found[names[type(one)]].append(one)
    return Tables({name: tuple(every) for name, every in found.items()})


def change(**values: str) -> Any:
    """One change since the former release."""
    return row("perubahan", **values)


def indicator(code: str, *, name: str = "Lama sekolah", **values: Any) -> Any:
    """One definition in force."""
    defaults = {
        "kode_opd": "1.01", "kode_pilar": "P-1", "level_hasil": "OUTCOME", "satuan": "persen",
        "polaritas": "NAIK", "jenis_agregasi": "POSISI_AKHIR", "versi_definisi": 1,
        "baseline_nilai": 10.0, "baseline_tahun": 2024, "is_layak_publik": True,
        "berlaku_dari": date(2026, 1, 1),
    }  # fmt: skip
    return row(
        "dim_indikator", **{**defaults, "id_indikator": code, "nama_indikator": name, **values}
    )


def figure(code: str, *, year: int = 2026, period: str = "TW1", **values: Any) -> Any:
    """One released figure."""
    defaults = {
        "kode_wilayah": "99", "dimensi": "", "kode_opd": "1.01", "id_siklus": CYCLE,
        "satuan": "persen", "realisasi": 12.5, "target": 15.0, "capaian_mentah": 83.3,
        "capaian_tampil": 83.3, "status_capaian": "TIDAK_TERCAPAI", "status_data": "TERSEDIA",
        "sha256_berkas": "ab" * 32, "lembar": "REALISASI", "sel": "J2", "is_rilis": True,
        "rumus_id": "CAPAIAN-NAIK", "versi_rumus": "1.0",
    }  # fmt: skip
    return row(
        "kpi_indikator",
        **{**defaults, "id_indikator": code, "tahun": year, "periode": period, **values},
    )


def agency(code: str = "1.01", name: str = "Dinas Satu", **values: Any) -> Any:
    """One agency in force."""
    return row("dim_opd", kode_opd=code, nama_opd=name, is_berlaku=True, **values)


def card(code: str = "1.01", **values: Any) -> Any:
    """The scorecard of one agency in the cycle of the release."""
    defaults = {
        "id_siklus": CYCLE, "tahun": 2026, "periode": "TW1", "is_diam": False,
        "is_ditahan": False, "diterima": 1, "tepat_waktu": 1, "jenis_opd": "DINAS",
    }  # fmt: skip
    return row("kpi_opd", **{**defaults, "kode_opd": code, "nama_opd": "Dinas Satu", **values})


def pillar(code: str = "P-1", name: str = "Pilar Satu", order: int = 1, **values: Any) -> Any:
    """One pillar."""
    return row("dim_pilar", kode_pilar=code, nama_pilar=name, urutan=order, **values)


_ALWAYS = (
    row(
        "rilis",
        id_rilis="R-2026-02-aaaaaaaaaaaa", id_siklus=CYCLE, tahun=2026, periode="TW1",
        tanggal_batas=date(2026, 5, 10), dibuat_pada=datetime(2026, 4, 20, 9, 0), versi_kode="1",
        versi_kebijakan="2", profil="uji", versi_profil="3", jumlah_berkas=1,
        label_data="contoh sintetis",
    ),
    row("dim_wilayah", kode_wilayah="99", nama_wilayah="Kabupaten Uji"),
    row("dim_wilayah", kode_wilayah="99.01", nama_wilayah="Kecamatan Satu", kode_induk="99"),
    *(
        row("dim_periode", tahun=2026, periode=code, selesai=day, id_siklus=cycle, nama_siklus=name)
        for code, day, cycle, name in (
            ("TW1", date(2026, 3, 31), CYCLE, "Evaluasi triwulan I"),
            ("TW2", date(2026, 6, 30), None, None),
        )
    ),
    row("dim_periode", tahun=2025, periode="THN", selesai=date(2025, 12, 31)),
    row(
        "rumus",
        rumus_id="CAPAIAN-NAIK", versi_rumus="1.0", kelompok="capaian", nama_rumus="Capaian",
        ekspresi="100 x R / T", berlaku_dari=date(2020, 1, 1), is_bawaan=True,
    ),
    row("aturan", id_aturan="ANG-08", tingkat="B", entitas="baris", judul="Angka wajar"),
)  # fmt: skip
