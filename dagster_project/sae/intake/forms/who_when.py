"""Who reports about when: all statements of a content and of its arrivals, compared in one place.

Belongs here: the one resolver of identity for template, printed and tidy forms (STR-03, STR-04),
which arrival a content counts under.
Stays out: what cells, folder and name state (`cover` of each form, `statements`), what senders of
copies are told (`copies`), versions against each other (dbt, where all files meet).
A content whose statements contradict each other replaces nothing: nobody can tell whose it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.intake.file.cells import parse_address
from dagster_project.sae.intake.forms.copies import copy_told, open_version
from dagster_project.sae.intake.forms.findings import Finding, clip, finding
from dagster_project.sae.intake.forms.names import NameParts
from dagster_project.sae.intake.forms.reading import Cover, Reading
from dagster_project.sae.intake.forms.statements import (
    About,
    Arrival,
    Statement,
    agencies_conflict,
    times_conflict,
    under_alias,
)

AGREED, CONTRADICTED = "SEPAKAT", "BERTENTANGAN"

MOST_ARRIVALS = 20
"""Arrivals of one content that are looked at; whoever sends it more often is told no more."""

_RULES: dict[About, str] = {"opd": "STR-03", "waktu": "STR-04"}
_WORDS: dict[About, str] = {"opd": "OPD", "waktu": "periode"}
_FIELDS: dict[About, str] = {"opd": "kode_opd", "waktu": "periode"}
_LONGEST = 160

Read = Callable[[Arrival], Reading]


@dataclass(frozen=True)
class Identity:
    """Whose a content is, for when, and under which of its arrivals it counts.

    Attributes:
        reading: what the content says, with the findings of this room.
        kode_opd: agency it belongs to; of a contradicted one only whom to tell, or None.
        id_siklus: its cycle; of a contradicted one the cycle it was most likely meant for.
        status: SEPAKAT or BERTENTANGAN.
        naming: arrival whose name and version it counts under.
        parts: what that name says.
        received: first arrival that does not contradict it; lateness is judged by it.
        standing_since: first arrival under the version it counts as; without one the last arrival.
    """

    reading: Reading
    kode_opd: str | None
    id_siklus: str | None
    status: str
    naming: Arrival
    parts: NameParts
    received: datetime
    standing_since: datetime

    @property
    def is_contradicted(self) -> bool:
        """Whether it replaces nothing."""
        return self.status == CONTRADICTED


def settle(arrivals: Sequence[Arrival], read: Read, *, profile: Profile) -> Identity:
    """Settle the identity of a content.

    The first arrival whose folder and name agree with the content counts, so that a second receipt
    of the same bytes changes nothing of the first; a later one that states the same agency and
    period may raise the version. A content refused for the name it came under is mended by sending
    it under a better one.

    Args:
        arrivals: its receipts, first one first; at least one.
        read: reads the content as it arrived; a table without a cover takes facts from the name.
        profile: agencies and cycles.

    Raises:
        UnreadableFileError: from `read`.
    """
    arrivals = arrivals[:MOST_ARRIVALS]
    tried: list[_Compared] = []
    for arrival in arrivals:
        compared = _compare(read(arrival), arrival, profile=profile)
        tried.append(compared)
        if compared.is_clean:
            break
    chosen = next(
        (one for one in tried if one.is_clean),
        next((one for one in tried if not one.contradictions), tried[0]),
    )
    if chosen.contradictions:
        return _contradicted(chosen, profile=profile)
    own = [one for one in arrivals if not _conflicts(chosen.reading, one, profile=profile)]
    own = [_as_sent(one, own) for one in own]
    naming = max(own, key=lambda one: _standing(one, profile))
    parts = naming.parts(profile)
    findings = [*chosen.reading.findings, *open_version(naming, parts)]
    first = chosen.arrival
    for one in arrivals[arrivals.index(first) + 1 :]:
        is_own = not _conflicts(chosen.reading, one, profile=profile)
        if not (is_own and _is_moved(one, chosen.arrival)):
            findings.append(
                copy_told(one, chosen.arrival, chosen.reading, is_own=is_own, profile=profile)
            )
    cover = chosen.reading.cover
    return Identity(
        reading=replace(chosen.reading, findings=tuple(findings)),
        kode_opd=cover.kode_opd,
        id_siklus=cover.id_siklus,
        status=AGREED,
        naming=naming,
        parts=parts,
        received=min(one.received for one in own),
        standing_since=_since(naming, own, profile=profile),
    )


@dataclass(frozen=True)
class _Compared:
    """A content as one arrival gives it, with what contradicts what."""

    reading: Reading
    arrival: Arrival
    statements: tuple[Statement, ...]
    contradictions: tuple[About, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong with who and when."""
        wrong = set(_RULES.values())
        return not self.contradictions and not any(
            f.rule in wrong and f.severity == "K" for f in self.reading.findings
        )


def _compare(reading: Reading, arrival: Arrival, *, profile: Profile) -> _Compared:
    statements = (*under_alias(arrival.statements(profile), reading.period_alias), *reading.stated)
    wrong: list[About] = []
    if agencies_conflict(statements):
        wrong.append("opd")
    if times_conflict(statements):
        wrong.append("waktu")
    return _Compared(reading, arrival, statements, tuple(wrong))


