"""What several end-to-end tests compare with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.run import pipeline

# Loaded by every Python of a kernel before anything else; ZeroMQ's own sockets are not Python's.
NO_NETWORK = """
import socket
_connect = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError("no network in this test")
    return _connect(self, address)
socket.socket.connect = connect
"""


@dataclass(frozen=True)
class TwoReleases:
    """Two releases of the sample, the later one served, and the variables of a kernel."""

    settings: Settings
    variables: dict[str, str]


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> TwoReleases:
    home = tmp_path_factory.mktemp("contoh")
    settings = Settings(
        home=home / "var",
        profile="probolinggo",
        inbox=PROJECT_ROOT / "data_raw" / "contoh",
        clock=datetime(2026, 11, 23, 8),
    )
    for cycle in ("RAKOREV-2026-03", "RAKOREV-2026-04"):
        pipeline.run(settings, cycle=cycle)
    (home / "tanpa_jaringan").mkdir()
    (home / "tanpa_jaringan" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    return TwoReleases(
        settings,
        {"SAE_HOME": str(settings.home), "PYTHONPATH": f"{home / 'tanpa_jaringan'}:{PROJECT_ROOT}"},
    )


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
