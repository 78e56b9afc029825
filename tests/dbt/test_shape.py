"""What holds the shape of a table: each fault that a test of dbt's own would find is still found.

dbt's `unique`, `not_null` and `accepted_values` are one test of ours, `bentuk`, where no contract
holds; where one does, NOT NULL is a constraint of the table. A mutation shows for each kind what
catches the fault.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.sae.build import dbt_calls, warehouse
from dagster_project.sae.installation.errors import WarehouseError
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

DBT = PROJECT_ROOT / "dbt"


@dataclass(frozen=True)
class Project:
    """A dbt project of a few seeds and models with our macros and tests, to break."""

    settings: Settings

    def write(self, path: str, text: str) -> None:
        file = self.settings.dbt_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def build(self) -> None:
        warehouse.build(self.settings, "stage", only=("path:seeds", "path:models"))


SEED = "kode,nama,jenis\nA,Satu,X\nB,Dua,Y\n"
SEED_YML = """
seeds:
  - name: benih
    config: {column_types: {kode: varchar, nama: varchar, jenis: varchar}}
    data_tests:
      - bentuk:
          name: bentuk_benih
          arguments: {kunci: [kode], terisi: [kode, nama], nilai: {jenis: [X, Y]}}
"""
MODEL = "select kode, nama, cast(1 as integer) as nomor from {{ ref('benih') }}"
MODEL_YML = """
models:
  - name: martir
    config: {contract: {enforced: true}}
    data_tests:
      - bentuk: {name: bentuk_martir, arguments: {kunci: [kode]}}
    columns:
      - {name: kode, data_type: varchar, constraints: [{type: not_null}]}
      - {name: nama, data_type: varchar}
      - {name: nomor, data_type: integer, constraints: [{type: not_null}]}
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Project:
    home = tmp_path_factory.mktemp("bentuk")
    for folder in ("macros", "tests/generic"):
        shutil.copytree(DBT / folder, home / "akar" / "dbt" / folder)
    for file in ("profiles.yml", "selectors.yml"):
        shutil.copy(DBT / file, home / "akar" / "dbt")
    return Project(Settings(home=home / "var", profile="uji", inbox=home, root=home / "akar"))


@pytest.fixture
def project(written: Project) -> Project:
    """Sound, as every test finds it: parsed by parts from the second test on."""
    written.write(
        "dbt_project.yml",
        "name: sae\nversion: '1.0.0'\nprofile: sae\nmodels: {sae: {+materialized: table}}\n",
    )
    written.write("seeds/benih.csv", SEED)
    written.write("seeds/benih.yml", SEED_YML)
    written.write("models/martir.sql", MODEL)
    written.write("models/martir.yml", MODEL_YML)
    return written


FAULTS = {
    "a key twice in a seed": ("seeds/benih.csv", SEED + "A,Tiga,X\n", "kode ganda: 1 baris"),
    "an empty key in a seed": ("seeds/benih.csv", SEED + ",Tiga,X\n", "kode kosong: 1 baris"),
    "an empty field in a seed": ("seeds/benih.csv", SEED + "C,,X\n", "nama kosong: 1 baris"),
    "an unknown value": (
        "seeds/benih.csv",
        SEED + "C,Tiga,Z\n",
        "jenis di luar nilai yang dikenal: 1 baris",
    ),
    "a text where a date is due": (
        "seeds/benih.yml",
        SEED_YML.replace("jenis: varchar", "jenis: date"),
        "benih.csv",
    ),
    "a column that is not in the file": (
        "seeds/benih.yml",
        SEED_YML.replace("jenis: varchar}", "jenis: varchar, warna: varchar}"),
        "warna",
    ),
    "a row twice in a mart": (
        "models/martir.sql",
        MODEL + " union all " + MODEL,
        "kode ganda: 2 baris",
    ),
    "an empty key in a mart": (
        "models/martir.sql",
        MODEL.replace("select kode", "select nullif(kode, 'A') as kode"),
        "NOT NULL constraint failed: martir.kode",
    ),
    "an empty field that the contract wants": (
        "models/martir.sql",
        MODEL.replace("cast(1 as integer)", "cast(null as integer)"),
        "NOT NULL constraint failed: martir.nomor",
    ),
    "another type than the contract says": (
        "models/martir.sql",
        MODEL.replace("as integer", "as double"),
        "contract that failed",
    ),
    "a column that the contract does not know": (
        "models/martir.sql",
        MODEL.replace("select kode", "select 1 as lebih, kode"),
        "contract that failed",
    ),
    "a column missing of the contract": (
        "models/martir.sql",
        MODEL.replace(" nama,", ""),
        "contract that failed",
    ),
}


