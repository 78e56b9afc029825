"""When things run: the one job, its daily schedule, the sensor on the inbox, reminders, upkeep.

Belongs here: jobs, schedules and sensors, one sentence each.
Stays out: what a job does (the assets, `upkeep`), which files are new (`sae.run.inbox`), whether a
run is due (`sae.run.due`), what people are told (`defs/alerts.py`).
All of it is off until somebody switches it on in the UI: an installation that only ever uses
`sae run` must not start working by itself.
"""

import json

import dagster as dg

from dagster_project.defs.upkeep import pengingat, perawatan
from dagster_project.sae.installation.settings import ZONE, Settings
from dagster_project.sae.run.due import due
from dagster_project.sae.run.inbox import look

rakorev = dg.define_asset_job(
    "rakorev",
    selection=dg.AssetSelection.all(),
    description="From the inbox to a served release: the whole way, once.",
)


@dg.schedule(
    name="rakorev_harian",
    job=rakorev,
    cron_schedule="0 6 * * *",
    execution_timezone=ZONE.key,
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Every morning at six, before offices open: a run when an input, a rule or a date "
    "of the cycle changed since the last one.",
)
def rakorev_harian(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for a run, or say why none is due."""
    answer = due(Settings.from_env())
    return dg.RunRequest() if answer.is_due else dg.SkipReason(answer.sentence)


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


pengingat_harian = dg.ScheduleDefinition(
    name="pengingat_harian",
    job=pengingat,
    cron_schedule="0 7 * * *",
    execution_timezone=ZONE.key,
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Every morning at seven: the reminder list; a message on the days before the "
    "deadline that the profile names (`hari_pengingat`).",
)

perawatan_mingguan = dg.ScheduleDefinition(
    name="perawatan_mingguan",
    job=perawatan,
    cron_schedule="0 3 * * 0",
    execution_timezone=ZONE.key,
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Sundays at three in the night: maintenance by the ages in `sae/rawat.yaml`.",
)
