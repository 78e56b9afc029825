"""The two small jobs beside the one way through the house: reminders and maintenance.

Belongs here: their ops; paths in, one call, metadata out.
Stays out: when they run (`defs/jobs.py`), who is reminded (`sae.tell`), what may go
(`sae.care.upkeep`).
"""

import dagster as dg

from dagster_project.orchestrator.installation import Installation
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.orchestrator.run_history import clean_history
from dagster_project.sae.care.upkeep import clean, folder_sizes, load_ages
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import printable
from dagster_project.sae.tell.alerts import remind


@dg.op(description="Write the reminder list; tell of the silent when today asks for it.")
def ingatkan(context: dg.OpExecutionContext) -> None:
    """Not on the lane: it only reads, and must not wait for a run to say who is late."""
    told = remind(Settings.from_env(), is_sending=True)
    delivery = told.delivery
    context.add_output_metadata(
        {
            "silent": len(told.listed.silent),
            "to_mend": len(told.listed.to_mend),
            "days_left": told.listed.days_left,
            "list": dg.MetadataValue.path(str(told.file)),
            "message": "none due" if delivery is None else "sent" if delivery.is_sent else "lost",
            "why_none": told.why_not or "-",
        }
    )
    if delivery is not None and not delivery.is_sent:
        context.log.warning(f"the reminder was not delivered: {printable(delivery.problem)}")


class UpkeepConfig(dg.Config):
    """Whether to remove, or only to tell what would go."""

    hanya_coba: bool = False


@dg.op(pool=LANE_POOL, description="Remove what is older than `sae/rawat.yaml` says; say how much.")
def rawat(context: dg.OpExecutionContext, config: UpkeepConfig, sae: Installation) -> None:
    """On the lane: releases must not go while a run writes one."""
    settings, ages = sae.settings, load_ages()
    removals = clean(settings, ages, is_trial=config.hanya_coba)
    removals.append(clean_history(context.instance, settings, ages, is_trial=config.hanya_coba))
    for removal in removals:
        problem = printable(removal.problem)
        context.log.info(f"{removal.kind}: {removal.count}, {removal.size} bytes {problem}")
    context.add_output_metadata(
        {
            "removed": dg.MetadataValue.json({r.kind: r.count for r in removals}),
            "bytes": sum(removal.size for removal in removals),
            "problems": "; ".join(r.problem for r in removals if r.problem) or "none",
            "state": dg.MetadataValue.json(
                {s.name: {"files": s.files, "bytes": s.size} for s in folder_sizes(settings)}
            ),
        }
    )


@dg.job(description="The reminder list, and a message before the deadline.")
def pengingat() -> None:
    """One op."""
    ingatkan()


@dg.job(description="Maintenance: old releases, runs, logs and left-overs; never the archive.")
def perawatan() -> None:
    """One op."""
    rawat()
