"""An installation that has received one report, and workbooks made in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from dagster_project.sae.blank.write import Blank, write_blank
from dagster_project.sae.contract.template import TEMPLATE_NAME, Template, load_template
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.archive import store

SAMPLE = PROJECT_ROOT / "data_raw" / "contoh"


@pytest.fixture(scope="session")
def template() -> Template:
    return load_template(PROJECT_ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path / "var",
        profile="probolinggo",
        inbox=tmp_path / "masuk",
        clock=datetime(2026, 10, 25, 8),
    )


@pytest.fixture
def receive(settings: Settings, tmp_path: Path) -> Callable[..., Path]:
    """Put a file of the sample, or any other, into the archive."""

    def put(name: str, *, source: Path | None = None) -> Path:
        copy = tmp_path / name
        shutil.copy(source or SAMPLE / name, copy)
        store(
            settings.archive,
            copy,
            name=name,
            received_at=datetime(2026, 7, 5, 9),
            via="uji",
            declared=False,
        )
        copy.unlink()
        return copy

    return put


@pytest.fixture
def make(settings: Settings, tmp_path: Path) -> Callable[..., Blank]:
    """Make the workbook of an agency and a period."""

    def write(opd: str = "1.02.01", period: str = "2026-TW3") -> Blank:
        return write_blank(settings, opd=opd, period=period, target=tmp_path)

    return write


@pytest.fixture
def table() -> Callable[[Path, str], list[dict[str, Any]]]:
    """Rows of a sheet, by the names in row 1."""

    def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
        found = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
        names = next(found)
        if names[0] != "isian":
            next(found)  # people's words
        return [dict(zip(names, row, strict=True)) for row in found if any(row)]

    return rows


@pytest.fixture
def release(settings: Settings) -> Callable[..., None]:
    """Serve a release that holds those definitions and values."""

    def serve(definitions: Sequence[dict[str, Any]], values: Sequence[dict[str, Any]]) -> None:
        settings.serving.mkdir(parents=True)
        with duckdb.connect(str(settings.serving / "sae.duckdb")) as connection:
            connection.execute("create table rilis as select 'R-2026-03-uji' as id_rilis")
            for name, rows in (("dim_indikator", definitions), ("kpi_indikator", values)):
                selects = []
                for row in rows:
                    said = ", ".join(f"{_literal(v)} as {k}" for k, v in row.items())
                    selects.append(f"select {said}")
                connection.execute(f"create table {name} as {' union all by name '.join(selects)}")

    return serve


def _literal(value: Any) -> str:
    if value is None:
        return "cast(null as double)"
    if isinstance(value, str):
        return f"date '{value}'" if value[:2] == "20" and value[4] == "-" else f"'{value}'"
    return f"{value}::double" if isinstance(value, float) else str(value)
