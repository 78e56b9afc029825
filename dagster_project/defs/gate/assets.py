"""The decision of the gate as people look at it.

Belongs here: the asset `keputusan`, its check and the mark on the run; the answers to the OPD.
Stays out: deciding (`dbt/models/gate`), acting on it (`defs/publish`).
"""

import dagster as dg

from dagster_project.orchestrator.installation import Installation
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.orchestrator.rooms import group_of
from dagster_project.orchestrator.run_notes import LOST_SCORES, sentences_tag
from dagster_project.orchestrator.told import told_of_decision
from dagster_project.sae.answer.returns import write_returns
from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.installation.words import printable
from dagster_project.sae.intake.notes import last_notes
from dagster_project.sae.release.decision import read_decision
from dagster_project.sae.release.lost_scores import lost_scores
from dagster_project.sae.run.attention import needs
from dagster_project.sae.run.record import write_record
from dagster_project.sae.run.summary import read_summary
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
    settings = sae.settings
    decision, scope = read_decision(settings), read_scope(settings)
    lost = lost_scores(settings, scope)
    reason = decision.alasan or "none"
    # The sensors that tell people read these, after the run and outside its lane.
    tags = {"sae/keputusan": decision.keputusan, "sae/siklus": scope.id_siklus}
    if not decision.is_released:
        tags["sae/alasan"] = reason[:REASON_CAP]
    if lost:
        tags[LOST_SCORES] = sentences_tag([one.sentence for one in lost])
    context.instance.add_run_tags(context.run_id, tags)
    summary = read_summary(settings, scope)
    held = "" if decision.is_released else decision.alasan
    record = write_record(
        settings,
        summary,
        scope=scope,
        headline=f"{scope.id_rilis}: putusan gerbang {decision.keputusan}.",
        wanted=needs(summary, last_notes(settings), lost=lost, held=held),
    )
    return dg.MaterializeResult(
        metadata={
            **told_of_decision(settings),
            "pillars_that_lost_their_score": [one.name for one in lost],
            "summary": dg.MetadataValue.path(str(record)),
        },
        check_results=[
            dg.AssetCheckResult(
                check_name=GATE_OPEN,
                passed=decision.is_released,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"reason": printable(reason)},
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
        context.log.warning(printable(problem))
    return dg.MaterializeResult(
        metadata={
            "answers": returned.written,
            "waiting_for_the_next_run": returned.late,
            "not_written": len(returned.problems),
            "folder": dg.MetadataValue.path(str(sae.settings.returns)),
        }
    )
