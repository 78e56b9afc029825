"""A submission that was read, judged as a run would: the same SQL, the same suites, in memory.

Belongs here: from landing rows to remarks and to what cannot be judged yet.
Stays out: reading (`intake`), the tables (`tables`), which other reports are known (`context`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dagster_project.sae.answer.findings import FINDINGS, remark_of
from dagster_project.sae.answer.remarks import Remark, of_reading
from dagster_project.sae.build.scope import cycle_scope
from dagster_project.sae.checks.expectation import Expectation, Suite
from dagster_project.sae.checks.frames import selection, warehouse_columns
from dagster_project.sae.checks.light import UNKNOWN, judge_rows
from dagster_project.sae.checks.messages import shown
from dagster_project.sae.checks.violations import violations_of
from dagster_project.sae.contract.profile import Cycle, Profile
from dagster_project.sae.examine.changes import (
    compared_with,
    differences,
    said_place,
    said_received,
)
from dagster_project.sae.examine.context import Context, land_beside, put_in_force
from dagster_project.sae.examine.prepared import Prepared
from dagster_project.sae.examine.tables import Tables, literal
from dagster_project.sae.examine.waiting import Waiting
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.submission import Submission

TestRow = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """Everything that is to say about one submission.

    Attributes:
        remarks: of the reading and of the suites, in no order.
        notes: what could not be judged yet, and why.
        changes: what sending it would change against what was last received.
    """

    remarks: tuple[Remark, ...]
    notes: tuple[str, ...]
    changes: tuple[str, ...]


def judge(
    settings: Settings,
    profile: Profile,
    submission: Submission,
    *,
    tables: Tables,
    prepared: Prepared,
    titles: Mapping[str, str],
    together: Submission | None = None,
    cycle: Cycle | None = None,
) -> Judged:
    """Judge a submission that was read, as a run over it and all that has landed would.

    Args:
        settings: gives the landing and the clock.
        profile: the profile it was read with.
        submission: from a reading child.
        tables: fresh ones.
        prepared: what was prepared for this installation.
        titles: of the rules, by id.
        together: the file of several agencies that this is one report of; itself when None.
        cycle: the cycle a run would release; the one that is open, or the file's own if it opened
            later, when None.

    Raises:
        ProfileError: the file names no cycle and none is open.
    """
    file = submission.file
    if not submission.accepted:
        return Judged(tuple(of_reading(submission.tables["temuan"].dicts(), titles)), (), ())
    digest = file["sha256_berkas"]
    chosen = cycle or _cycle(settings, profile, file)
    tables.set_scope(cycle_scope(settings, chosen))
    context = land_beside(settings, tables, submission, together=together or submission)
    waiting = Waiting(prepared.compiled, is_alone=context is None)
    told_here = [suite for suite in prepared.suites if not waiting.is_for_others(suite)]
    wanted = {suite.table for suite in told_here}
    tables.build(only=wanted)
    is_used = _is_in_force(tables, digest)
    if not is_used:
        put_in_force(tables)
        tables.build(only=wanted)
    bench = _Bench(tables, digest, waiting)
    for suite in told_here:
        bench.judge(suite)
    tables.build_findings()
    found = [row for row in tables.rows(FINDINGS) if row["sha256_berkas"] == digest]
    return Judged(
        remarks=tuple(remark_of(row, titles) for row in found),
        notes=tuple(waiting.notes(prepared.suites, tables)),
        changes=(
            *_late(file, chosen),
            *(_changes(tables, file, context, is_used=is_used) if context else ()),
        ),
    )


def _late(file: Mapping[str, Any], cycle: Cycle) -> Iterator[str]:
    """Whether the release of the cycle is closed to what is received now."""
    if file["diterima_pada"].date() > cycle.receipts_until:
        yield (
            f"Batas data {cycle.name} sudah lewat ({shown(cycle.receipts_until)}): yang diterima "
            "sekarang menunggu rilis berikutnya."
        )


def _is_in_force(tables: Tables, digest: str) -> bool:
    rows = tables.rows("select sha256_berkas from int_kiriman__aktif")
    return any(row["sha256_berkas"] == digest for row in rows)


def _changes(
    tables: Tables, file: Mapping[str, Any], context: Context, *, is_used: bool
) -> Iterator[str]:
    """What sending the file would change, one sentence for each thing."""
    if context.received is not None:
        yield said_received(context.received, context.before, file, is_used=is_used)
        return
    base = compared_with(context.before, cycle=file["id_siklus"])
    if base is None:
        if file["kode_opd"] is not None:
            yield "Laporan pertama OPD ini; tidak menggantikan berkas lain."
        return
    same = base.cycle == file["id_siklus"]
    yield said_place(base, same_cycle=same, is_used=is_used)
    found = list(differences(tables, sha256=file["sha256_berkas"], base=base, same_cycle=same))
    what = "Isinya tidak" if same else "Definisi indikator dan pagunya tidak"
    yield from found or [f"{what} berbeda dari {base.name}."]


def _cycle(settings: Settings, profile: Profile, file: Mapping[str, Any]) -> Cycle:
    """The cycle a run would release now, or the file's own when that opens later."""
    known = file["id_siklus"]
    if known is None:
        return profile.default_cycle(settings.now().date())
    own = profile.cycle(known)
    opened = [c for c in profile.cycles if c.opened <= settings.now().date()]
    return max([own, *opened], key=lambda cycle: cycle.opened)


