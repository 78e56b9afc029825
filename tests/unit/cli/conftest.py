"""Commands read their installation from the environment, and here it is empty to begin with."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _no_installation_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever loads Dagster's definitions leaves variables that name its installation to dbt."""
    for name in [name for name in os.environ if name.startswith("SAE_")]:
        monkeypatch.delenv(name)
