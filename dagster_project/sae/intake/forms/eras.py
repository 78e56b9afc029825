"""What the arrivals of one content settled, release by release.

Belongs here: the times between the last days of receipt in which a content came, its identity in
each of them.
Stays out: settling one identity (`who_when`), which of them a release takes (dbt, the scope).
A release is the archive as of its last day of receipt: the same bytes sent again after it, under a
higher version or a better name, change nothing of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby, pairwise

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.intake.forms.findings import Finding
from dagster_project.sae.intake.forms.statements import Arrival
from dagster_project.sae.intake.forms.who_when import MOST_ARRIVALS, Identity, Read, settle


@dataclass(frozen=True)
class Era:
    """An identity and the days on which it is so.

    Attributes:
        identity: what the arrivals up to then settle.
        since: first day, None from the first receipt on.
        until: last day, None to this day.
    """

    identity: Identity
    since: date | None = None
    until: date | None = None


def settle_eras(arrivals: Sequence[Arrival], read: Read, *, profile: Profile) -> tuple[Era, ...]:
    """Settle the identity of a content as of every last day of receipt between its arrivals.

    Args:
        arrivals: its receipts, first one first; at least one.
        read: reads the content as it arrived.
        profile: agencies and cycles.

    Returns:
        Eras in their order, nearly always one.

    Raises:
        UnreadableFileError: from `read`.
    """
    once = cache(read)
    days = sorted({day for c in profile.cycles for day in (c.cutoff, c.receipts_until)})
    found: list[tuple[date, Identity]] = []
    for first, count in _ends(arrivals[:MOST_ARRIVALS], days):
        identity = settle(arrivals[:count], once, profile=profile)
        if not found or _said(identity) != _said(found[-1][1]):
            found.append((first, identity))
    starts = [None, *(first for first, _ in found[1:])]
    ends = [first - timedelta(days=1) for _, (first, _) in pairwise(found)]
    return tuple(
        Era(identity, since, until)
        for (_, identity), since, until in zip(found, starts, [*ends, None], strict=True)
    )


def shared_findings(eras: Sequence[Era]) -> Collection[Finding]:
    """Findings that every era has."""
    every = [set(era.identity.reading.findings) for era in eras]
    return frozenset(set.intersection(*every))


def _ends(arrivals: Sequence[Arrival], days: Sequence[date]) -> list[tuple[date, int]]:
    """First day of every time with arrivals in it, and how many there were by its end."""
    counted = enumerate(arrivals, start=1)
    ends = []
    for _, some in groupby(counted, key=lambda one: bisect_left(days, one[1].received.date())):
        inside = list(some)
        ends.append((inside[0][1].received.date(), inside[-1][0]))
    return ends


def _said(identity: Identity) -> tuple[object, ...]:
    """What of an identity lands."""
    return (
        *(identity.status, identity.kode_opd, identity.id_siklus, identity.naming),
        *(identity.received, identity.reading.findings),
    )
