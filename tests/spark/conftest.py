"""Spark beside DuckDB: needs pyspark, dbt-spark and Java; `make compat-spark` has them."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

import pytest

from dagster_project.sae.build import warehouse
from dagster_project.sae.installation.engine import SPARK, Engine
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.run import pipeline
from dagster_project.sae.tell.outcome import Outcome

warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")

JUDGING = ("unit_test", "test")
TABLE: list[tuple[str, ...]] = []
"""Lines of the table that is printed at the end: what was compared, and how it came out."""


@dataclass(frozen=True)
class Both:
    """One inbox run on each engine; `spark` began with what intake had made of it."""

    duckdb: Settings
    spark: Settings
    outcomes: tuple[Outcome, Outcome]
    seconds: tuple[float, float]


@pytest.fixture(scope="session")
def run_both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Both]]:
    """Run an installation on DuckDB, then a copy of it on Spark."""

    def run(settings: Settings, *, cycle: str | None = None, is_tested: bool = False) -> Both:
        # Of equal tables every test says the same, and tests are half of a small build.
        with pytest.MonkeyPatch.context() as patch:
            if not is_tested:
                patch.setattr(warehouse, "build", partial(warehouse.build, skipping=JUDGING))
            return both(settings, cycle)

    def both(settings: Settings, cycle: str | None) -> Both:
        started = perf_counter()
        first = pipeline.run(settings, cycle=cycle, rebuild=True)
        middle = perf_counter()
        twin = replace(
            settings,
            home=settings.home.with_name(f"{settings.home.name}-spark"),
            engine=Engine(SPARK),
        )
        _hand_on(settings, twin)
        second = pipeline.run(twin, cycle=cycle, rebuild=True)
        ended = perf_counter()
        return Both(settings, twin, (first, second), (middle - started, ended - middle))

    from dagster_project.sae.build.spark.session import end_session, session

    # Java keeps what it shuffles below the installation that it was opened for: that of no case,
    # for a case is removed when its test has passed.
    home = tmp_path_factory.mktemp("sesi")
    session(Settings.from_env({"SAE_HOME": str(home), "SAE_MESIN": SPARK}))
    yield run
    end_session()


def _hand_on(settings: Settings, twin: Settings) -> None:
    """Give the twin what was received and read; what was computed it computes itself."""
    for name in ("arsip", "kerja/landing"):
        target = twin.home / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(settings.home / name, target)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was compared with what."""
    if not TABLE:
        return
    terminalreporter.section("Spark beside DuckDB")
    heads = (
        "inbox",
        "outcome",
        "built tables",
        "differing",
        "released",
        "differing",
        "s DuckDB",
        "s Spark",
    )
    widths = [max(len(str(row[i])) for row in (heads, *TABLE)) for i in range(len(heads))]
    for row in (heads, *TABLE):
        terminalreporter.line(
            "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        )
