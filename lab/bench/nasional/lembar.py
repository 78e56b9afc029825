"""Which rows stand on the sheets of a generated report: one query per landing table.

Belongs here: SQL over the tables `kiriman` and `definisi` of the generator.
Stays out: what their columns hold (`kolom`), running it (`dunia`), the checks (`bukti`).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

_MISSED = """(
    realisasi is not null and target_tahun <> 0 and case polaritas
        when 'NAIK' then realisasi < case when is_kumulatif then target_tahun / 4 else target_tahun
            end
        when 'TURUN' then realisasi > case when is_kumulatif then target_tahun / 4
            else target_tahun end
        else realisasi not between dasar * 0.95 and dasar * 1.05 end
)"""

# One reported figure; {v} is the salt, so that a figure told again differs from the first.
_FIGURES = """
    select k.sha256_berkas, k.g, k.o, k.q, k.v, k.is_aktif, d.i, d.id_indikator, d.dasar,
        d.polaritas, k.tahun, k.tw, k.periode, d.jenis_agregasi, d.level_hasil,
        d.jenis_agregasi = 'KUMULATIF' as is_kumulatif,
        u(20, k.g, k.o, d.i, k.q) as us,
        d.polaritas = 'NAIK' and u(21, k.g, k.o, d.i, k.q) < 0.02 as is_nol,
        round(d.dasar * case d.polaritas when 'NAIK' then 1.1 when 'TURUN' then 0.9 else 1 end, 2)
            as target_tahun,
        u(22, k.g, k.o, d.i, k.q) as ur
    from kiriman as k inner join definisi as d on k.g = d.g and k.o = d.o
    where k.q = {q} and u(23, k.g, k.o, d.i, k.q) >= 0.03
"""

_VALUED = f"""
    select *,
        case
            when jenis_agregasi = 'TAHUNAN_SAJA' or us < 0.01 then 'BELUM_RILIS'
            when us < 0.03 then 'TIDAK_DIUKUR'
            when is_nol then 'NOL_TERKONFIRMASI'
            else 'TERSEDIA'
        end as status_data,
        case
            when jenis_agregasi = 'TAHUNAN_SAJA' or us < 0.03 then null
            when is_nol then 0
            else round(
                case when is_kumulatif then target_tahun / 4 else target_tahun end
                * case polaritas when 'NAIK' then 0.93 + 0.25 * ur when 'TURUN' then 0.85 + 0.2 * ur
                    else 0.92 + 0.16 * ur end, 2)
        end as realisasi
    from ({_FIGURES})
"""

_REALISASI = f"""
    from (
        with valued as ({_VALUED})
        select sha256_berkas, i + 1 as baris, id_indikator, tahun, periode, target_tahun,
            case
                when is_nol then 0
                when is_kumulatif and u(24, g, o, i, q) < 0.1 then null
                when is_kumulatif then round(target_tahun * tw / 4, 2)
                when jenis_agregasi <> 'TAHUNAN_SAJA' then target_tahun
            end as target_periode,
            polaritas, dasar, realisasi, status_data, jenis_agregasi, tw, g, o, i, q, null as asal
        from valued
        union all
        select sha256_berkas, i + 200, id_indikator, tahun, 'THN', target_tahun, null, polaritas,
            dasar, round(target_tahun * (0.9 + 0.25 * ur), 2), 'TERSEDIA', jenis_agregasi, tw, g,
            o, i, q, 'TAHUN'
        from valued where jenis_agregasi = 'TAHUNAN_SAJA' and tw = 4
        union all
        select sha256_berkas, i + 400, id_indikator, tahun - case when tw = 1 then 1 else 0 end,
            'TW' || ((tw + 2) % 4 + 1), target_tahun, target_tahun, polaritas, dasar,
            round(realisasi * 1.02, 2), 'TERSEDIA', jenis_agregasi, tw, g, o, i, q, 'REVISI'
        from valued
        where
            q > 0 and realisasi > 0 and jenis_agregasi = 'POSISI_AKHIR'
            and u(25, g, o, i, q) < 0.03
    )
