"""A scratch installation: a build warehouse as the gate leaves it, and the yml about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from dagster_project.sae.build import scope as scope_module
from dagster_project.sae.build.scope import Scope, ScopeInput
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.serving import serve

ID = "R-2026-03-aaaaaaaaaaaa"
OTHER = "R-2026-04-bbbbbbbbbbbb"

TABLES = {
    "pub_rilis": """select '{id}' as id_rilis, timestamp '2026-07-19 10:00:00' as dibuat_pada,
        'contoh sintetis, bukan angka resmi' as label_data""",
    "pub_kpi_pilar": """select 'P' || (i % 5) as kode_pilar, '{id}' as id_rilis,
        cast(i as bigint) as urutan, i / 3.0::double as skor, i % 2 = 0 as is_rilis,
        cast(i as integer) as tahun, cast(i / 4.0 as decimal(18, 2)) as rasio,
        date '2026-01-01' + cast(i as integer) as tanggal from range(40) as r(i)""",
    "pub_mutu_keputusan": """select * from (values
        ('1.01', 'tahan', '=HYPERLINK("http://x")', -3),
        ('1.02', 'tahan', 'Baris 4: baseline kosong', 2),
        ('1.03', 'rilis', null, 0)) as t(kode_opd, keputusan, alasan, jumlah)""",
}


def described(table: str, columns: list[str]) -> dict[str, object]:
    """One yml model as dbt knows it, English in `description`, Indonesian in `config.meta`."""

    def text(name: str) -> dict[str, object]:
        return {
            "name": name,
            "description": f"The {name}.",
            "config": {"meta": {"deskripsi_id": f"Arti {name}."}},
        }

    return {"version": 2, "models": [{**text(table), "columns": [text(c) for c in columns]}]}


def write_warehouse(settings: Settings, tables: dict[str, str], *, release_id: str) -> None:
    """Write the tables and the gate's decision into a new build warehouse, and their yml."""
    settings.work.mkdir(parents=True, exist_ok=True)
    settings.warehouse.unlink(missing_ok=True)
    models = settings.dbt_dir / "models" / "marts"
    models.mkdir(parents=True, exist_ok=True)
    marts = {name: name.removeprefix("pub_") for name in tables}
    terbit = {mart: {"mart": mart, "putusan": "mart", "urut": []} for mart in marts.values()}
    (settings.dbt_dir / "dbt_project.yml").write_text(
        yaml.safe_dump({"vars": {"sae": {"terbit": terbit}}}), encoding="utf-8"
    )
    (settings.dbt_dir / "pembaca.yml").write_text("rujukan: []\nkini: {}\n", encoding="utf-8")
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute(
            "create table gate_rilis as select 'rilis' as keputusan, '' as alasan, "
            "1::bigint as jumlah_baris_rilis, 2::bigint as jumlah_baris_tahan"
        )
        for name, query in tables.items():
            connection.execute(f"create table {name} as {query.replace('{id}', release_id)}")
            columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
            text = yaml.safe_dump(described(marts[name], columns))
            (models / f"{marts[name]}.yml").write_text(text, encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(
        home=tmp_path / "var",
        profile="uji",
        inbox=tmp_path,
        clock=datetime(2026, 11, 23, 9, 0),
        root=tmp_path / "root",
    )
    made.policy_dir.mkdir(parents=True)
    (made.policy_dir / "kolom_publik.csv").write_text(
        "tabel,kolom,bentuk\nkpi_pilar,skor,UTUH\n", encoding="utf-8"
    )
    write_warehouse(made, TABLES, release_id=ID)
    return made


@pytest.fixture
def rebuild(settings: Settings) -> Callable[..., None]:
    """Build the warehouse again: `rebuild(pub_x="select ...", release_id=...)`."""

    def build(*, release_id: str = ID, **tables: str) -> None:
        write_warehouse(settings, TABLES | tables, release_id=release_id)

    return build


@pytest.fixture
def state_key(settings: Settings) -> Callable[..., None]:
    """State the key of a mart as its models are tested for it: `state_key("kpi_x", "a", "b")`."""

    def state(mart: str, *columns: str) -> None:
        file = settings.dbt_dir / "models" / "marts" / f"{mart}.yml"
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        test = {"bentuk": {"arguments": {"kunci": list(columns)}}}
        content["models"][0]["data_tests"] = [test]
        file.write_text(yaml.safe_dump(content), encoding="utf-8")

    return state


@pytest.fixture
def scope() -> Scope:
    received = datetime(2026, 7, 19, 10, 0)
    return Scope(
        id_siklus="RAKOREV-2026-03",
        tahun=2026,
        periode="TW2",
        tanggal_batas=date(2026, 8, 10),
        batas_terima=date(2026, 8, 10),
        alasan_susulan="",
        id_rilis=ID,
        dibuat_pada=received,
        versi_kode="0.1.0+12345678",
        versi_kebijakan="aaaabbbbcccc",
        versi_profil="ddddeeeeffff",
        sha256_masukan="0" * 64,
        jumlah_berkas=1,
        profil="uji",
        masukan=(
            ScopeInput(
                sha256_berkas="ab" * 32,
                nama_berkas="dinas.xlsx",
                ukuran=1000,
                diterima_pada=received,
                hasil="DITERIMA",
                kode_opd="1.01",
                id_siklus="RAKOREV-2026-03",
                hari_terlambat=0,
                urutan=1,
            ),
        ),
    )


@pytest.fixture
def write_scope_file(settings: Settings) -> Callable[[Scope], None]:
    """Write a scope where another process can read it."""
    return lambda scope: scope_module._write(settings.scope_file, scope)


@pytest.fixture
def published(settings: Settings, scope: Scope) -> Path:
    """The folder of one published release."""
    return publish(settings, scope).folder


@pytest.fixture
def two_served(settings: Settings, scope: Scope, published: Path) -> Callable[[str], None]:
    """Two kept releases, the first one served; call it with an id to serve that one."""
    write_warehouse(settings, TABLES, release_id=OTHER)
    publish(settings, dataclasses.replace(scope, id_rilis=OTHER))
    serve(settings, ID)
    return lambda release_id: serve(settings, release_id)
