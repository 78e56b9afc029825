"""Generated evidence of the checks for a nation: the shape of `sae.checks.evidence`, drawn shares.

Belongs here: which rules of the catalogue find how much, so that the gate has all it asks for.
Stays out: judging rows. The speed of the real checks is measured elsewhere; here the gate needs
complete evidence that passes most rows and holds a stated share.
"""

from __future__ import annotations

import json

from dagster_project.sae.checks.evidence import (
    RESULTS_NAME,
    VIOLATION_COLUMNS,
    VIOLATIONS_NAME,
)
from dagster_project.sae.installation.settings import Settings
from lab.bench.nasional.lembar import rules

BLOCKED_SHARE, WARNED_SHARE = 0.015, 0.04
_TYPES = {"text": "varchar", "count": "bigint"}


def generate(settings: Settings) -> None:
    """Write both evidence files from what has landed.

    Rules on rows find 1.5 % (blocking) and 4 % (warning) of the rows of reports that count, spread
    evenly over the rules; an agency that sent nothing breaks WKT-02; no other rule finds anything.
    """
    import duckdb

    settings.evidence.mkdir(parents=True, exist_ok=True)
    known = [row for row in rules(settings.policy_dir) if row["tempat"] == "gx"]
    on_rows = {
        level: [
            row["id_aturan"]
            for row in known
            if row["entitas"] == "baris" and row["tingkat"] == level
        ]
        for level in ("B", "P")
    }
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute("set memory_limit = '4GB'")
        connection.execute(f"set temp_directory = '{settings.home / 'tmp'}'")
        landing = settings.landing
        # The columns of the real evidence: what is not drawn here is empty, not missing.
        columns = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in VIOLATION_COLUMNS.items())
        connection.execute(f"create table violations ({columns})")
        connection.execute(
            f"""
            insert into violations by name
            with files as (
                select sha256_berkas, kode_opd, id_siklus, periode, tahun
                from read_parquet('{landing}/[!.]*/berkas.parquet')
                qualify row_number() over (
                    partition by kode_opd, id_siklus order by versi_kiriman desc
                ) = 1
            ),
            drawn as (
                select left(r.sha256_berkas, 12) || ':' || r.baris || ':' || r.periode as id_baris,
                    files.kode_opd, files.id_siklus, r.id_indikator,
                    (hash(7, r.sha256_berkas, r.baris, r.periode) % 1000003) / 1000003.0 as u,
                    hash(8, r.sha256_berkas, r.baris) as h
                from read_parquet('{landing}/[!.]*/realisasi.parquet') as r
                inner join files on r.sha256_berkas = files.sha256_berkas
                where r.baris < 400
            )
            {_rows_of("B", on_rows["B"], low=0.0, high=BLOCKED_SHARE)}
            union all
            {_rows_of("P", on_rows["P"], low=0.5, high=0.5 + WARNED_SHARE)}
            union all
            select 'opd', 'WKT-02', 'K', 'opd', null, opd.kode_opd, opd.kode_opd, siklus.id_siklus,
                null, 'Laporan belum diterima.'
            from read_csv('{settings.profile_dir}/opd.csv', all_varchar = true) as opd
            cross join read_csv('{settings.profile_dir}/siklus.csv', all_varchar = true) as siklus
            anti join files on opd.kode_opd = files.kode_opd
                and siklus.id_siklus = files.id_siklus
            """
        )
        connection.execute(
            f"copy violations to '{settings.evidence / VIOLATIONS_NAME}' "
            "(format parquet, compression zstd)"
        )
        catalogue = json.dumps(
            [
                {
                    "suite": "realisasi" if row["entitas"] == "baris" else row["entitas"],
                    "id_aturan": row["id_aturan"],
                    "tingkat": row["tingkat"],
                    "entitas": row["entitas"],
                }
                for row in known
            ]
        )
        source = settings.home / "aturan.json"
        source.write_text(catalogue, encoding="utf-8")
        connection.execute(
            f"""
            copy (
                with found as (select id_aturan, count(*) as n from violations group by 1)
                select k.suite, k.id_aturan, k.tingkat, k.entitas, k.suite as tabel,
                    case when found.n > 0 then 'gagal' else 'lulus' end as status,
                    cast(coalesce(found.n, 0) + 1 as bigint) as jumlah_dinilai,
                    cast(coalesce(found.n, 0) as bigint) as jumlah_gagal,
                    cast(null as varchar) as galat,
                    (select id_rilis from read_parquet('{settings.scope_file}')) as id_rilis
                from read_json('{source}') as k
                left join found on k.id_aturan = found.id_aturan
            ) to '{settings.evidence / RESULTS_NAME}' (format parquet)
            """
        )


def _rows_of(level: str, ids: list[str], *, low: float, high: float) -> str:
    """A share of the rows, spread over the rules of one level."""
    names = ", ".join(f"'{rule}'" for rule in ids) or "'-'"
    share = f"u >= {low} and u < {high}" if ids else "false"
    return f"""
        select 'realisasi' as suite,
            [{names}][cast(1 + h % {max(len(ids), 1)} as integer)] as id_aturan,
            '{level}' as tingkat, 'baris' as entitas, id_baris, kode_opd, kode_opd as kunci_opd,
            id_siklus, id_indikator, 'Baris ini melanggar aturan.' as pesan
        from drawn where {share}"""
