"""The decision of the gate as people look at it.

Belongs here: the asset `keputusan`, its check and the mark on the run; the answers to the OPD.
Stays out: deciding (`dbt/models/gate`), acting on it (`defs/publish`).
"""

import dagster as dg

from dagster_project.orchestrator.installation import Installation
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.orchestrator.rooms import group_of
from dagster_project.orchestrator.told import told_of_decision
from dagster_project.sae.answer.returns import write_returns
from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.release.decision import read_decision
from dagster_project.sae.tell.alerts import refresh

GATE_OPEN = "gerbang_terbuka"
REASON_CAP = 500


@dg.asset(
    deps=["gate_rilis", "gate_decisions", "banding"],
    group_name=group_of("gate"),
    kinds={"python"},
    check_specs=[
        dg.AssetCheckSpec(
            GATE_OPEN,
            asset="keputusan",
            description="Whether the release may go out. Yellow: held, and the former release "
            "still serves. A hold is a decision, not a broken run.",
            blocking=False,
        )
    ],
    pool=LANE_POOL,
)
def keputusan(context: dg.AssetExecutionContext, sae: Installation) -> dg.MaterializeResult:
    """What the gate decided about the release and about each agency, read from the build."""
    decision = read_decision(sae.settings)
    reason = decision.alasan or "none"
    # The sensors that tell people read these, after the run and outside its lane.
    tags = {"sae/keputusan": decision.keputusan, "sae/siklus": read_scope(sae.settings).id_siklus}
    if not decision.is_released:
        tags["sae/alasan"] = reason[:REASON_CAP]
    context.instance.add_run_tags(context.run_id, tags)
    return dg.MaterializeResult(
        metadata=told_of_decision(sae.settings),
        check_results=[
            dg.AssetCheckResult(
                check_name=GATE_OPEN,
                passed=decision.is_released,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"reason": reason},
            )
        ],
    )


@dg.asset(
    deps=["gate_findings"], group_name=group_of("gate"), kinds={"python", "xlsx"}, pool=LANE_POOL
)
def jawaban(context: dg.AssetExecutionContext, sae: Installation) -> dg.MaterializeResult:
    """The copy to mend for every file with findings, and the list of who has to do what."""
    returned = write_returns(sae.settings)
    unlisted = refresh(sae.settings, cycle=read_scope(sae.settings).id_siklus)
    for problem in (*returned.problems, *filter(None, [unlisted])):
        context.log.warning(problem)
    return dg.MaterializeResult(
        metadata={
            "answers": returned.written,
            "waiting_for_the_next_run": returned.late,
            "not_written": len(returned.problems),
            "folder": dg.MetadataValue.path(str(sae.settings.returns)),
        }
    )
