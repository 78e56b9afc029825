"""A scratch warehouse made of cases: rows of the test tables, each with its own key."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, Catalogue, load_catalogue
from dagster_project.sae.checks.expectation import Suite
from dagster_project.sae.checks.suites import load_suites
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings

CASES = PROJECT_ROOT / "tests" / "cases" / "aturan"
# The column of each test table that makes a case a row of its own.
OWN = {
    **dict.fromkeys(("realisasi", "hambatan", "target", "revisi"), "id_baris"),
    **dict.fromkeys(("kolaborasi", "angka_bersama", "swadaya", "anggaran"), "id_baris"),
    **dict.fromkeys(("opd_pilar", "sampul", "tindak_lanjut", "aduan", "penerimaan"), "kunci_opd"),
    "opd": "kode_opd",
    **dict.fromkeys(("kiriman", "formulir"), "kunci_opd"),
    "kepemilikan": "id_baris",
}


@dataclass(frozen=True)
class Case:
    """One row of a test table, the rules it breaks, and what the finding says."""

    suite: str
    rule: str
    key: str
    row: Mapping[str, Any]
    breaks: frozenset[str]
    message: str | None
    cell: str | None
    content: str | None
    sheet: str | None


@dataclass(frozen=True)
class TestTable:
    """A test table of the warehouse as the cases describe it."""

    __test__ = False

    name: str
    columns: Mapping[str, str]
    clean: Mapping[str, Any]
    cases: tuple[Case, ...]


def read_table(suite: str) -> TestTable:
    data = yaml.safe_load((CASES / f"{suite}.yaml").read_text(encoding="utf-8"))
    cases = []
    for said in data["cases"]:
        key = f"{said['rule']} {said['name']}"
        cases.append(
            Case(
                suite=suite,
                rule=said["rule"],
                key=key,
                row={**data["clean"], OWN[suite]: key, **said["row"]},
                breaks=frozenset(said["breaks"]),
                message=said.get("message"),
                cell=said.get("cell"),
                content=said.get("content"),
                sheet=said.get("sheet"),
            )
        )
    return TestTable(data["table"], data["columns"], data["clean"], tuple(cases))


TABLES = {suite: read_table(suite) for suite in OWN}
EVERY_CASE = [case for table in TABLES.values() for case in table.cases]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", EVERY_CASE, ids=lambda case: case.key)


def write_rows(warehouse: Path, suite: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Create the test table of a suite in a scratch warehouse, replacing an earlier one."""
    table = TABLES[suite]
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse)) as connection:
        typed = ", ".join(f"{name} {kind}" for name, kind in table.columns.items())
        connection.execute(f"create or replace table {table.name} ({typed})")
        marks = ", ".join("?" for _ in table.columns)
        for row in rows:
            values = {**table.clean, OWN[suite]: "1", **row}
            connection.execute(
                f"insert into {table.name} values ({marks})",
                [values[name] for name in table.columns],
            )


@pytest.fixture(scope="session")
def tables() -> Mapping[str, TestTable]:
    return TABLES


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(PROJECT_ROOT / "dbt" / "seeds" / "policy" / CATALOGUE_NAME)


@pytest.fixture(scope="session")
def suites(catalogue: Catalogue) -> tuple[Suite, ...]:
    return load_suites(PROJECT_ROOT / "expectations" / "suites", catalogue)


@pytest.fixture(scope="session")
def installation_of_cases(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation whose warehouse holds every case."""
    home = tmp_path_factory.mktemp("kasus")
    settings = Settings(home=home, profile="probolinggo", inbox=home)
    for suite, table in TABLES.items():
        write_rows(settings.warehouse, suite, [case.row for case in table.cases])
    return settings


@pytest.fixture
def own_policy(tmp_path: Path) -> Settings:
    """An installation with a clean row in each test table and suites of its own to change."""
    return installation_with_own_policy(tmp_path)


@pytest.fixture
def few_rules(own_policy: Settings) -> Callable[..., Settings]:
    """Leave only these rules in the suites of `own_policy`, for what one rule alone can show."""

    def keep(*rules: str) -> Settings:
        for file in own_policy.suites_dir.glob("*.yaml"):
            suite = yaml.safe_load(file.read_text(encoding="utf-8"))
            suite["expectations"] = [e for e in suite["expectations"] if e["rule"] in rules]
            if suite["expectations"]:
                file.write_text(json.dumps(suite), encoding="utf-8")
            else:
                file.unlink()
        return own_policy

    return keep


def installation_with_own_policy(place: Path) -> Settings:
    """As `own_policy`, in that folder."""
    root = place / "proyek"
    for folder in ("expectations", "dbt/seeds/policy"):
        shutil.copytree(PROJECT_ROOT / folder, root / folder)
    settings = Settings(home=place / "var", profile="probolinggo", inbox=place, root=root)
    for suite in TABLES:
        write_rows(settings.warehouse, suite, [{}])
    return settings


@pytest.fixture
def rows_of(own_policy: Settings) -> Callable[..., None]:
    """Replace the rows of a test table of `own_policy`; each row is a change to the clean one."""

    def write(suite: str, *rows: Mapping[str, Any]) -> None:
        write_rows(own_policy.warehouse, suite, rows)

    return write


@pytest.fixture(scope="session")
def own_policy_in() -> Callable[[Path], Settings]:
    """As `own_policy`, for what several tests look at."""
    return installation_with_own_policy


@pytest.fixture(scope="session")
def write_rows_of() -> Callable[..., None]:
    """Replace the rows of a test table of a warehouse, as `rows_of` does."""
    return write_rows
