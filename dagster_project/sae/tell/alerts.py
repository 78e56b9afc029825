"""When an alert goes out: after a run, after a broken one, before a deadline.

Belongs here: from what happened to a message and its delivery; the same for `sae run` and Dagster.
Stays out: sentences (`messages`), posting (`webhook`), the list (`reminders`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import ReleaseError, SaeError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.manifest import read_manifest
from dagster_project.sae.tell import messages
from dagster_project.sae.tell.reminders import (
    ReminderList,
    is_due,
    mark_told,
    reminders,
    write_reminders,
)
from dagster_project.sae.tell.webhook import Delivery, send

if TYPE_CHECKING:
    from dagster_project.sae.tell.outcome import Outcome


@dataclass(frozen=True)
class Reminded:
    """What a look at the reminders did.

    Attributes:
        listed: the list.
        file: its CSV.
        delivery: the message about the silent; None when none was due.
    """

    listed: ReminderList
    file: Path
    delivery: Delivery | None


def tell_outcome(settings: Settings, outcome: Outcome) -> Delivery | None:
    """Tell what a run of `sae run` ended with; None when it changed nothing.

    Nothing is raised: a message that cannot be made is told as not delivered.
    """
    if outcome.scope is None or outcome.decision is None:
        return None
    decision, cycle = outcome.decision, outcome.scope.id_siklus
    try:
        if decision.is_released:
            message = messages.released(
                settings,
                release_id=outcome.scope.id_rilis,
                cycle=cycle,
                counts=decision.jumlah,
                pinned=outcome.pin.id if outcome.pin and outcome.status == "semat" else None,
            )
        else:
            message = messages.held(settings, cycle=cycle, reason=decision.alasan)
    except SaeError as error:
        return Delivery(is_sent=False, problem=str(error))
    return send(settings, message)


def tell_released(settings: Settings, release_id: str, *, pinned: str | None) -> Delivery:
    """Tell of a release that is kept, from its manifest.

    Raises:
        ReleaseError: its manifest cannot be read.
    """
    content = read_manifest(settings.releases / release_id)
    decision = content.get("keputusan")
    if not isinstance(decision, dict):
        raise ReleaseError(f"{release_id}: the manifest holds no decision")
    counts = {name: int(v) for name, v in decision.items() if name.startswith("jumlah_")}
    message = messages.released(
        settings,
        release_id=release_id,
        cycle=str(content["id_siklus"]),
        counts=counts,
        pinned=pinned,
    )
    return send(settings, message)


def tell_held(settings: Settings, *, cycle: str, reason: str) -> Delivery:
    """Tell that the gate held a release."""
    return send(settings, messages.held(settings, cycle=cycle, reason=reason))


def tell_broken(settings: Settings, cause: str) -> Delivery:
    """Tell that a run broke; nothing is raised, for the error itself is on its way up.

    Args:
        settings: the installation.
        cause: a kind of error or a step, never the text of an error, which may quote a report.
    """
    try:
        return send(settings, messages.broken(settings, cause=cause))
    except SaeError as error:
        return Delivery(is_sent=False, problem=str(error))


def remind(settings: Settings, *, cycle: str | None = None, is_sending: bool) -> Reminded:
    """Write the reminder list, and tell of the silent when today asks for it.

    Args:
        settings: the installation.
        cycle: id of the cycle; the one opened last when None.
        is_sending: whether a message may be sent at all.

    Raises:
        SaeError: the profile cannot be read.
        OSError: the list cannot be written.
    """
    listed = reminders(settings, cycle=cycle)
    file = write_reminders(settings, listed)
    if not is_sending or settings.webhook is None or not is_due(settings, listed):
        return Reminded(listed, file, None)
    profile = load_profile(settings.profile_dir)
    short = {opd.code: opd.short_name or opd.name for opd in profile.agencies}
    message = messages.reminder(
        settings,
        cycle=listed.cycle.id,
        deadline=listed.cycle.deadline,
        days_left=listed.days_left,
        expected=listed.expected,
        silent=[short.get(entry.kode_opd, entry.kode_opd) for entry in listed.silent],
        to_mend=len(listed.to_mend),
    )
    delivery = send(settings, message)
    if delivery.is_sent:
        mark_told(settings, listed)
    return Reminded(listed, file, delivery)


def refresh(settings: Settings, *, cycle: str | None = None) -> str | None:
    """Write the reminder list after a run.

    Returns:
        Why it could not be written, or None; a list must not stop a release.
    """
    try:
        remind(settings, cycle=cycle, is_sending=False)
    except (SaeError, OSError) as error:
        return f"pengingat.csv: {error}"
    return None
