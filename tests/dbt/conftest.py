"""The dbt project as dbt parses it, for tests that judge the project and not the data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from dagster_project.sae.build.dbt_calls import write_manifest


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory, install_case: Callable[..., Any]) -> Any:
    """`manifest.json` of the project, made for nobody else: nobody may change it."""
    settings = install_case("kuartal_bersih", tmp_path_factory.mktemp("manifes"))
    return json.loads(write_manifest(settings).read_text(encoding="utf-8"))
