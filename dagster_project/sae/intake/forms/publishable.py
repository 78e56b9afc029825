"""PUB-01: personal data in a text that may reach readers, whatever form it was read from.

Belongs here: which texts may be published, one finding for each cell, never the value.
Stays out: what personal data is (`personal_data`), reading (`template.reader`, `foreign`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dagster_project.sae.contract.personal_data import find, may_hold
from dagster_project.sae.contract.rows import Row, Rows
from dagster_project.sae.intake.forms.findings import Finding, finding

RULE = "PUB-01"

# Contacts of operators are not here: they never leave.
PUBLISHABLE: Mapping[str, tuple[str, ...]] = {
    "sampul": ("nama_opd", "pelajaran_periode_ini"),
    "indikator": (
        *("nama_indikator", "definisi_operasional", "uraian", "rumus", "pembilang_nama"),
        *("penyebut_nama", "sumber_data", "metode", "produsen_data", "jadwal_rilis"),
        *("baseline_sumber", "kelompok_sasaran", "ukuran_warga_id"),
    ),
    "realisasi": ("dimensi", "perubahan_dirasakan", "alasan_revisi", "bukti_tautan"),
    "hambatan_tl": (
        *("uraian_hambatan", "akar_masalah", "rencana_tindak_lanjut", "penanggung_jawab"),
        *("opd_pendukung", "bukti_tl", "dukungan_diminta_ke_bupati"),
    ),
    "anggaran": ("uraian",),
    "kolaborasi": ("kontribusi_uraian",),
    "swadaya": ("uraian", "dasar_penilaian", "bukti"),
    "komunikasi": ("judul", "tautan_media", "nama_tim_kreatif"),
    "aduan": ("kategori",),
}


def personal_data(tables: Mapping[str, Sequence[Row]]) -> list[Finding]:
    """One finding for each cell of a publishable text that holds personal data.

    Args:
        tables: landing rows of one reading, with `peta` where the columns are known.
    """
    places: _Places | None = None
    found: list[Finding] = []
    seen: set[tuple[str, str, int | None]] = set()
    for table, columns in PUBLISHABLE.items():
        rows = Rows.of(tables.get(table, ()))
        values = dict(zip(rows.names, rows.columns, strict=True))
        for column in columns:
            texts = values.get(column, [])
            if not may_hold("\n".join(text for text in texts if isinstance(text, str))):
                continue
            for number, value in enumerate(texts):
                kinds = _kinds(value)
                if not kinds:
                    continue
                places = places or _Places(tables.get("peta", ()))
                row = rows[number]
                cell = (table, column, row.get("baris"))
                if cell not in seen:  # a form may make several rows of one
                    seen.add(cell)
                    found.append(_finding(table, column, row=row, kinds=kinds, places=places))
    return found


def _kinds(value: object) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    return tuple(dict.fromkeys(hit.kind for hit in find(value)))


def _finding(
    table: str, column: str, *, row: Row, kinds: Iterable[str], places: _Places
) -> Finding:
    sheet, address, line = places.of(table, column, row)
    where = f"{sheet}!{address}" if sheet and address else sheet or table
    return finding(
        RULE,
        f"{where}: data pribadi ditemukan ({', '.join(kinds)}); hapus.",
        remedy=(
            "Hapus data pribadi itu dari sel; sebut jumlah orang atau jabatannya saja, lalu kirim "
            "lagi."
        ),
        table=table,
        column=column,
        sheet=sheet,
        address=address,
        row=line,
    )


class _Places:
    """Where the columns of each table stand in the file."""

    def __init__(self, peta: Iterable[Row]) -> None:
        self._columns: dict[tuple[str, str], tuple[str, int | None]] = {}
        self._sheets: dict[str, str] = {}
        for row in peta:
            key = (row["tabel"], row["kolom"])
            self._columns.setdefault(key, (row["huruf"], row.get("baris")))
            self._sheets.setdefault(row["tabel"], row["lembar"])

    def of(self, table: str, column: str, row: Row) -> tuple[str | None, str | None, int | None]:
        """Sheet, cell and sheet row; without the column the whole row."""
        letter, fixed = self._columns.get((table, column), (None, None))
        line = row.get("baris")
        at = fixed if fixed is not None else line
        if at is None:
            return self._sheets.get(table), None, None
        return self._sheets.get(table), f"{letter}{at}" if letter else f"{at}:{at}", line
