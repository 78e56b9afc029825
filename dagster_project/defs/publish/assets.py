"""The release as an asset, and what readers open.

Belongs here: assets of the room publish that stand after the published tables.
Stays out: writing and serving a release (`sae.release`).
"""

from collections.abc import Iterator

import dagster as dg

from dagster_project.orchestrator.dbt_layers import layer_keys
from dagster_project.orchestrator.installation import Installation
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.orchestrator.rooms import group_of
from dagster_project.orchestrator.told import told_of_release, told_of_serving
from dagster_project.sae.build.net_control import COUNTED, LOOKED
from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import printable
from dagster_project.sae.pages.faces import write_faces
from dagster_project.sae.release.decision import read_decision
from dagster_project.sae.release.net import cast
from dagster_project.sae.release.pin import serve_unless_pinned
from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.retention import retain


def _net_asset() -> dg.AssetsDefinition:
    # What it looks at are the tables as they would be published; they are made by the op that makes
    # the decisions, and in the picture data flows on from the gate.
    @dg.asset(
        deps=["gate_decisions"], group_name=group_of("gate"), kinds={"python"}, pool=LANE_POOL
    )
    def banding(context: dg.AssetExecutionContext, sae: Installation) -> dg.MaterializeResult:
        """What of the candidate differs from the served release without a named cause."""
        rows = cast(sae.settings, read_scope(sae.settings))
        holding = [row for row in rows if row.jenis not in (LOOKED, COUNTED)]
        for row in holding:
            context.log.warning(printable(row.pesan or ""))
        return dg.MaterializeResult(
            metadata={
                "compared_with": rows[0].id_pembanding or "none: the first release",
                "holding": len(holding),
                **{f"cause_{r.sebab}": r.jumlah for r in rows if r.jenis == COUNTED},
            }
        )

    return banding


def _release_asset(tables: list[dg.AssetKey]) -> dg.AssetsDefinition:
    @dg.multi_asset(
        specs=[
            dg.AssetSpec(
                "rilis",
                deps=["keputusan", *tables],
                group_name=group_of("publish"),
                description="One immutable folder for each release: the published tables as "
                "DuckDB and Parquet, with checksums. The same inputs are the same release.",
                kinds={"python", "duckdb", "parquet"},
                skippable=True,
            )
        ],
        pool=LANE_POOL,
    )
    def rilis(
        context: dg.AssetExecutionContext, sae: Installation
    ) -> Iterator[dg.MaterializeResult]:
        """Publish when the gate says so; it is asked here, whatever ran or was skipped before."""
        settings = sae.settings
        decision = read_decision(settings)
        if not decision.is_released:
            reason = printable(decision.alasan)
            context.log.warning(f"held, the former release still serves: {reason}")
            return
        release = publish(settings, read_scope(settings), faces=write_faces)
        if release.is_new:
            context.instance.add_run_tags(context.run_id, {"sae/rilis": release.id})
        yield dg.MaterializeResult(
            asset_key="rilis",
            metadata={
                "is_new": release.is_new,
                **told_of_release(settings, release.id, release.tables),
            },
        )

    return rilis


@dg.asset(
    deps=["rilis"], group_name=group_of("publish"), kinds={"duckdb", "parquet"}, pool=LANE_POOL
)
def serving(context: dg.AssetExecutionContext, sae: Installation) -> dg.MaterializeResult:
    """What readers open: DuckDB file, Parquet folder and pages of the latest release."""
    settings = sae.settings
    release_id = read_scope(settings).id_rilis
    pin = serve_unless_pinned(settings, release_id)
    if pin is not None:
        reason = printable(pin.reason)
        context.log.warning(f"readers stay at {pin.id}, pinned since {pin.since}: {reason}")
        context.instance.add_run_tags(context.run_id, {"sae/sematan": pin.id})
    retention = retain(settings)
    if retention.problem:
        problem = printable(retention.problem)
        context.log.warning(f"old releases could not be removed: {problem}")
    return dg.MaterializeResult(
        metadata={
            "releases_removed": len(retention.removed),
            "pinned": printable(pin.reason) if pin else "no",
            **told_of_serving(settings, pin.id if pin else release_id),
        }
    )


@dg.definitions
def publish_room() -> dg.Definitions:
    """The release stands after every published table."""
    tables = layer_keys("publish", settings=Settings.from_env())
    return dg.Definitions(assets=[_net_asset(), _release_asset(tables), serving])
