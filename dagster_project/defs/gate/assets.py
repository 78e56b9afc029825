"""The decision of the gate as people look at it.

Belongs here: the asset `keputusan`, its check and the mark on the run; the answers to the OPD.
Stays out: deciding (`dbt/models/gate`), acting on it (`defs/publish`).
"""

import dagster as dg

from dagster_project.defs.resources import Installation
from dagster_project.sae.answer.returns import write_returns
from dagster_project.sae.release.decision import read_decision

GATE_OPEN = "gerbang_terbuka"


@dg.asset(
    deps=["gate_rilis", "gate_decisions"],
    group_name="gate",
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
)
def keputusan(context: dg.AssetExecutionContext, sae: Installation) -> dg.MaterializeResult:
    """What the gate decided about the release and about each agency, read from the build."""
    decision = read_decision(sae.settings)
    reason = decision.alasan or "none"
    context.instance.add_run_tags(context.run_id, {"sae/keputusan": decision.keputusan})
    return dg.MaterializeResult(
        metadata={"decision": decision.keputusan, "reason": reason, **decision.jumlah},
        check_results=[
            dg.AssetCheckResult(
                check_name=GATE_OPEN,
                passed=decision.is_released,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"reason": reason},
            )
        ],
    )


@dg.asset(deps=["gate_findings"], group_name="gate", kinds={"python", "xlsx"})
def jawaban(context: dg.AssetExecutionContext, sae: Installation) -> dg.MaterializeResult:
    """The copy to mend for every file with findings, in a folder for each OPD, released or held."""
    returned = write_returns(sae.settings)
    for problem in returned.problems:
        context.log.warning(problem)
    return dg.MaterializeResult(
        metadata={
            "answers": returned.written,
            "waiting_for_the_next_run": returned.late,
            "not_written": len(returned.problems),
            "folder": dg.MetadataValue.path(str(sae.settings.returns)),
        }
    )
