"""Findings of a run as remarks: the query over the models, and what a row of it says.

Belongs here: reading `int_temuan__status` for an answer, whether of a whole run or of one file.
Stays out: how findings come about (dbt), what an answer looks like (`words`, `copy`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster_project.sae.answer.remarks import Remark, split_place, without_place

FINDINGS = """
    select
        berkas.sha256_berkas,
        temuan.nama_berkas,
        berkas.hasil,
        case
            when temuan.nama_berkas is distinct from berkas.nama_berkas then temuan.kode_opd
            else berkas.kode_opd
        end as kode_opd,
        berkas.nama_opd_tertulis,
        berkas.tahun,
        berkas.periode,
        temuan.id_aturan,
        temuan.tingkat,
        temuan.sel,
        temuan.isi,
        temuan.pesan,
        temuan.cara_memperbaiki
    from main.int_temuan__status as temuan
    inner join main.stg_intake__berkas as berkas
        on temuan.sha256_berkas = berkas.sha256_berkas
    where temuan.status = 'gagal'
    order by berkas.diterima_pada desc, berkas.sha256_berkas, temuan.id_temuan
"""
"""Findings that are not waived, file by file, the last received first."""


def remark_of(row: Mapping[str, Any], titles: Mapping[str, str]) -> Remark:
    """The remark a row of `FINDINGS` makes.

    Args:
        row: by column name.
        titles: of the rules, by id; they say what should hold.
    """
    sheet, cell = split_place(row["sel"])
    return Remark(
        rule=row["id_aturan"],
        severity=row["tingkat"],
        sheet=sheet,
        cell=cell,
        found=row["isi"],
        expected=titles.get(row["id_aturan"], ""),
        message=without_place(row["pesan"], row["sel"]),
        remedy=row["cara_memperbaiki"] or "",
    )
