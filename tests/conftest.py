"""A case is a quarter in miniature: its files become an inbox, its run is made once and shared.

Belongs here: fixtures that more than one folder of tests uses.
"""

from __future__ import annotations

import os
import pickle
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from filelock import FileLock
from hypothesis import settings as hypothesis_settings

from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from dagster_project.sae.tell.outcome import Outcome

# Speed is measured in benchmarks as a ratio, never by a deadline on a machine that others share.
hypothesis_settings.register_profile("rumah", deadline=None)
hypothesis_settings.load_profile("rumah")

CASES = Path(__file__).parent / "cases"
ROOT = CASES.parents[1]


@dataclass(frozen=True)
class CaseRun:
    """One case after a run of the whole pipeline."""

    name: str
    facts: dict[str, Any]
    settings: Settings
    outcome: Outcome

    def build(self, query: str) -> pd.DataFrame:
        """Rows of the build warehouse."""
        from dagster_project.sae.build import warehouse

        with warehouse.read_only(self.settings) as connection:
            return connection.execute(query).df()

    def published(self, query: str) -> pd.DataFrame:
        """Rows of the file readers open."""
        import duckdb

        with duckdb.connect(
            str(self.settings.serving / "sae.duckdb"), read_only=True
        ) as connection:
            return connection.execute(query).df()


def case_facts(name: str) -> dict[str, Any]:
    """What `kasus.yaml` says about a case."""
    return yaml.safe_load((CASES / name / "kasus.yaml").read_text(encoding="utf-8"))


def fill_inbox(name: str, inbox: Path) -> Path:
    """Put the files of a case into an inbox; a folder of CSVs arrives as one zip of them.

    The same case gives the same bytes every time, so that release ids can be compared.
    """
    inbox.mkdir(parents=True, exist_ok=True)
    for source in sorted((CASES / name / "masuk").iterdir()):
        if source.is_file():
            shutil.copyfile(source, inbox / source.name)
            continue
        with zipfile.ZipFile(inbox / f"{source.name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for sheet in sorted(source.glob("*.csv")):
                entry = zipfile.ZipInfo(sheet.name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, sheet.read_bytes())
    return inbox


def case_settings(name: str, home: Path) -> Settings:
    """An installation of its own for a case, with the case's inbox and clock."""
    facts = case_facts(name)
    return Settings(
        home=home / "var",
        profile=str(ROOT / facts["profil"]) if "/" in facts["profil"] else facts["profil"],
        inbox=fill_inbox(name, home / "masuk"),
        clock=facts["kini"],
    )


@pytest.fixture(scope="session")
def facts_of() -> Callable[[str], dict[str, Any]]:
    """What `kasus.yaml` says about a case."""
    return case_facts


@pytest.fixture(scope="session")
def install_case() -> Callable[[str, Path], Settings]:
    """Make an installation of its own for a case; nothing has run in it yet."""
    return case_settings


@pytest.fixture(scope="session")
def run_case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], CaseRun]:
    """Run a case once for all tests of all workers and share what came out.

    Nobody may change it; `own_case` gives a copy to break.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    @cache
    def run(name: str) -> CaseRun:
        from dagster_project.sae.run import pipeline

        home = shared / f"kasus-{name}"
        finished = home / "selesai.pickle"
        with FileLock(shared / f"kasus-{name}.lock"):
            if not finished.is_file():
                settings = case_settings(name, home)
                outcome = pipeline.run(settings, cycle=case_facts(name)["id_siklus"])
                finished.write_bytes(pickle.dumps((settings, outcome)))
        settings, outcome = pickle.loads(finished.read_bytes())  # noqa: S301 - written just above
        return CaseRun(name, case_facts(name), settings, outcome)

    return run


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Outcome]:
    """The committed sample after its last two cycles, the later one served; its last outcome.

    Made once for all tests of all workers. Nobody may change it.
    """
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "contoh"
    finished = home / "selesai.pickle"
    with FileLock(home.with_suffix(".lock")):
        if not finished.is_file():
            from dagster_project.sae.run import pipeline

            settings = Settings(
                home=home / "var",
                profile="probolinggo",
                inbox=ROOT / "data_raw" / "contoh",
                clock=datetime(2026, 11, 23, 8),
            )
            pipeline.run(settings, cycle="RAKOREV-2026-03")
            finished.write_bytes(pickle.dumps((settings, pipeline.run(settings))))
    found: tuple[Settings, Outcome] = pickle.loads(finished.read_bytes())  # noqa: S301 - our own
    return found


@pytest.fixture
def own_case(run_case: Callable[[str], CaseRun], tmp_path: Path) -> Callable[[str], CaseRun]:
    """A copy of a finished run that a test may break."""

    def copy(name: str) -> CaseRun:
        shared = run_case(name)
        shutil.copytree(shared.settings.home, tmp_path / "var", symlinks=True)
        return replace(shared, settings=replace(shared.settings, home=tmp_path / "var"))

    return copy