"""

# Missed figures with an obstacle; some are told again, as done, in the quarter after.
_OBSTACLES = f"""
    from (
        with valued as ({_VALUED}),
        missed as (select * from valued where {_MISSED} and u(30, g, o, i, q) < 0.85)
        select sha256_berkas, i + 1 as baris, id_indikator, periode, g, o, i, q,
            'BARU' as status_tl,
            cast(make_date(tahun, tw * 3, 1) as date) + 180 as tenggat
        from missed
        union all
        select sha256_berkas, i + 200, id_indikator, 'TW' || ((tw + 2) % 4 + 1), g, o, i, q - 1,
            case when u(31, g, o, i, q) < 0.6 then 'SELESAI' else 'PROSES' end,
            cast(make_date(tahun, tw * 3, 1) as date) + 90
        from missed where q > 0 and u(32, g, o, i, q) < 0.3
    )
"""

_OF_FILES = "from kiriman where q = {{q}}"


def _per_file(count: int) -> str:
    return (
        f"from (select k.*, n_ from kiriman as k, range(1, {count} + 1) as _(n_) where q = {{q}})"
    )


def queries(policy_dir: Path) -> Mapping[str, str]:
    """The `from` part of every landing table, with {q} for the number of the quarter."""
    rules = ", ".join(f"('{rule}')" for rule in intake_rules(policy_dir))
    columns = ", ".join(
        f"('{table}', '{column}', '{letter}')"
        for table, column, letter in (
            ("realisasi", "realisasi", "J"),
            ("realisasi", "target_tahun", "F"),
            ("indikator", "baseline_nilai", "Y"),
            ("indikator", "definisi_operasional", "C"),
        )
    )
    doubtful = _REALISASI.rstrip() + " where asal is null and u(40, g, o, i, q) < 0.003"
    return {
        "berkas": _OF_FILES.format(),
        "sampul": _OF_FILES.format(),
        "lembar": "from kiriman where q = {q} and false",
        "peta": f"""from kiriman, (values {columns}) as _(tabel_, kolom_, huruf_)
            where q = {{q}}""",
        "indikator": """from (
            select k.sha256_berkas, k.tahun, k.tw, d.* from kiriman as k
            inner join definisi as d on k.g = d.g and k.o = d.o where k.q = {q} and k.tw = 1)""",
        "realisasi": _REALISASI,
        "hambatan_tl": _OBSTACLES,
        "anggaran": _per_file(8),
        "kolaborasi": _per_file(4),
        "komunikasi": _per_file(2),
        "swadaya": _per_file(1),
        "aduan": _per_file(3),
        "temuan": f"""from (
            select sha256_berkas, 'STR-06' as id_aturan, 'B' as tingkat, baris, periode
            {doubtful}
            union all
            select sha256_berkas, 'STR-09', 'I', null, null
            from kiriman where q = {{q}} and u(41, g, o, 0, q) < 0.05)""",
        "periksa": f"""from (
            with doubtful as (select sha256_berkas, count(*) as n_ {doubtful} group by 1)
            select k.sha256_berkas, r.id_aturan, case r.id_aturan
                when 'STR-06' then coalesce(doubtful.n_, 0)
                when 'STR-09' then case when u(41, g, o, 0, q) < 0.05 then 1 else 0 end
                else 0 end as n_
            from kiriman as k cross join (values {rules}) as r(id_aturan)
            left join doubtful on k.sha256_berkas = doubtful.sha256_berkas
            where k.q = {{q}})""",
    }


def intake_rules(policy_dir: Path) -> list[str]:
    """Ids of the rules that intake evaluates on every file."""
    return [row["id_aturan"] for row in rules(policy_dir) if row["tempat"] == "ingest"]


def rules(policy_dir: Path) -> list[dict[str, str]]:
    """The rule catalogue, row by row."""
    with (policy_dir / "aturan.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))
