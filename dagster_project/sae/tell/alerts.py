"""When an alert goes out: after a run, after a broken one, before a deadline.

Belongs here: from what happened to a message and its delivery; the same for `sae run` and Dagster.
Stays out: sentences (`messages`), posting (`webhook`), the list (`reminders`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import ReleaseError, SaeError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.manifest import read_manifest
from dagster_project.sae.tell import messages
from dagster_project.sae.tell.messages import Message
from dagster_project.sae.tell.reminders import (
    ReminderList,
    mark_told,
    reminders,
    why_not_due,
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
        delivery: the message about the silent; None when none was sent.
        text: the message; empty when none was sent.
        why_not: why none was sent, in Indonesian; empty when one was, or none was asked for.
    """

    listed: ReminderList
    file: Path
    delivery: Delivery | None
    text: str = ""
    why_not: str = ""


def tell_outcome(settings: Settings, outcome: Outcome) -> Delivery | None:
    """Tell what a run of `sae run` ended with; None when there is nothing to tell.

    Nothing is raised: a message that cannot be made is told as not delivered.
    """
    try:
        told = _of_decision(settings, outcome)
        unread = outcome.intake.unreadable
        said = [
            *([told] if told else []),
            *([messages.unread(settings, sentences=unread)] if unread else []),
        ]
        return send(settings, messages.with_more(said[0], *said[1:])) if said else None
    except SaeError as error:
        return Delivery(is_sent=False, problem=str(error))


def _of_decision(settings: Settings, outcome: Outcome) -> Message | None:
    """What the gate decided, and which pillars lost their score; None when it was not asked."""
    if outcome.scope is None or outcome.decision is None:
        return None
    decision, cycle = outcome.decision, outcome.scope.id_siklus
    if not decision.is_released:
        message = messages.held(settings, cycle=cycle, reason=decision.alasan)
    else:
        message = messages.released(
            settings,
            release_id=outcome.scope.id_rilis,
            cycle=cycle,
            counts=decision.jumlah,
            pinned=outcome.pin.id if outcome.pin and outcome.status == "semat" else None,
        )
    return _with_lost(settings, message, [one.sentence for one in outcome.lost])


def _with_lost(settings: Settings, message: Message, lost: Sequence[str]) -> Message:
    if not lost:
        return message
    return messages.with_more(message, messages.lost_scores(settings, sentences=lost))


def tell_released(
    settings: Settings,
    release_id: str,
    *,
    pinned: str | None,
    lost: Sequence[str] = (),
    unread: Sequence[str] = (),
) -> Delivery:
    """Tell of a release that is kept, from its manifest.

    Args:
        settings: the installation.
        release_id: the release.
        pinned: the release that readers stay at, or None.
        lost: sentences about pillars that lost their score with it.
        unread: sentences about files of the inbox that could not be read.

    Raises:
        ReleaseError: its manifest cannot be read.
    """
    content = read_manifest(settings.releases / release_id)
    decision = content.get("keputusan")
    if not isinstance(decision, dict):
        raise ReleaseError(f"{release_id}: manifesnya tidak memuat putusan")
    counts = {name: int(v) for name, v in decision.items() if name.startswith("jumlah_")}
    message = messages.released(
        settings,
        release_id=release_id,
        cycle=str(content["id_siklus"]),
        counts=counts,
        pinned=pinned,
    )
    return send(settings, _with_unread(settings, _with_lost(settings, message, lost), unread))


def tell_held(
    settings: Settings,
    *,
    cycle: str,
    reason: str,
    lost: Sequence[str] = (),
    unread: Sequence[str] = (),
) -> Delivery:
    """Tell that the gate held a release."""
    message = messages.held(settings, cycle=cycle, reason=reason)
    return send(settings, _with_unread(settings, _with_lost(settings, message, lost), unread))


def tell_unread(settings: Settings, sentences: Sequence[str]) -> Delivery:
    """Tell of files of the inbox that could not be read, when there is nothing else to tell."""
    return send(settings, messages.unread(settings, sentences=sentences))


def _with_unread(settings: Settings, message: Message, unread: Sequence[str]) -> Message:
    if not unread:
        return message
    return messages.with_more(message, messages.unread(settings, sentences=unread))


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
    if not is_sending:
        return Reminded(listed, file, None)
    if reason := why_not_due(settings, listed):
        return Reminded(listed, file, None, why_not=reason)
    if settings.webhook is None:
        return Reminded(listed, file, None, why_not="SAE_WEBHOOK belum diisi")
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
    return Reminded(listed, file, delivery, text=message.text)


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
