"""Commands read their installation from the environment, and here it is empty to begin with."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _no_installation_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build in this process says to dbt by variables which installation it works on."""
    for name in [name for name in os.environ if name.startswith("SAE_")]:
        monkeypatch.delenv(name)