def test_a_sound_project_is_built(project: Project):
    project.build()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught_and_said(project: Project, fault: str):
    path, text, said = FAULTS[fault]
    project.write(path, text)
    with pytest.raises(WarehouseError, match=re.escape(said)):
        project.build()


def test_a_table_becomes_a_view_and_a_table_again(project: Project):
    """One statement cannot replace a relation of another kind: it is dropped first."""
    for head in ("", "{{ config(materialized='view', contract={'enforced': false}) }}\n", ""):
        project.write("models/martir.sql", head + MODEL)
        project.build()
        with warehouse.read_only(project.settings) as connection:
            assert connection.execute("select count(*) from martir").fetchone() == (2,)


def test_a_build_works_within_the_limits_of_the_installation(project: Project):
    names = ("memory_limit", "threads", "preserve_insertion_order", "autoload_known_extensions")
    shown = ", ".join(f"cast(current_setting('{name}') as varchar) as {name}" for name in names)
    project.write("models/batas.sql", f"select {shown}")
    limited = replace(project.settings, memory_limit="1GB", threads=1)
    warehouse.build(limited, "stage", only=("batas",))
    with warehouse.read_only(limited) as connection:
        found = connection.execute("select * from batas").fetchone()
    assert found == ("953.6 MiB", "1", "false", "false")


def test_a_build_that_fails_leaves_the_table_as_it_was(project: Project):
    project.build()
    project.write("models/martir.sql", MODEL.replace("select kode", "select error('x') as kode"))
    with pytest.raises(WarehouseError):
        project.build()
    with warehouse.read_only(project.settings) as connection:
        assert connection.execute("select count(*) from martir").fetchone() == (2,)


def test_columns_of_a_seed_go_by_their_names(project: Project):
    project.write("seeds/benih.csv", "jenis,kode,nama\nX,A,Satu\n")
    project.build()
    with warehouse.read_only(project.settings) as connection:
        assert connection.execute("select kode, nama, jenis from benih").fetchall() == [
            ("A", "Satu", "X")
        ]


@pytest.mark.parametrize(("sampai", "shown"), [("", None), ("sampai,", "2026-12-31")])
def test_a_column_that_may_be_missing_is_empty_without_it(project: Project, sampai: str, shown):
    value = f"{shown}," if shown else ""
    project.write("seeds/benih.csv", f"{sampai}kode,nama,jenis\n{value}A,Satu,X\n")
    optional = "config: {meta: {boleh_tiada: [sampai]}, column_types: {sampai: date, "
    project.write("seeds/benih.yml", SEED_YML.replace("config: {column_types: {", optional))
    project.build()
    with warehouse.read_only(project.settings) as connection:
        found = connection.execute("select cast(sampai as varchar), typeof(sampai) from benih")
        assert found.fetchall() == [(shown, "DATE")]


def test_a_seed_of_a_header_alone_is_an_empty_table(project: Project):
    project.write("seeds/benih.csv", "kode,nama,jenis\n")
    project.build()
    with warehouse.read_only(project.settings) as connection:
        assert connection.execute("select count(*) from benih").fetchone() == (0,)