class _Bench:
    """The suites over the test rows that can speak of one file."""

    def __init__(self, tables: Tables, sha256: str, waiting: Waiting) -> None:
        self._tables = tables
        self._sha256 = sha256
        self._waiting = waiting
        self._types = warehouse_columns(tables.connection)

    def judge(self, suite: Suite) -> None:
        """Judge the rows of a suite and leave what breaks its rules with the tables."""
        rows = self._rows(suite)
        broken: dict[str, dict[int, Expectation]] = {}
        for expectation in suite.expectations:
            verdict = judge_rows(rows, expectation)
            self._waiting.note(suite.table, expectation, undecided=verdict.undecided, rows=rows)
            first = broken.setdefault(expectation.rule.id_aturan, {})
            for position in verdict.failing:
                first.setdefault(position, expectation)
        self._tables.add_violations(
            violations_of(
                suite,
                rule,
                values=_columns([rows[n] for n in sorted(found)]),
                broken=[found[n] for n in sorted(found)],
            )
            for rule in suite.rules
            if (found := broken[rule.id_aturan])
        )

    def _rows(self, suite: Suite) -> Sequence[TestRow]:
        """Rows of the test table that a finding on this file can come from, by key."""
        types = self._types[suite.table]
        chosen = selection(suite.wanted_columns(types), types)
        asked = self._waiting.asked(suite.table)
        order = ", ".join(f'"{column}"' for column in suite.key)
        rows = self._tables.rows(
            f'select {chosen}{asked} from "{suite.table}" as uji '
            f"where {self._about(types)} order by {order}"
        )
        return [self._waiting.without_unknown(suite.table, row) for row in rows] if asked else rows

    def _about(self, types: Mapping[str, str]) -> str:
        """Rows of the file, rows its definitions stand behind, rows of its agency and cycle."""
        digest = literal(self._sha256)
        own = [
            name for name in ("sha256_berkas", "sha256_indikator", "sha256_sel") if name in types
        ]
        parts = [f"{name} = {digest}" for name in own]
        if "id_baris" in types:
            parts.append(f"starts_with(id_baris, {literal(self._sha256[:12] + ':')})")
        who = "kunci_opd" if "kunci_opd" in types else "kode_opd"
        parts.append(
            f"exists (from int_kiriman__aktif as aktif where aktif.sha256_berkas = {digest} "
            f"and aktif.kunci_opd = uji.{who} "
            "and aktif.id_siklus is not distinct from uji.id_siklus)"
        )
        return " or ".join(parts)


def _columns(rows: Sequence[TestRow]) -> dict[str, list[Any]]:
    """Columns of rows; what is not known is missing in a message."""
    return {
        name: [None if (value := row[name]) is UNKNOWN else value for row in rows]
        for name in rows[0]
    }
