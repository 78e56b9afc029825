"""Dagster's job builds on Spark as `sae run` does, and DuckDB then finds the same release."""

from __future__ import annotations

from dataclasses import replace

import dagster as dg
import pytest

from dagster_project.sae.installation.engine import Engine
from dagster_project.sae.release.manifest import read_manifest
from dagster_project.sae.run import pipeline

pytestmark = pytest.mark.spark


def test_the_job_releases_on_spark_what_duckdb_finds_there_already(
    install_case, facts_of, tmp_path, monkeypatch
):
    from dagster_project.definitions import defs

    name = "kuartal_bersih"
    settings = install_case(name, tmp_path)
    for variable, value in {
        "SAE_HOME": settings.home,
        "SAE_PROFIL": settings.profile,
        "SAE_MASUK": settings.inbox,
        "SAE_KINI": settings.clock.isoformat(),
        "SAE_MESIN": "spark",
    }.items():
        monkeypatch.setenv(variable, str(value))
    with dg.DagsterInstance.ephemeral() as instance:
        result = (
            defs()
            .resolve_job_def("rakorev")
            .execute_in_process(
                instance=instance,
                run_config={"ops": {"scope": {"config": {"siklus": facts_of(name)["id_siklus"]}}}},
            )
        )
    assert result.success
    [folder] = settings.releases.glob("R-*")
    assert read_manifest(folder)["alat"]["mesin"].startswith("spark 4")
    again = pipeline.run(
        replace(settings, engine=Engine()), cycle=facts_of(name)["id_siklus"], rebuild=True
    )
    assert (again.status, again.served, again.differing) == ("rilis", folder.name, ())
