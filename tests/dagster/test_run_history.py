"""Old runs go with their events and logs; the last ones stay, so do those that still run."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.orchestrator.run_history import clean_history
from dagster_project.orchestrator.ui_home import prepare_dagster_home
from dagster_project.sae.care.upkeep import load_ages
from dagster_project.sae.installation.settings import Settings

pytestmark = pytest.mark.xdist_group("dagster")


@dg.asset
def sesuatu(context: dg.AssetExecutionContext) -> None:
    print("catatan langkah")
    context.log.info("x" * 200)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "var", profile="probolinggo", inbox=tmp_path)


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """A real instance, with the SQLite files and the configuration of the UI."""
    with dg.DagsterInstance.from_config(str(prepare_dagster_home(settings))) as made:
        yield made


def run(instance: dg.DagsterInstance) -> str:
    job = dg.Definitions(assets=[sesuatu]).resolve_implicit_global_asset_job_def()
    return job.execute_in_process(instance=instance).run_id


def traces(settings: Settings, run_id: str) -> list[str]:
    return [p.name for p in settings.orchestrator.rglob("*") if run_id in p.as_posix()]


def test_runs_beyond_the_last_ones_go_with_all_their_traces(settings, instance):
    ids = [run(instance) for _ in range(5)]
    assert all(traces(settings, run_id) for run_id in ids)
    now = replace(load_ages(), jalan_hari=0, jalan_sisa=2)

    trial = clean_history(instance, settings, now, is_trial=True)
    assert (trial.count, len(instance.get_runs())) == (3, 5)

    done = clean_history(instance, settings, now, is_trial=False)
    assert (done.count, done.problem) == (3, "")
    assert done.size > 0
    assert [r.run_id for r in instance.get_runs()] == [ids[4], ids[3]]
    assert [traces(settings, run_id) for run_id in ids[:3]] == [[], [], []]
    event = instance.get_latest_materialization_event(dg.AssetKey("sesuatu"))
    assert event.run_id == ids[4]


def test_young_runs_and_runs_that_have_not_ended_stay(settings, instance):
    run(instance)
    waiting = dg.DagsterRun(job_name="rakorev", status=dg.DagsterRunStatus.STARTED)
    instance.add_run(waiting)
    assert clean_history(instance, settings, load_ages(), is_trial=False).count == 0
    all_old = replace(load_ages(), jalan_hari=0, jalan_sisa=1)
    assert clean_history(instance, settings, all_old, is_trial=False).count == 1
    assert [r.run_id for r in instance.get_runs()] == [waiting.run_id]


def test_the_queue_gives_the_lane_to_one_run_at_a_time(instance):
    queue = instance.get_concurrency_config()
    assert queue.pool_config.default_pool_limit == 1
    assert queue.pool_config.pool_granularity.value == "run"
