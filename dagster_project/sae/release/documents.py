"""The documents of a release folder that people and catalogues read beside the tables.

Belongs here: one function from facts to the bytes of one file each, listed in DOCUMENTS.
Stays out: the tables, the checksums (`manifest`). Another document is one more function here; none
may use the wall clock, so that the same release always has the same documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from dagster_project.sae.installation.settings import ZONE
from dagster_project.sae.release.catalogue import dcat
from dagster_project.sae.release.facts import ColumnFacts, ReleaseFacts, TableFacts
from dagster_project.sae.release.linkage import ForeignKey
from dagster_project.sae.release.notes import change_list, release_notes
from dagster_project.sae.release.satu_data import metadata_csv, metadata_json
from dagster_project.sae.release.wording import csv_bytes, label_line

HELD_COLUMNS_WHEN_EMPTY = ("keputusan", "alasan")

_FRICTIONLESS_TYPES = {
    "BOOLEAN": "boolean",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "VARCHAR": "string",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


def readme(facts: ReleaseFacts) -> bytes:
    """README.txt: what this folder is, for whoever finds it without us."""
    scope = facts.scope
    warning = label_line(facts.label)
    lines = [
        f"RILIS {scope.id_rilis}",
        *([f"*** {warning} ***"] if warning else []),
        "",
        f"Siklus rakorev   : {scope.id_siklus} (kinerja {scope.tahun} {scope.periode})",
        f"Batas data       : {scope.tanggal_batas:%Y-%m-%d}",
        f"Masukan terakhir : {scope.dibuat_pada:%Y-%m-%d %H:%M} WIB",
        f"Berkas masukan   : {scope.jumlah_berkas}",
        *_counts(facts.decision.jumlah),
        f"Versi            : kode {scope.versi_kode}, kebijakan {scope.versi_kebijakan}, "
        f"profil {scope.profil} {scope.versi_profil}",
        "",
        "Isi folder",
        "  sae.duckdb        semua tabel, dibuka hanya-baca dengan DuckDB 1.0 atau lebih baru",
        "  parquet/          tabel yang sama, satu berkas per tabel",
        "  tahan.csv         yang ditahan gerbang dan alasannya",
        "  catatan_rilis.md  apa yang berubah sejak rilis sebelumnya, dan mengapa",
        "  perubahan.csv     perubahan yang sama, satu baris per angka",
        "  metadata_sdi.csv  metadata indikator menurut Satu Data Indonesia (juga .json)",
        "  dcat.jsonld       keterangan rilis untuk portal data (DCAT)",
        "  datapackage.json  daftar tabel dan arti tiap kolom (Frictionless Data Package)",
        "  MANIFEST.json     sidik jari tiap berkas, tiap tabel, dan tiap masukan",
        "  SHA256SUMS        sidik jari tiap berkas; periksa dengan: sha256sum -c SHA256SUMS",
        "",
        "Tabel",
        *(f"  {table.name:<18}{table.rows:>8} baris  {table.text_id}" for table in facts.tables),
        "",
        "Isi rilis tidak pernah diubah. Perbaikan terbit sebagai rilis baru dengan nomor lain.",
        "Persentase memakai skala 0-100. Sel kosong berarti tidak ada nilai, bukan nol.",
        "",
    ]
    return "\n".join(lines).encode()


def held_list(facts: ReleaseFacts) -> bytes:
    """tahan.csv: what the gate held and why; safe to open in a spreadsheet."""
    columns = tuple(facts.held[0]) if facts.held else HELD_COLUMNS_WHEN_EMPTY
    return csv_bytes(columns, ([row[column] for column in columns] for row in facts.held))


def data_package(facts: ReleaseFacts) -> bytes:
    """datapackage.json: a Frictionless data package over the Parquet files."""
    scope = facts.scope
    warning = label_line(facts.label)
    title = f"Rilis SAE {scope.id_siklus} (kinerja {scope.tahun} {scope.periode})"
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": scope.id_rilis.lower(),
        "id": scope.id_rilis,
        "title": f"{title}: {warning}" if warning else title,
        "description": "KPI per pilar, indikator, dan OPD yang lolos gerbang mutu.",
        "version": scope.versi_kode,
        "created": scope.dibuat_pada.replace(tzinfo=ZONE).isoformat(),
        "keywords": [scope.profil, scope.id_siklus, "kpi"],
        "resources": [_resource(table, facts) for table in facts.tables],
    }
    return json.dumps(package, indent=1, ensure_ascii=False).encode()


DOCUMENTS: Mapping[str, Callable[[ReleaseFacts], bytes]] = {
    "README.txt": readme,
    "tahan.csv": held_list,
    "catatan_rilis.md": release_notes,
    "perubahan.csv": change_list,
    "metadata_sdi.csv": metadata_csv,
    "metadata_sdi.json": metadata_json,
    "dcat.jsonld": dcat,
    "datapackage.json": data_package,
}


def _counts(counts: Mapping[str, int]) -> list[str]:
    """What the gate counted, one line for rows and one for agencies."""
    lines = []
    for entity, title in (("baris", "Baris indikator"), ("opd", "OPD per siklus")):
        released = counts.get(f"jumlah_{entity}_rilis")
        held = counts.get(f"jumlah_{entity}_tahan")
        if released is not None and held is not None:
            lines.append(f"{title:<17}: terbit {released}, ditahan {held} (lihat tahan.csv)")
    return lines


def _resource(table: TableFacts, facts: ReleaseFacts) -> dict[str, Any]:
    """One table; without `bytes`, which the frictionless library cannot count in Parquet."""
    path = f"parquet/{table.name}.parquet"
    return {
        "name": table.name,
        "type": "table",
        "path": path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.text_id,
        "hash": f"sha256:{facts.files[path].sha256}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            **({"primaryKey": list(table.key)} if table.key else {}),
            **({"foreignKeys": list(map(_foreign, table.foreign))} if table.foreign else {}),
        },
    }


def _foreign(key: ForeignKey) -> dict[str, Any]:
    return {
        "fields": list(key.columns),
        "reference": {"resource": key.table, "fields": list(key.target)},
    }


def _field(column: ColumnFacts) -> dict[str, str]:
    return {
        "name": column.name,
        "type": _FRICTIONLESS_TYPES.get(column.type, "number"),
        "description": column.text_id,
        "description_en": column.text_en,
    }
