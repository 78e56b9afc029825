"""The whole job in Dagster, over a case: the same functions, so the same release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import dagster as dg
import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.xdist_group("kuartal_bersih")


@dataclass(frozen=True)
class Finished:
    """The job after its run."""

    settings: Settings
    result: dg.ExecuteInProcessResult
    tags: dict[str, str]

    def metadata(self, asset: str) -> dict[str, Any]:
        """What the asset tells people about its last materialization."""
        [event] = self.result.filter_events(
            lambda e: e.is_step_materialization and e.asset_key == dg.AssetKey(asset)
        )
        return {k: v.value for k, v in event.materialization.metadata.items()}


@pytest.fixture(scope="module")
def finished(
    tmp_path_factory: pytest.TempPathFactory, definitions: dg.Definitions, install_case, facts_of
) -> Iterator[Finished]:
    """The job once over a clean quarter, in an installation of its own."""
    settings = install_case("kuartal_bersih", tmp_path_factory.mktemp("job"))
    facts = facts_of("kuartal_bersih")
    with pytest.MonkeyPatch.context() as patch, dg.DagsterInstance.ephemeral() as instance:
        patch.setenv("SAE_HOME", str(settings.home))
        patch.setenv("SAE_MASUK", str(settings.inbox))
        patch.setenv("SAE_PROFIL", settings.profile)
        patch.setenv("SAE_KINI", facts["kini"].isoformat())
        result = definitions.resolve_job_def("rakorev").execute_in_process(
            instance=instance,
            run_config={"ops": {"scope": {"config": {"siklus": facts["id_siklus"]}}}},
        )
        yield Finished(settings, result, dict(instance.get_run_by_id(result.run_id).tags))


def test_the_job_succeeds_and_the_run_says_what_the_gate_decided(finished: Finished):
    assert finished.result.success
    assert finished.tags["sae/keputusan"] == "rilis"


def test_the_job_serves_the_release_that_the_command_line_serves(finished: Finished, run_case):
    import duckdb

    shared = run_case("kuartal_bersih")
    assert finished.metadata("serving")["release_id"] == shared.outcome.served
    query = "select * from kpi_indikator order by all"
    with duckdb.connect(finished.metadata("serving")["duckdb"], read_only=True) as connection:
        mine = connection.execute(query).df()
    assert mine.to_csv() == shared.published(query).to_csv()


def test_assets_tell_what_people_ask_for(finished: Finished):
    landed = finished.metadata("landing")
    assert (landed["files_accepted"], landed["files_rejected"]) == (3, 0)
    assert finished.metadata("lingkup")["cycle"] == "RAKOREV-2026-03"
    assert finished.metadata("dq_results")["rules_evaluated"] > 0
    assert finished.metadata("keputusan")["jumlah_baris_rilis"] == 18


def test_every_suite_left_a_check_result(finished: Finished):
    shown = {
        evaluation.check_name
        for evaluation in finished.result.get_asset_check_evaluations()
        if evaluation.asset_key == dg.AssetKey("dq_results")
    }
    suites = (PROJECT_ROOT / "expectations" / "suites").glob("*.yaml")
    assert shown == {path.stem for path in suites}


def test_the_lane_is_free_when_the_run_has_ended(finished: Finished):
    from dagster_project.sae.installation.lane import lane, lane_holder

    assert lane_holder(finished.settings) is None
    with lane(finished.settings, owner="test", wait_seconds=0):
        pass