def described() -> dict[str, dict[str, Any]]:
    """Every described model and seed of the project and of the profiles of the tests."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted([*DBT.glob("models/**/*.yml"), *DBT.glob("seeds/**/*.yml")]):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for node in (content.get("models") or []) + (content.get("seeds") or []):
            found[node["name"]] = {**node, "folder": file.parent.name}
    return found


def test_no_test_asks_what_a_contract_holds():
    asked_twice = []
    for name, node in described().items():
        held = {column["name"] for column in node.get("columns") or () if column.get("constraints")}
        for test in node.get("data_tests") or ():
            asked_twice += [
                f"{name}.{column}"
                for column in test.get("bentuk", {}).get("arguments", {}).get("terisi", ())
                if column in held
            ]
    assert asked_twice == []


def test_a_constraint_stands_only_where_a_contract_holds_it():
    idle = [
        f"{name}.{column['name']}"
        for name, node in described().items()
        for column in node.get("columns") or ()
        if column.get("constraints") and node["folder"] not in ("marts", "gate")
    ]
    assert idle == []


def test_one_test_judges_the_shape_of_a_table():
    """A second one costs as much as the first; only a condition on the rows asks for it."""
    several = []
    for name, node in described().items():
        shapes = [t for t in node.get("data_tests") or () if isinstance(t, dict) and "bentuk" in t]
        several += [name for t in shapes[1:] if not t["bentuk"].get("config", {}).get("where")]
    assert several == []


def test_a_manifest_is_parsed_once_for_each_state_of_the_files(
    project: Project, monkeypatch: pytest.MonkeyPatch
):
    from dbt.cli.main import dbtRunner

    commands: list[str] = []
    invoke = dbtRunner.invoke

    def counted(self: dbtRunner, words: list[str], **options: Any) -> Any:
        commands.append("parse" if "parse" in words else "build")
        return invoke(self, words, **options)

    monkeypatch.setattr(dbtRunner, "invoke", counted)
    project.write("seeds/benih.csv", SEED + "C,Tiga,X\n")
    project.build()
    project.build()
    project.write("seeds/benih.csv", SEED + "C,Tiga,X\nD,Empat,X\n")
    project.build()
    assert commands == ["parse", "build", "build", "parse", "build"]

    project.write("seeds/benih.csv", SEED)
    dbt_calls.write_manifest(project.settings)
    project.build()
    assert commands[5:] == ["parse", "build"]


def test_a_run_writes_no_json_that_nobody_reads(run_case: Callable[[str], Any]):
    target = run_case("kuartal_bersih").settings.dbt_target / "target"
    assert [file.name for file in target.glob("*.json")] == []


SOURCE_YML = """
sources:
  - name: run
    config:
      meta:
        external_location: read_csv('{{ env_var("SAE_WORK") }}/{name}.csv')
    tables: [{name: lingkup}]
"""


def test_installations_of_one_process_share_what_was_parsed_and_read_their_own_work(
    project: Project, tmp_path: Path
):
    project.write("models/sumber.yml", SOURCE_YML)
    project.write("models/lingkup.sql", "select nilai from {{ source('run', 'lingkup') }}")
    places = [project.settings, replace(project.settings, home=tmp_path / "lain")]
    for number, settings in enumerate(places):
        settings.work.mkdir(parents=True, exist_ok=True)
        (settings.work / "lingkup.csv").write_text(f"nilai\n{number}\n", encoding="utf-8")
    manifests = []
    for settings in (*places, places[0]):
        warehouse.build(settings, "stage", only=("path:seeds", "path:models"))
        manifests.append(dbt_calls.parsed(settings))
    assert len({id(manifest) for manifest in manifests}) == 1
    for number, settings in enumerate(places):
        with warehouse.read_only(settings) as connection:
            assert connection.execute("select nilai from lingkup").fetchall() == [(number,)]
