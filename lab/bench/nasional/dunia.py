"""A nation of generated reports: landed Parquet, a profile folder, the control table.

Belongs here: what the generated governments report and how often something is wrong with it.
Stays out: the evidence of the checks (`bukti`), building (`ukur`), workbooks (`sae contoh`).
Everything follows from hashes of (government, agency, indicator, quarter): same size, same rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.build.approval import write_control
from dagster_project.sae.build.net_control import LOOKED, NetRow, write_net
from dagster_project.sae.contract.landing import ensure_base, schemas
from dagster_project.sae.contract.template import TEMPLATE_NAME
from dagster_project.sae.installation.settings import Settings
from lab.bench.nasional import kolom, lembar

if TYPE_CHECKING:
    import duckdb

GOVERNMENTS, AGENCIES, INDICATORS, QUARTERS = 552, 45, 60, 16
FIRST_YEAR = 2022
RELEASE_ID = "R-NASIONAL-000000000000"

# What is wrong in the nation, as shares; the README of the results prints them beside the numbers.
SKEW: Mapping[str, str] = {
    "agencies that sent nothing in a quarter": "2 %",
    "reports sent a second time, with the same rows (the first no longer counts)": "3 %",
    "reports received after the deadline": "5 %",
    "indicators of one agency": "100 down to 20, 60 on average",
    "definitions": "in the first report of each year, 0.5 % of indicators never defined",
    "rows missing from a report": "3 %",
    "figures not measured / not yet released": "2 % / 1 %",
    "quarter targets of 0, not due": "2 % of rising indicators",
    "figures of the quarter before reported again, changed": "1 %",
    "annual-only indicators, with a year row in the fourth quarter": "8 %",
    "missed targets": "about 30 %, 85 % of them with an obstacle, 30 % of those told again",
    "doubtful numbers found by intake": "0.3 % of rows",
    "rows with a blocking finding of the checks": "1.5 %",
    "other sheets per report": "8 budget, 4 collaboration, 2 communication, 1 swadaya, 3 complaint",
    "raw cells (landing table lembar)": "none: no model reads them",
}


@dataclass(frozen=True)
class Nation:
    """A generated nation on disk: its settings and how many governments it has."""

    settings: Settings
    governments: int


def settings_of(home: Path) -> Settings:
    """Settings of a nation kept under `home`; its profile folder stands beside the state."""
    return Settings(home=home, profile=str(home / "profil"), inbox=home / "masuk")


def generate(home: Path, governments: int, *, root: Path) -> Nation:
    """Write profile, landing and control table of a nation; an existing folder is replaced.

    Args:
        home: where it is kept.
        governments: how many of the 552; sixteen quarters whatever their number.
        root: the project, whose local profile lends the seeds that have no national form.
    """
    import duckdb

    shutil.rmtree(home, ignore_errors=True)
    settings = settings_of(home)
    settings.landing.mkdir(parents=True)
    template = settings.layouts_dir / TEMPLATE_NAME
    ensure_base(settings.landing, template)
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute("set memory_limit = '4GB'")
        connection.execute(f"set temp_directory = '{home / 'tmp'}'")
        _base_tables(connection, governments)
        _profile(connection, settings, root=root)
        _scope(connection, settings)
        columns = {name: list(schema.names) for name, schema in schemas(template).items()}
        types = {
            name: {field.name: _duckdb_type(str(field.type)) for field in schema}
            for name, schema in schemas(template).items()
        }
        for quarter in range(QUARTERS):
            batch = settings.landing / f"tw{quarter:02d}"
            batch.mkdir()
            for table, query in lembar.queries(settings.policy_dir).items():
                said = kolom.EXPRESSIONS[table]
                values = ", ".join(
                    f"cast({said.get(name, 'null')} as {types[table][name]}) as {name}"
                    for name in columns[table]
                )
                connection.execute(
                    f"copy (select {values} {query.format(q=quarter)}) "
                    f"to '{batch / table}.parquet' (format parquet, compression zstd)"
                )
    shutil.rmtree(home / "tmp", ignore_errors=True)
    return Nation(settings, governments)


def _duckdb_type(arrow: str) -> str:
    kinds = {"string": "varchar", "int64": "bigint", "double": "double", "date32[day]": "date"}
    return kinds.get(arrow, "timestamp")


def _base_tables(connection: duckdb.DuckDBPyConnection, governments: int) -> None:
    """The reports of the nation and the indicators of each agency."""
    connection.execute(
        "create macro u(salt, g, o, i, q) as (hash(salt, g, o, i, q) % 1000003) / 1000003.0"
    )
    connection.execute(
        f"""
        create table kiriman as
        with opd as (
            select g, o, 60 + cast(round(40 * cos(pi() * (o - 1) / 44)) as integer) as n,
                'G' || lpad(cast(g as varchar), 3, '0') || '.' || lpad(cast(o as varchar), 2, '0')
                    as kode_opd
            from range(1, {governments} + 1) as _(g) cross join range(1, {AGENCIES} + 1) as __(o)
        ),
        sent as (
            select opd.*, q, {FIRST_YEAR} + q // 4 as tahun, q % 4 + 1 as tw,
                case when u(2, g, o, 0, q) < 0.03 then 2 else 1 end as versi_terakhir
            from opd cross join range({QUARTERS}) as _(q)
            where u(1, g, o, 0, q) >= 0.02
        )
        select sent.*, v, v = versi_terakhir as is_aktif,
            sha256(concat_ws('-', g, o, q, v)) as sha256_berkas,
            make_date(tahun + tw // 4, tw % 4 * 3 + 1, 1) as dibuka,
            'SIKLUS-' || tahun || '-TW' || tw as id_siklus,
            'TW' || tw as periode
        from sent cross join range(1, 3) as _(v)
        where v <= versi_terakhir
        """
    )
    connection.execute(
        """
        create table definisi as
        with opd as (select distinct g, o, n, kode_opd from kiriman),
        drawn as (
            select opd.*, i, u(10, g, o, i, 0) as ua, u(11, g, o, i, 0) as up,
                u(12, g, o, i, 0) as ul, round(10 + 90 * u(13, g, o, i, 0), 2) as dasar
            from opd cross join range(1, 101) as _(i)
            where i <= n and u(14, g, o, i, 0) >= 0.005
        )
        select *,
            kode_opd || '-' || lpad(cast(i as varchar), 3, '0') as id_indikator,
            case when ua < 0.35 then 'KUMULATIF' when ua < 0.70 then 'POSISI_AKHIR'
                when ua < 0.82 then 'RATA_RATA' when ua < 0.92 then 'MAKSIMUM'
                else 'TAHUNAN_SAJA' end as jenis_agregasi,
            case when up < 0.70 then 'NAIK' when up < 0.95 then 'TURUN' else 'RENTANG' end
                as polaritas,
            case when ul < 0.15 then 'DAMPAK' when ul < 0.5 then 'OUTCOME' when ul < 0.85
                then 'OUTPUT' else 'AKTIVITAS' end as level_hasil,
            'SAE-' || (1 + o % 5) as kode_pilar
        from drawn
        """
    )


def _profile(connection: duckdb.DuckDBPyConnection, settings: Settings, *, root: Path) -> None:
    """The local profile with the agencies, cycles and years of the nation."""
    folder = settings.profile_dir
    shutil.copytree(root / "dbt" / "seeds" / "profil" / "probolinggo", folder)
    yml = folder / "opd.yml"
    # The codes of the nation look like no date, so the fast way of loading may be taken.
    yml.write_text(
        yml.read_text(encoding="utf-8").replace("fast: false", "fast: true"), encoding="utf-8"
    )
    _csv(
        connection,
        folder / "opd.csv",
        query="""
        select distinct kode_opd, 'Dinas ' || kode_opd as nama_opd, kode_opd as singkatan,
            'DINAS' as jenis_opd, date '2022-01-01' as berlaku_dari, null as berlaku_sampai,
            null as kode_opd_pendahulu, 'BELUM_TERVERIFIKASI' as status_verifikasi,
            'dibuat' as sumber
        from kiriman order by kode_opd""",
    )
    _csv(
        connection,
        folder / "siklus.csv",
        query="""
        select distinct id_siklus, id_siklus as nama_siklus, null as tanggal_rapat, tahun, periode,
            dibuka, dibuka + 20 as tenggat, dibuka + 38 as batas_data,
            'BELUM_TERVERIFIKASI' as status_verifikasi, 'dibuat' as sumber
        from kiriman order by dibuka""",
    )
    _csv(
        connection,
        folder / "periode_pemerintahan.csv",
        query=f"""
        select y + 1 as tahun_pemerintahan, make_date({FIRST_YEAR} + y, 2, 20) as mulai,
            make_date({FIRST_YEAR} + y + 1, 2, 19) as selesai, 'belum disebut' as fase,
            'dibuat' as sumber
        from range(5) as _(y)""",
    )


def _scope(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """The control tables: the last cycle, its cut-off passed; no release before it."""
    connection.execute(
        f"""
        copy (
            select id_siklus, tahun, periode, dibuka + 38 as tanggal_batas,
                dibuka + 38 as batas_terima, '' as alasan_susulan,
                '{RELEASE_ID}' as id_rilis,
                cast(dibuka + 18 as timestamp) as dibuat_pada, 'bench' as versi_kode,
                'bench' as versi_kebijakan, 'bench' as versi_profil, 'bench' as sha256_masukan,
                (select count(*) from kiriman) as jumlah_berkas, 'nasional' as profil
            from kiriman order by q desc limit 1
        ) to '{settings.scope_file}' (format parquet)
        """
    )
    write_control(settings, RELEASE_ID, inputs="bench")
    write_net(settings, [NetRow(RELEASE_ID, LOOKED)])


def _csv(connection: duckdb.DuckDBPyConnection, path: Path, *, query: str) -> None:
    connection.execute(f"copy ({query}) to '{path}' (header)")
