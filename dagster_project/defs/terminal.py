"""What `sae run` built in a terminal, told to Dagster: a sensor that reads what the run left.

Belongs here: when it is looked for.
Stays out: the events (`orchestrator.reported`), what a run leaves (`sae.build.built`).
It is on from the start and costs a look into one folder: whoever opens the UI after `make run` sees
within half a minute what was built.
"""

import dagster as dg

from dagster_project.orchestrator.evidence import evidence_events
from dagster_project.orchestrator.reported import events_of
from dagster_project.sae.build.built import last_built
from dagster_project.sae.installation.errors import LaneBusyError
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.installation.settings import Settings


@dg.sensor(
    name="laporan_terminal",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells Dagster what `sae run` built outside it: assets, checks, pillar scores.",
)
def laporan_terminal(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Report the last run of a terminal once; it overtakes those before it."""
    settings = Settings.from_env()
    built = last_built(settings, context.cursor)
    if built is None:
        return dg.SensorResult(skip_reason="no run of a terminal since the last one told")
    try:
        # The build warehouse is asked: nobody may be writing it meanwhile.
        with lane(settings, owner="dagster laporan_terminal", wait_seconds=0.0):
            events = [*events_of(settings, built), *evidence_events(settings)]
    except LaneBusyError as busy:
        return dg.SensorResult(skip_reason=f"told after the run that is working now: {busy}")
    return dg.SensorResult(asset_events=events, cursor=built.selesai)
