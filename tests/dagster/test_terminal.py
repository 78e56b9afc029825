"""After `sae run` Dagster knows what was built, though it ran nothing."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from dagster_project.defs.terminal import laporan_terminal
from dagster_project.sae.build.built import last_built, leave_built
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.installation.settings import Settings

pytestmark = pytest.mark.xdist_group("kuartal_bersih")


@pytest.fixture
def run(own_case, monkeypatch: pytest.MonkeyPatch):
    """A released run of a terminal, as the environment of the UI names it."""
    done = own_case("kuartal_bersih")
    monkeypatch.setenv("SAE_HOME", str(done.settings.home))
    return done


def tick(cursor: str | None) -> dg.SensorResult:
    with dg.build_sensor_context(cursor=cursor) as context:
        return laporan_terminal(context)


def test_the_last_run_of_a_terminal_is_told_once(run) -> None:
    first = tick(None)
    assert first.asset_events
    again = tick(first.cursor)
    assert not again.asset_events
    assert again.skip_reason is not None


def test_while_a_run_works_it_waits_for_the_next_look(run) -> None:
    with lane(run.settings, owner="sae run", wait_seconds=0.0):
        told = tick(None)
    assert not told.asset_events
    assert told.skip_reason is not None
    assert "sae run" in told.skip_reason.skip_message
    assert tick(None).asset_events


def test_every_model_check_and_release_asset_is_known_to_the_instance(
    run, definitions: dg.Definitions
) -> None:
    graph = definitions.resolve_asset_graph()
    with dg.DagsterInstance.ephemeral() as instance:
        for event in tick(None).asset_events:
            instance.report_runless_asset_event(event)
        built = {
            key
            for key in graph.materializable_asset_keys
            if instance.get_latest_materialization_event(key) is not None
        }
        # The pages on the checks are only built where somebody asks Dagster for them.
        assert graph.materializable_asset_keys - built == {dg.AssetKey("halaman_mutu")}
        released = instance.get_latest_materialization_event(dg.AssetKey("rilis"))
        assert released is not None
        assert released.asset_materialization is not None
        told = released.asset_materialization.metadata
        assert told["by"].value == "sae run"
        assert told["release_id"].value == run.outcome.served
        assert "| pillar | score |" in told["pillar_scores"].value
        assert told["notes_file"].value.startswith("file://")
        decided = instance.get_latest_materialization_event(dg.AssetKey("keputusan"))
        assert decided is not None
        assert decided.asset_materialization is not None
        assert decided.asset_materialization.metadata["held_rows"].value >= 0


def test_results_of_checks_are_told_with_their_counts(run) -> None:
    evaluations = [e for e in tick(None).asset_events if isinstance(e, dg.AssetCheckEvaluation)]
    suites = {e.check_name: e for e in evaluations if e.asset_key == dg.AssetKey("dq_results")}
    assert suites["realisasi"].metadata["evaluated"].value > 0
    tests = [e for e in evaluations if e.asset_key == dg.AssetKey("kpi_pilar")]
    assert {e.check_name for e in tests} >= {"assert_a_pillar_has_a_score_or_a_reason"}
    assert all(e.passed for e in tests)


def test_only_the_last_twenty_runs_are_kept(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, profile="probolinggo", inbox=tmp_path)
    for _ in range(23):
        leave_built(settings, [], cycle="c", release_id="R", is_released=False, tables={})
    assert len(list(settings.built.glob("*.json"))) == 20
    last = last_built(settings, None)
    assert last is not None
    assert last_built(settings, last.selesai) is None
