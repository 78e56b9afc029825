"""The landing contract: which Parquet tables intake writes and with which columns.

Belongs here: table schemas, the batch writer, the empty base batch.
Stays out: reading submissions (`intake`), any rule. dbt reads these tables as its only sources.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.contract.rows import Rows
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.soundness import is_sound, seal

if TYPE_CHECKING:
    import pyarrow as pa

    from dagster_project.sae.contract.template import Template

BASE_BATCH = "00000000"

_PACKED = frozenset({("lembar", "tempat"), ("lembar", "isi"), ("lembar", "gaya")})

TYPED_ACHIEVEMENT = "capaian_tertulis"
"""Achievement as a foreign table prints it: compared with ours, never used."""

_SETTLED = [("berlaku_dari", "date"), ("berlaku_sampai", "date")]
"""First and last day on which what the arrivals of a content settle is so; empty where they settle
the same from its first receipt on, or to this day. A release takes the row of its last day of
receipt: what is sent again later changes nothing of it.
"""

_FIXED: dict[str, list[tuple[str, str]]] = {
    "berkas": [
        ("sha256_berkas", "text"),
        ("nama_berkas", "text"),
        ("ukuran", "int"),
        ("diterima_pada", "time"),
        ("sumber", "text"),
        ("id_layout", "text"),
        ("hasil", "text"),
        ("alasan", "text"),
        ("kode_opd", "text"),
        ("kode_opd_tertulis", "text"),
        ("nama_opd_tertulis", "text"),
        ("id_siklus", "text"),
        ("tahun", "int"),
        ("periode", "text"),
        ("versi_kiriman", "int"),
        ("perbaikan_ke", "int"),
        ("dikirim_pada", "time"),
        ("versi_sejak", "time"),
        ("identitas", "text"),
        ("folder_opd", "text"),
        ("sidik_isi", "text"),
        ("sidik_terima", "text"),
        ("jumlah_sel", "int"),
        ("sel_dibaca", "int"),
        ("sel_dilewati", "int"),
        ("sel_disebut", "int"),
        ("jumlah_baris", "int"),
        *_SETTLED,
    ],
    "lembar": [
        ("sha256_berkas", "text"),
        ("lembar", "text"),
        ("lebar", "int"),
        ("tempat", "text"),
        ("isi", "text"),
        ("gaya", "text"),
        ("format", "text"),
    ],
    "peta": [
        ("sha256_berkas", "text"),
        ("tabel", "text"),
        ("kolom", "text"),
        ("tahun", "int"),
        ("periode", "text"),
        ("lembar", "text"),
        ("huruf", "text"),
        ("baris", "int"),
    ],
    "temuan": [
        ("sha256_berkas", "text"),
        ("id_aturan", "text"),
        ("tingkat", "text"),
        ("tabel", "text"),
        ("kolom", "text"),
        ("lembar", "text"),
        ("sel", "text"),
        ("baris", "int"),
        ("tahun", "int"),
        ("periode", "text"),
        ("isi", "text"),
        ("pesan", "text"),
        ("cara_memperbaiki", "text"),
        ("kode_opd", "text"),
        ("nama_berkas", "text"),
        *_SETTLED,
    ],
    "periksa": [
        ("sha256_berkas", "text"),
        ("id_aturan", "text"),
        ("jumlah_temuan", "int"),
        *_SETTLED,
    ],
}

ROW_KEYS: dict[str, tuple[str, ...]] = {
    "indikator": ("id_indikator",),
    "realisasi": ("id_indikator", "tahun", "periode", "kode_wilayah", "dimensi"),
    "hambatan_tl": ("id_indikator", "periode"),
    "anggaran": ("kode_sub_kegiatan", "sumber_dana", "id_indikator", "uraian"),
    "kolaborasi": ("id_indikator", "kode_opd"),
    "swadaya": ("tanggal", "kode_desa", "uraian", "jenis"),
    "komunikasi": ("judul", "kanal", "tanggal"),
    "aduan": ("kode_opd", "kategori", "kode_wilayah"),
}
"""What a row of a sheet is about; rows that agree in it follow in the order of the sheet."""

ROW_SUMS: dict[str, tuple[str, ...]] = {
    "anggaran": ("pagu", "realisasi_anggaran"),
    "swadaya": ("nilai_rupiah",),
    "aduan": ("diterima", "dijawab"),
}
"""Columns whose sum over a sheet means something."""

# Columns a foreign form can fill and the template cannot.
_EXTRA: dict[str, list[tuple[str, str]]] = {
    "indikator": [
        ("uraian", "text"),
        ("tingkat_anggaran", "text"),
        ("polaritas_formulir", "text"),
        ("jalur_formulir", "text"),
    ],
    "realisasi": [
        (TYPED_ACHIEVEMENT, "pct"),
    ],
    "anggaran": [
        ("uraian", "text"),
        ("tingkat_anggaran", "text"),
        ("periode", "text"),
        ("sifat", "text"),
    ],
}


def columns_of(template: Template) -> dict[str, list[tuple[str, str]]]:
    """Columns of every landing table as (name, kind), in order.

    Kinds are those of the template (text, int, dec, pct, date, enum) plus `time`.
    """
    columns = {name: list(spec) for name, spec in _FIXED.items()}
    for sheet in template.sheets:
        own: list[tuple[str, str]] = [(f.id, f.type) for f in sheet.fields]
        columns[sheet.table] = [
            ("sha256_berkas", "text"),
            ("baris", "int"),
            *own,
            *_EXTRA.get(sheet.table, []),
        ]
    return columns


@cache
def schemas(template_file: Path) -> dict[str, pa.Schema]:
    """Arrow schema of every landing table, by table name."""
    import pyarrow as pa

    # Who only wants to know the tables does not pay for YAML and its checks.
    from dagster_project.sae.contract.template import load_template

    kinds: dict[str, pa.DataType] = {
        "text": pa.string(),
        "enum": pa.string(),
        "int": pa.int64(),
        "dec": pa.float64(),
        "pct": pa.float64(),
        "date": pa.date32(),
        "time": pa.timestamp("us"),
    }
    return {
        table: pa.schema([pa.field(name, kinds[kind]) for name, kind in columns])
        for table, columns in columns_of(load_template(template_file)).items()
    }


def write_batch(
    landing: Path,
    batch: str,
    *,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    template_file: Path,
) -> Path:
    """Write one batch folder with every landing table and make it visible in one rename.

    Args:
        landing: the landing folder; made when missing.
        batch: name of the batch folder; a sound one of that name is kept and returned.
        rows: table name to its rows, as `Rows` or dicts; a missing table is written with no rows.
        template_file: the template layout that gives the columns.

    Returns:
        The batch folder. A reader sees either all of its tables or none.

    Raises:
        KeyError: a table name that the landing contract does not know.
        pyarrow.ArrowInvalid: a value that does not have the type of its column.
    """
    import pyarrow.parquet as pq

    known = schemas(template_file)
    unknown = set(rows) - set(known)
    if unknown:
        raise KeyError(f"unknown landing tables: {sorted(unknown)}")
    target = landing / batch
    if target.is_dir() and is_sound(target):
        return target
    shutil.rmtree(target, ignore_errors=True)
    staging = landing / f".{batch}.tmp-{os.getpid()}"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for table, schema in known.items():
        pq.write_table(
            _table(Rows.of(rows.get(table, ())), schema),
            staging / f"{table}.parquet",
            compression="zstd",
            # Packed cells never repeat: a dictionary of them is work for nothing.
            use_dictionary=[  # type: ignore[arg-type]  # the stubs know only yes and no
                name for name in schema.names if (table, name) not in _PACKED
            ],
        )
    seal(staging)
    disk.move(staging, target)
    return target


def _table(rows: Rows, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns = dict(zip(rows.names, rows.columns, strict=True))
    arrays = [
        pa.array(columns[field.name], field.type)
        if field.name in columns
        else pa.nulls(len(rows), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def ensure_base(landing: Path, template_file: Path) -> None:
    """Make sure the batch with no rows is there, so that reading all batches never fails."""
    write_batch(landing, BASE_BATCH, rows={}, template_file=template_file)


_BERKAS_COLUMNS = (
    "sha256_berkas",
    "nama_berkas",
    "ukuran",
    "diterima_pada",
    "hasil",
    "kode_opd",
    "id_siklus",
    "versi_kiriman",
    "dikirim_pada",
    "folder_opd",
    *(name for name, _ in _SETTLED),
)


def landed_files(landing: Path, *, until: date | None = None) -> list[dict[str, Any]]:
    """The `berkas` rows of all visible batches, one for each file and name; nothing is changed.

    Args:
        landing: the landing folder.
        until: only rows that hold on that day; all of them when None.
    """
    import pyarrow.parquet as pq

    # Not read_table: that one imports pandas, half a second.
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for file in sorted(landing.glob("[!.]*/berkas.parquet")):
        for row in pq.ParquetFile(file).read(columns=list(_BERKAS_COLUMNS)).to_pylist():
            if until is None or is_settled(row, until):
                rows.setdefault((row["sha256_berkas"], row["nama_berkas"]), row)
    return list(rows.values())


def is_settled(row: Mapping[str, Any], day: date) -> bool:
    """Whether a row of a landing table that is settled by arrivals holds on that day."""
    since, until = row.get("berlaku_dari"), row.get("berlaku_sampai")
    return (since is None or since <= day) and (until is None or day <= until)
