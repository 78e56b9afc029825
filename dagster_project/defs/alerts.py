"""Telling people what a run ended with: sensors on finished and failed runs.

Belongs here: which runs are told of, reading what they left in their tags.
Stays out: sentences, posting, retries (`sae.tell`).
These are on from the start and do nothing until `SAE_WEBHOOK` is set: that is their switch. They
work outside the run, so that no alert can fail or delay one, and see runs that were killed too.
"""

import dagster as dg

from dagster_project.defs.jobs import rakorev
from dagster_project.defs.upkeep import pengingat, perawatan
from dagster_project.orchestrator.run_notes import LOST_SCORES, UNREAD, sentences_of
from dagster_project.sae.installation.errors import AlertError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.tell.alerts import tell_broken, tell_held, tell_released, tell_unread
from dagster_project.sae.tell.webhook import Delivery

OFF = "SAE_WEBHOOK is not set: nobody is told"


@dg.run_status_sensor(
    name="kabar_selesai",
    run_status=dg.DagsterRunStatus.SUCCESS,
    monitored_jobs=[rakorev],
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of a new release, of one that the gate held, of files that were not read.",
)
def kabar_selesai(context: dg.RunStatusSensorContext) -> dg.SkipReason:
    """Tell what the run left in its tags; a run that released nothing new is not told of."""
    settings, tags = Settings.from_env(), context.dagster_run.tags
    if settings.webhook is None:
        return dg.SkipReason(OFF)
    lost, unread = sentences_of(tags, LOST_SCORES), sentences_of(tags, UNREAD)
    if tags.get("sae/keputusan") == "tahan":
        return _told(
            tell_held(
                settings,
                cycle=tags["sae/siklus"],
                reason=tags.get("sae/alasan", ""),
                lost=lost,
                unread=unread,
            )
        )
    if "sae/rilis" in tags:
        release_id, pinned = tags["sae/rilis"], tags.get("sae/sematan")
        kept_at = None if pinned == release_id else pinned
        return _told(tell_released(settings, release_id, pinned=kept_at, lost=lost, unread=unread))
    if unread:
        return _told(tell_unread(settings, unread))
    return dg.SkipReason("the run released nothing new")


@dg.run_failure_sensor(
    name="kabar_rusak",
    monitored_jobs=[rakorev, pengingat, perawatan],
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of a broken run of any job, a killed one too.",
)
def kabar_rusak(context: dg.RunFailureSensorContext) -> dg.SkipReason:
    """Tell which steps failed; the text of an error stays on the server."""
    settings = Settings.from_env()
    if settings.webhook is None:
        return dg.SkipReason(OFF)
    steps = [event.step_key for event in context.get_step_failure_events() if event.step_key]
    return _told(tell_broken(settings, ", ".join(steps) or "prosesnya terhenti"))


def _told(delivery: Delivery) -> dg.SkipReason:
    """A message that was not taken makes the tick red, for somebody has to mend the webhook."""
    if not delivery.is_sent:
        raise AlertError(
            f"not delivered after {delivery.attempts} attempts ({delivery.problem}); the run and "
            "its release are not touched by that. Check SAE_WEBHOOK."
        )
    return dg.SkipReason(f"delivered, attempt {delivery.attempts}")
