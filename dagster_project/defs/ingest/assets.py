"""The inbox as Dagster sees it, what was read from it, and what the run works on.

Belongs here: assets of the rooms data_raw and ingest; paths in, one call, metadata out.
Stays out: reading submissions (`sae.intake`), choosing the cycle (`sae.build.scope`).
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from dagster_project.orchestrator.installation import Installation
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.orchestrator.rooms import group_of
from dagster_project.orchestrator.run_notes import UNREAD, sentences_tag
from dagster_project.sae.build.scope import write_scope
from dagster_project.sae.installation.words import markdown, printable
from dagster_project.sae.intake.notes import last_notes
from dagster_project.sae.intake.pull import pull
from dagster_project.sae.run.attention import needs
from dagster_project.sae.run.record import write_record

kotak_masuk = dg.AssetSpec(
    "kotak_masuk",
    group_name=group_of("data_raw"),
    description="The inbox folder: one workbook per agency and period, as received. Nothing here "
    "is ever changed or removed by the pipeline.",
    kinds={"file"},
)

tata_letak = dg.AssetSpec(
    "tata_letak",
    group_name=group_of("data_raw"),
    description="Layout files in `data_raw/layouts/`: our workbook template, and for each foreign "
    "form how it maps to ours.",
    kinds={"yaml"},
)


@dg.asset(
    deps=[kotak_masuk, tata_letak],
    group_name=group_of("ingest"),
    kinds={"python", "parquet"},
    pool=LANE_POOL,
)
def landing(context: dg.AssetExecutionContext, sae: Installation) -> dg.MaterializeResult:
    """New files of the inbox, archived by content and read cell by cell into one Parquet batch."""
    settings = sae.settings
    result = pull(
        settings,
        progress=lambda done, total, name: context.log.info(f"{done}/{total} {printable(name)}"),
    )
    for sentence in (*result.unreadable, *result.left.problems):
        context.log.warning(printable(sentence))
    if result.unreadable:
        context.instance.add_run_tags(context.run_id, {UNREAD: sentences_tag(result.unreadable)})
    return dg.MaterializeResult(
        metadata={
            "files_unreadable": len(result.unreadable),
            "unreadable": _listed(result.unreadable),
            "files_growing": len(result.growing),
            "files_seen": result.seen,
            "files_new": result.new,
            "files_accepted": result.accepted,
            "files_rejected": result.rejected,
            "findings": result.findings,
            "inbox": dg.MetadataValue.path(settings.shown_inbox),
            "archive": dg.MetadataValue.path(str(settings.archive)),
            "batch": dg.MetadataValue.path(str(result.batch)) if result.batch else "nothing new",
        }
    )


def _listed(sentences: Sequence[str]) -> dg.MarkdownMetadataValue:
    """Sentences that quote names of files, as a list in which the names are nothing but text."""
    return dg.MetadataValue.md("\n".join(f"- {markdown(one)}" for one in sentences) or "none")


class ScopeConfig(dg.Config):
    """Which cycle to release; the one opened last when not given."""

    siklus: str | None = None


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            "lingkup",
            deps=[landing],
            group_name=group_of("ingest"),
            description="The control table of the run, one row: cycle, cut-off, release id, and "
            "the versions of code, policy and profile. Models join it; nothing is passed to dbt "
            "as a variable.",
            kinds={"python", "parquet"},
            skippable=True,
        )
    ],
    pool=LANE_POOL,
)
def scope(
    context: dg.AssetExecutionContext, config: ScopeConfig, sae: Installation
) -> Iterator[dg.MaterializeResult]:
    """Decide what the run works on; with no submission at all, nothing after this is run."""
    written = write_scope(sae.settings, cycle=config.siklus)
    if written.jumlah_berkas + len(written.menunggu) == 0:
        context.log.info("no submission has ever been received: there is nothing to build")
        headline = "Belum ada laporan yang diterima."
        wanted = needs(None, last_notes(sae.settings))
        write_record(sae.settings, None, scope=None, headline=headline, wanted=wanted)
        return
    yield dg.MaterializeResult(
        asset_key="lingkup",
        metadata={
            "cycle": written.id_siklus,
            "release_id": written.id_rilis,
            "cut_off": str(written.tanggal_batas),
            "received_until": str(written.batas_terima),
            "waiting": len(written.menunggu),
            "files": written.jumlah_berkas,
            "profile": written.profil,
            "code": written.versi_kode,
            "policy": written.versi_kebijakan,
        },
    )
