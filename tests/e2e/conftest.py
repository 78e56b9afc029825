"""What several end-to-end tests compare with, and the one run over the committed sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from dagster_project.sae.build import warehouse
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.tell.outcome import Outcome

ROOT = PROJECT_ROOT
SAMPLE = PROJECT_ROOT / "data_raw" / "contoh"


@dataclass(frozen=True)
class Sample:
    """The sample after a run."""

    settings: Settings
    outcome: Outcome

    def query(self, sql: str) -> pd.DataFrame:
        """Rows of the build warehouse."""
        with warehouse.read_only(self.settings) as connection:
            return connection.execute(sql).df().astype(object)


@pytest.fixture(scope="session")
def sample(sample_run: tuple[Settings, Outcome]) -> Sample:
    """The run over the sample that all tests share; nobody may change it."""
    return Sample(*sample_run)


@pytest.fixture(scope="session")
def differences() -> Callable[..., list[str]]:
    """Compare a table of the reference with that of the warehouse, row by row."""
    return _differences


def _differences(
    table: str, reference: pd.DataFrame, *, sql: pd.DataFrame, keys: list[str]
) -> list[str]:
    """Rows that only one of them has, and values that differ."""
    ours = {tuple(map(str, (r[k] for k in keys))): r for r in reference.to_dict("records")}
    theirs = {tuple(map(str, (r[k] for k in keys))): r for r in sql.to_dict("records")}
    found = [f"{table} {key}: only in pandas" for key in ours.keys() - theirs.keys()]
    found += [f"{table} {key}: only in SQL" for key in theirs.keys() - ours.keys()]
    for key in ours.keys() & theirs.keys():
        for column, value in ours[key].items():
            if not _same(value, theirs[key][column]):
                found.append(f"{table} {key} {column}: {value!r}, SQL {theirs[key][column]!r}")
    return sorted(found)


def _same(one: Any, other: Any) -> bool:
    if one is None or pd.isna(one):
        return other is None or bool(pd.isna(other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one == pytest.approx(other, rel=1e-12, abs=1e-9)
    return bool(one == other)
