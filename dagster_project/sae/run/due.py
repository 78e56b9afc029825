"""Whether a run would change anything: the question a daily schedule asks before it starts one.

Belongs here: comparing what a run would release with what the last one left.
Stays out: looking at the inbox (`inbox`), running (`pipeline`), starting anything (`defs/jobs.py`).
A new rule and a new file change the release id, so one comparison answers for both; a file that
came after the cut-off changes no release, and its sender is told all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.sae.build.approval import CONTROL_NAME, read_approval
from dagster_project.sae.build.scope import Scope, plan_scope
from dagster_project.sae.build.site import read_only
from dagster_project.sae.contract.landing import landed_files
from dagster_project.sae.installation.errors import InboxError, ProfileError, WarehouseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.digests import whole
from dagster_project.sae.intake.inbox import open_inbox
from dagster_project.sae.intake.remote import fetch_inbox
from dagster_project.sae.release.pin import read_pin
from dagster_project.sae.release.serving import served_release, verify


@dataclass(frozen=True)
class Due:
    """Whether a run is due, and why or why not, for the log of a tick."""

    is_due: bool
    sentence: str


def due(settings: Settings) -> Due:
    """Compare what a run would release now with what is released or held.

    Files in the inbox that were never received are not looked at: the sensor does that. An inbox
    that cannot be read makes a run due: the sensor's ticks break on it, and nobody is told of them.

    Raises:
        ReleaseError: the pin, an approval or what is served cannot be read.
    """
    # A tick that breaks is seen by nobody; a run that breaks is told of.
    try:
        fetch_inbox(settings)
        open_inbox(settings)
    except (InboxError, OSError) as error:
        return Due(True, f"the run will fail and say so: {error}")
    try:
        unread, planned = _unread(settings), plan_scope(settings)
    except ProfileError as error:
        return Due(True, f"the run will fail and say so: {error}")
    except (OSError, ValueError) as error:
        return Due(True, f"a landed batch cannot be read and is made again: {error}")
    if unread:
        return Due(True, f"{unread} archived files wait to be read")
    if planned.jumlah_berkas + len(planned.menunggu) == 0:
        return Due(False, "no submission has ever been received")
    if is_released(settings, planned.id_rilis):
        if not is_told(settings, planned):
            return Due(True, "files that came after the cut-off wait to be told of")
        return Due(False, f"{planned.id_rilis} is released already: no input or rule changed")
    if _is_held(settings, planned) and _is_newly_approved(settings, planned):
        return Due(True, f"{planned.id_rilis} was approved since the gate held it")
    if _is_held(settings, planned):
        return Due(False, f"{planned.id_rilis} is held by the gate, and nothing changed since")
    return Due(True, f"{planned.id_rilis} was not made yet")


def is_released(settings: Settings, release_id: str) -> bool:
    """Whether a run that gives this release would change nothing.

    The release is served, or it is kept whole while readers stay at the pinned one; and the build
    warehouse, which the answers to the OPD come from, is there.

    Raises:
        ReleaseError: the pin cannot be read, or what is served cannot be completed.
    """
    if not settings.warehouse.is_file():
        return False
    served, pin = served_release(settings), read_pin(settings)
    if pin is None or pin.id == release_id:
        return served == release_id
    is_kept = (settings.releases / release_id).is_dir()
    return served == pin.id and is_kept and not verify(settings, release_id)


def is_told(settings: Settings, scope: Scope) -> bool:
    """Whether the last run spoke of exactly the files that wait for the next release."""
    import duckdb

    try:
        with read_only(settings) as connection:
            rows = connection.execute(
                "select sha256_berkas from int_penerimaan__uji where is_menunggu"
            ).fetchall()
    except (duckdb.Error, WarehouseError):
        return False
    return {row[0] for row in rows} == {file.sha256_berkas for file in scope.menunggu}


def _unread(settings: Settings) -> int:
    """How many archived contents no landed batch holds.

    A killed run leaves such files, and the inbox no longer shows them as new. Nothing is removed
    here: a run may be writing a batch now.
    """
    landed = {whole(row["sha256_berkas"]) for row in landed_files(settings.landing)}
    archived = {path.name.partition(".")[0] for path in settings.archive.glob("[0-9a-f][0-9a-f]/*")}
    return len(archived - landed)


def _is_newly_approved(settings: Settings, planned: Scope) -> bool:
    """Whether people approved the candidate after the last run handed its approval to the gate."""
    import pyarrow.parquet as pq

    approval = read_approval(settings, planned.id_rilis)
    if approval is None or approval.sha256_masukan != planned.sha256_masukan:
        return False
    control = settings.work / CONTROL_NAME
    return not control.is_file() or pq.ParquetFile(control).metadata.num_rows == 0


def _is_held(settings: Settings, planned: Scope) -> bool:
    """Whether the gate's last word is a refusal of this very release."""
    import duckdb

    try:
        with read_only(settings) as connection:
            rows = connection.execute("select id_rilis, keputusan from gate_rilis").fetchall()
    except (duckdb.Error, WarehouseError):
        return False
    return bool(rows == [(planned.id_rilis, "tahan")])
