"""Rows of a public subset made by hand: every public column is there, empty unless it is given."""

from __future__ import annotations

import csv
from collections import namedtuple
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.pages.reader import Tables
from dagster_project.sae.release.dictionary import load_public

CYCLE = "RAKOREV-2026-02"
PRIVATE = "dukungan_diminta_ke_bupati"


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
    names = {kind: name for name, kind in _kinds().items()} | {_inside(): "kpi_tindak_lanjut"}
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
        "rumus_id": "CAPAIAN-NAIK", "versi_rumus": "1.0", "kunci": f"k:{code}:{year}:{period}",
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


def promise(code: str = "T-1", **values: Any) -> Any:
    """One open promise as the whole release holds it, with what only the inside may see."""
    public = row(
        "kpi_tindak_lanjut",
        **{
            "id_tindak_lanjut": code, "id_siklus": CYCLE, "kode_opd": "1.01",
            "nama_opd": "Dinas Satu", "id_indikator": "I-1", "nama_indikator": "Lama sekolah",
            "tahun": 2026, "periode": "TW1", "posisi": "BERJALAN", "is_terbuka": True,
            "uraian_hambatan": "Guru kurang.", "rencana_tindak_lanjut": "Guru ditambah.",
            "penanggung_jawab": "Kepala bidang", "tenggat": date(2026, 5, 1),
            **{name: value for name, value in values.items() if name != PRIVATE},
        },
    )  # fmt: skip
    return _inside()(*public, values.get(PRIVATE))


def whole(one: Any) -> Any:
    """A row as the whole release holds it: a promise has the column that is not public."""
    return _inside()(*one, None) if type(one) is _kinds()["kpi_tindak_lanjut"] else one


@lru_cache
def _inside() -> Any:
    return namedtuple("Row", (*_kinds()["kpi_tindak_lanjut"]._fields, PRIVATE))


def news_rules(**thresholds: float) -> tuple[Any, ...]:
    """The rules of the press pack as the policy has them, with other thresholds where given."""
    file = PROJECT_ROOT / "dbt" / "seeds" / "policy" / "pantas_dikabarkan.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kinds = {"ambang": float, "kuota": int, "urutan": int, "versi": int}
    return tuple(
        row(
            "pantas_dikabarkan",
            **{
                **one,
                **{name: kind(one[name]) for name, kind in kinds.items()},
                "berlaku_dari": date.fromisoformat(one["berlaku_dari"]),
                "ambang": thresholds.get(one["aturan"], float(one["ambang"])),
            },
        )
        for one in rows
    )


def write_file(path: Path, content: Tables) -> Path:
    """Rows as a DuckDB file with the columns they have."""
    with duckdb.connect(str(path)) as connection:
        for name, rows in content.items():
            columns = rows[0]._fields if rows else _kinds()[name]._fields
            fields = ", ".join(f'"{column}" {_type(name, rows, column)}' for column in columns)
            connection.execute(f"create table {name} ({fields})")
            for one in rows:
                connection.execute(
                    f"insert into {name} values ({', '.join('?' * len(columns))})", list(one)
                )
    return path


@lru_cache
def _declared() -> dict[tuple[str, str], str]:
    """Types of the columns of the marts, as their contracts declare them."""
    models = [
        model
        for file in sorted((PROJECT_ROOT / "dbt" / "models" / "marts").glob("*.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    ]
    return {
        (model["name"], column["name"]): column["data_type"]
        for model in models
        for column in model["columns"]
        if "data_type" in column
    }


def _type(table: str, rows: tuple[Any, ...], column: str) -> str:
    if declared := _declared().get((table, column)):
        return declared
    values = [value for one in rows if (value := getattr(one, column)) is not None]
    names = {bool: "boolean", int: "bigint", float: "double", str: "varchar"}
    if column.startswith("is_"):
        return "boolean"
    return names.get(type(values[0]), type(values[0]).__name__) if values else "varchar"


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
