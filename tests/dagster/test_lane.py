"""One lane for Dagster and the terminal: a run waits for a real process that holds it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from dagster_project.orchestrator.installation import Installation
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.sae.installation.lane import lane, lane_holder
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.xdist_group("dagster")

HOLD = """
import time
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.installation.settings import Settings
with lane(Settings.from_env(), wait_seconds=0, owner="sae run"):
    print("held", flush=True)
    time.sleep(120)
"""


@dg.asset(pool=LANE_POOL)
def tulisan(sae: Installation) -> str:
    """What writes while the lane is held: the name of the holder."""
    holder = lane_holder(sae.settings)
    return holder.owner if holder else "nobody"


@pytest.fixture
def holder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """`sae run` in another process, somewhere in the middle of its work."""
    monkeypatch.setenv("SAE_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("SAE_MASUK", str(tmp_path))
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdout=subprocess.PIPE, cwd=PROJECT_ROOT, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def test_a_run_waits_for_sae_run_says_for_whom_and_goes_on_when_it_is_killed(
    holder, monkeypatch, capfd
):
    def killing(settings: Settings, *, waiting: Callable[[str], None], **given: Any) -> Any:
        def told(name: str) -> None:
            waiting(name)
            holder.kill()

        return lane(settings, waiting=told, **given)

    monkeypatch.setattr("dagster_project.orchestrator.installation.lane", killing)
    result = dg.materialize([tulisan], resources={"sae": Installation(wait_seconds=60)})
    assert result.output_for_node("tulisan").startswith("dagster run ")
    assert f"waiting for the lane, held by sae run (pid {holder.pid}," in capfd.readouterr().err
    assert lane_holder(Settings.from_env()) is None


def test_a_run_that_waited_long_enough_fails_and_names_the_holder(holder):
    result = dg.materialize(
        [tulisan], resources={"sae": Installation(wait_seconds=0.3)}, raise_on_error=False
    )
    assert not result.success
    told = " ".join(str(event.event_specific_data) for event in result.all_events)
    assert f"Jalur tulis sedang dipegang sae run (pid {holder.pid}," in told


def test_every_op_that_writes_is_in_the_pool_of_the_lane(definitions: dg.Definitions):
    rakorev = definitions.resolve_job_def("rakorev")
    assert {node.definition.pool for node in rakorev.graph.nodes} == {LANE_POOL}
    upkeep, reminders = (definitions.resolve_job_def(n) for n in ("perawatan", "pengingat"))
    assert {node.definition.pool for node in upkeep.graph.nodes} == {LANE_POOL}
    assert {node.definition.pool for node in reminders.graph.nodes} == {None}
