"""When things run: the one job, its daily schedule and the sensor on the inbox.

Belongs here: jobs, schedules and sensors, one sentence each.
Stays out: what a job does (the assets), which files are new (`sae.inbox`).
Schedule and sensor are off until somebody switches them on in the UI: an installation that only
ever uses `sae run` must not start working by itself.
"""

import json

import dagster as dg

from dagster_project.sae.inbox import look
from dagster_project.sae.settings import ZONE, Settings

rakorev = dg.define_asset_job(
    "rakorev",
    selection=dg.AssetSelection.all(),
    description="From the inbox to a served release: the whole way, once.",
)

rakorev_harian = dg.ScheduleDefinition(
    name="rakorev_harian",
    job=rakorev,
    cron_schedule="0 6 * * *",
    execution_timezone=ZONE.key,
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Every morning at six, before offices open, so that a day begins with its numbers.",
)


@dg.sensor(
    job=rakorev,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Starts a run when the inbox holds files whose content was never received and "
    "whose size no longer changes.",
)
def kotak_masuk_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Ask for one run for each set of new files; say why when there is nothing to do."""
    seen = look(Settings.from_env(), memory=json.loads(context.cursor or "{}"))
    cursor = json.dumps(seen.memory, sort_keys=True)
    if not seen.new:
        return dg.SensorResult(skip_reason=seen.sentence, cursor=cursor)
    request = dg.RunRequest(
        run_key=seen.key,
        tags={"sae/berkas_baru": str(len(seen.new))},
    )
    return dg.SensorResult(run_requests=[request], cursor=cursor)