def _conflicts(reading: Reading, arrival: Arrival, *, profile: Profile) -> bool:
    """Whether folder or name say otherwise than the content and what it was resolved to."""
    return bool(
        _compare(
            replace(reading, stated=_resolved(reading)), arrival, profile=profile
        ).contradictions
    )


def _resolved(reading: Reading) -> tuple[Statement, ...]:
    """The statements of a content, and what it was taken for where only its first name told."""
    cover = reading.cover
    found = list(reading.stated)
    if cover.kode_opd is not None:
        found.append(Statement("opd", "", "", codes=frozenset({cover.kode_opd})))
    if cover.tahun is not None or cover.periode is not None:
        found.append(Statement("waktu", "", "", year=cover.tahun, period=cover.periode))
    return tuple(found)


def _as_sent(arrival: Arrival, own: Sequence[Arrival]) -> Arrival:
    """The arrival as it was sent: a file that was only moved to another folder was sent before."""
    before = [one.received for one in own if _is_moved(arrival, one)]
    return replace(arrival, received=min([arrival.received, *before]))


def _is_moved(arrival: Arrival, earlier: Arrival) -> bool:
    """Whether it is the same file in another folder of the inbox."""
    return arrival.name == earlier.name and arrival.folder != earlier.folder


def _since(naming: Arrival, own: Sequence[Arrival], *, profile: Profile) -> datetime:
    """First receipt under that version; names that state none are told apart by receipt alone."""
    version = naming.parts(profile).version
    if version is None:
        return naming.received
    same = (one for one in own if one.parts(profile).version == version)
    return min(one.received for one in same)


def _standing(arrival: Arrival, profile: Profile) -> tuple[int, int, datetime, str]:
    parts = arrival.parts(profile)
    return parts.version or 0, parts.revision, arrival.received, arrival.name


def _contradicted(one: _Compared, *, profile: Profile) -> Identity:
    """The identity of a content that nobody can be sure of; each rule speaks once."""
    dropped = {_RULES[about] for about in one.contradictions}
    kept = [f for f in one.reading.findings if f.rule not in dropped]
    found = [_contradiction(about, one.statements) for about in one.contradictions]
    cover = one.reading.cover
    agency = cover.kode_opd if "opd" not in one.contradictions else _sender(one, profile)
    return Identity(
        reading=replace(one.reading, findings=(*found, *kept)),
        kode_opd=agency,
        id_siklus=_meant(one, cover, profile=profile),
        status=CONTRADICTED,
        naming=one.arrival,
        parts=one.arrival.parts(profile),
        received=one.arrival.received,
        standing_since=one.arrival.received,
    )


def _sender(one: _Compared, profile: Profile) -> str | None:
    """Whom to tell: whose folder it lies in, else whom name and cover agree on against the rows."""
    folder = one.arrival.folder
    if folder is not None and profile.opd_known(folder):
        return folder
    said = [set(s.codes) for s in one.statements if s.about == "opd" and not s.is_of_rows]
    common = set.intersection(*said) if len(said) > 1 else set()
    known = {code for code in common if profile.opd_known(code)}
    return next(iter(known)) if len(known) == 1 else None


def _meant(one: _Compared, cover: Cover, *, profile: Profile) -> str | None:
    """The cycle it was most likely meant for: of those stated the last that was open by then."""
    if "waktu" not in one.contradictions:
        return cover.id_siklus
    day = one.arrival.received.date()
    years = {s.year for s in one.statements if s.year is not None}
    stated = [
        cycle
        for s in one.statements
        if s.period is not None
        for year in ([s.year] if s.year is not None else sorted(years))
        if (cycle := profile.cycle_of(year, s.period)) is not None and cycle.opened <= day
    ]
    return max(stated, key=lambda c: (c.opened, c.id)).id if stated else cover.id_siklus


def _contradiction(about: About, statements: Sequence[Statement]) -> Finding:
    """STR-03 or STR-04 with every statement and its place."""
    told = [s for s in statements if s.about == about]
    shown = "; ".join(dict.fromkeys(clip(s.shown, cap=_LONGEST) for s in told))
    at = _odd_one(told)
    where = f"{at.sheet}!{at.address}: " if at else ""
    return finding(
        _RULES[about],
        f"{where}pernyataan tentang {_WORDS[about]} saling bertentangan: {shown}. Berkas ini tidak "
        "menggantikan laporan mana pun; yang sudah berlaku tetap berlaku.",
        remedy=f"Samakan {_WORDS[about]} pada folder, nama berkas, SAMPUL, dan baris datanya, lalu "
        "kirim lagi.",
        table="sampul",
        column=_FIELDS[about],
        sheet=at.sheet if at else None,
        address=at.address if at else None,
        row=parse_address(at.address)[0] if at and at.address else None,
        content=at.said if at else None,
    )


def _odd_one(told: Sequence[Statement]) -> Statement | None:
    """The statement whose cell is named: the first in a cell that says otherwise than most."""
    meanings = Counter((s.codes, s.year, s.period) for s in told)
    most, count = meanings.most_common(1)[0]
    in_cells = [s for s in told if s.address is not None]
    is_split = list(meanings.values()).count(count) > 1
    odd = [s for s in in_cells if is_split or (s.codes, s.year, s.period) != most]
    return next(iter(odd), next(iter(in_cells), None))
