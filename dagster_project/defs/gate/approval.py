"""The walidata's approval from the UI: a job with a form, where no terminal is at hand.

Belongs here: the job `setujui` and its form.
Stays out: what may be approved (`sae.release.approve`). Not an asset: the daily job must not ask.
"""

import dagster as dg

from dagster_project.orchestrator.installation import Installation
from dagster_project.sae.installation.words import printable
from dagster_project.sae.release.approve import approve


class ApprovalForm(dg.Config):
    """Who approves the candidate of which cycle; both texts are shown in the release."""

    siklus: str
    oleh: str
    catatan: str | None = None


@dg.op
def persetujuan(context: dg.OpExecutionContext, config: ApprovalForm, sae: Installation) -> None:
    """Approve the candidate that the last run built; it fails with the sentence that says why."""
    given = approve(sae.settings, config.siklus, by=config.oleh, note=config.catatan)
    context.log.info(f"{given.id_rilis} disetujui oleh {printable(given.disetujui_oleh)}")


@dg.job(
    description="Approve the candidate release of a cycle, for exactly these inputs. Run `rakorev` "
    "again to publish it."
)
def setujui() -> None:
    """One step."""
    persetujuan()
