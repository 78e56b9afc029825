"""The definitions as Dagster loads them, over an installation that is empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dagster")


@pytest.fixture(scope="session")
def definitions(empty_home: Path) -> Iterator[dg.Definitions]:
    """Loaded once: making the manifest is the slow part."""
    from dagster_project.definitions import defs

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAE_HOME", str(empty_home / "var"))
        patch.setenv("SAE_MASUK", str(empty_home / "masuk"))
        yield defs()
