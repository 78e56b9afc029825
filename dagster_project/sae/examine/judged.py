"""A submission that was read, judged: remarks of the reading and of the rules of the suites.

Belongs here: from a reading to remarks, the cell that a content rule names.
Stays out: reading (`examine`), rules (`intake`, suites), test rows (`facts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dagster_project.sae.answer.remarks import Remark, of_reading
from dagster_project.sae.checks.catalogue import Catalogue, Rule
from dagster_project.sae.checks.light import UNKNOWN, judge_rows
from dagster_project.sae.checks.messages import content, message
from dagster_project.sae.checks.suites import Expectation, Suite
from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.examine.facts import Facts, facts
from dagster_project.sae.examine.onefile import OneFile, one_file
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.submission import Submission

_NAMED = 5


@dataclass(frozen=True)
class Judged:
    """Everything that is to say about one submission.

    Attributes:
        remarks: of the reading and of the suites, in no order.
        notes: what could not be judged from this file alone.
    """

    remarks: tuple[Remark, ...]
    notes: tuple[str, ...]


def judge(
    settings: Settings,
    profile: Profile,
    submission: Submission,
    *,
    catalogue: Catalogue,
    suites: Sequence[Suite],
    cutoff: date | None = None,
) -> Judged:
    """Judge a submission that was read.

    Args:
        settings: gives the seeds.
        profile: the profile it was read with.
        submission: from a reading child.
        catalogue: titles of the rules.
        suites: content rules.
        cutoff: day until which periods are closed; that of the file's own cycle when None.
    """
    titles = {rule.id_aturan: rule.judul for rule in catalogue.values()}
    remarks = list(of_reading(submission.tables["temuan"].dicts(), titles))
    if not submission.is_read:
        return Judged(tuple(remarks), ())
    inputs = one_file(settings, profile, submission, cutoff=cutoff)
    found = facts(inputs)
    places = _Places(inputs)
    told_here = [suite for suite in suites if not suite.needs_cycle]
    for suite in told_here:
        for rule in suite.rules:
            remarks += _of_rule(suite, rule, found=found, places=places)
    return Judged(tuple(remarks), (*_undefined(inputs), *_undecided(told_here, found)))


def _of_rule(suite: Suite, rule: Rule, *, found: Facts, places: _Places) -> Iterator[Remark]:
    """A row names the first expectation of the rule that it breaks, as in a run."""
    rows = found.tables.get(suite.table, [])
    first: dict[int, Expectation] = {}
    for expectation in suite.expectations:
        if expectation.rule is rule:
            for position in judge_rows(rows, expectation).failing:
                first.setdefault(position, expectation)
    for position, expectation in sorted(first.items()):
        row = rows[position]
        said = {name: _said(row, name) for name in rule.placeholders}
        sheet, cell = places.of(expectation, row)
        yield Remark(
            rule=rule.id_aturan,
            severity=rule.tingkat,
            sheet=sheet,
            cell=cell,
            found=content(_said(row, expectation.cell)),
            expected=rule.judul,
            message=message(rule.pesan, said),
            remedy=rule.cara_memperbaiki,
        )


def _said(row: Mapping[str, Any], name: str) -> Any:
    value = row.get(name)
    if value is not UNKNOWN:
        return value
    return row.get("id_indikator") if name == "nama_indikator" else None


class _Places:
    """The cell a content rule names: on the sheet of the catalogue, in the column of the field."""

    def __init__(self, inputs: OneFile) -> None:
        self._columns: dict[tuple[Any, ...], tuple[str, int | None]] = {}
        self._sheets: dict[str, str] = {}
        for row in inputs.landed("peta"):
            table, sheet = row["tabel"], row["lembar"]
            key = (table, row["kolom"], row["tahun"], row["periode"])
            self._columns[key] = (row["huruf"], row["baris"])
            self._sheets[table] = min(self._sheets.get(table, sheet), sheet)
        names = set(self._sheets.values())
        self._only = next(iter(names)) if len(names) == 1 else None

    def of(self, expectation: Expectation, row: Mapping[str, Any]) -> tuple[str | None, str | None]:
        """Sheet and cell; without the column the whole row, without the row the sheet."""
        table, column = expectation.sheet.lower(), expectation.cell
        sheet = self._sheets.get(table) or self._only or expectation.sheet or None
        year, period = row.get("tahun"), row.get("periode")
        # A column of just this year or period is nearer than one that holds any.
        whens = ((year, period), (year, None), (None, period), (None, None))
        known = (self._columns.get((table, column, *when)) for when in whens)
        letter, number = next((place for place in known if place), (None, None))
        if number is None:
            own = row.get(f"baris_{table}")
            number = int(own) if isinstance(own, float) else None
        if number is None:
            return sheet, None
        return sheet, f"{letter}{number}" if letter else f"{number}:{number}"


def _undefined(inputs: OneFile) -> Iterator[str]:
    own = {row["id_indikator"] for row in inputs.landed("indikator")}
    reported = (row["id_indikator"] for row in inputs.landed("realisasi"))
    missing = sorted({name for name in reported if name is not None} - own)
    if missing:
        yield (
            f"{_some(missing)} tidak ada di lembar INDIKATOR berkas ini: aturan tentang "
            "definisinya baru dinilai bersama laporan terdahulu. Bila itu salah ketik, samakan "
            "id_indikator."
        )


def _undecided(suites: Iterable[Suite], found: Facts) -> Iterator[str]:
    waiting: dict[str, None] = {}
    for suite in suites:
        rows = found.tables.get(suite.table, [])
        open_rows: dict[str, set[int]] = {}
        titles = {rule.id_aturan: rule.judul for rule in suite.rules}
        for expectation in suite.expectations:
            rule = expectation.rule.id_aturan
            if expectation.needs_cycle:
                waiting[f"{rule} ({titles[rule]})"] = None
                continue
            undecided = judge_rows(rows, expectation).undecided
            open_rows.setdefault(rule, set()).update(undecided)
        for rule, positions in open_rows.items():
            if positions:
                yield (
                    f"{rule} ({titles[rule]}): {len(positions)} dari {len(rows)} baris baru dapat "
                    "dinilai bersama laporan periode sebelumnya."
                )
    if waiting:
        yield (
            "Baru dinilai setelah laporan satu siklus terkumpul, karena bergantung pada berkas "
            f"lain: {'; '.join(waiting)}."
        )


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f", dan {more} lagi" if more > 0 else "")
