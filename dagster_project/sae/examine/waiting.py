"""What one file cannot tell alone: which values wait for other reports, and for which.

Belongs here: the `menunggu` of columns applied to rows, the sentences about rules that wait.
Stays out: which columns wait (said beside the column, in the yml of its test table).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dagster_project.sae.build.compiled import ALWAYS, Compiled
from dagster_project.sae.checks.expectation import Expectation, Suite
from dagster_project.sae.checks.light import UNKNOWN
from dagster_project.sae.examine.tables import Tables

REASONS: Mapping[str, str] = {
    ALWAYS: "bergantung pada laporan lain",
    "definisi": "definisi indikatornya tidak ada di berkas ini",
    "awal_tahun": "dihitung sejak awal tahun, jadi perlu laporan periode sebelumnya",
}
"""What a value can wait for, as people read it."""

_NAMED = 5


class Waiting:
    """Gathers what waits while the suites are judged."""

    def __init__(self, compiled: Compiled, *, is_alone: bool) -> None:
        """Begin.

        Args:
            compiled: says which columns wait, and when.
            is_alone: no other report is known; else nothing waits.
        """
        self._is_alone = is_alone
        self._waits = compiled.waits if is_alone else {}
        self._conditions = compiled.conditions if is_alone else {}
        self._open: dict[str, dict[str, set[int]]] = {}
        self._rows: dict[str, int] = {}

    def conditions(self, table: str) -> Mapping[str, str]:
        """SQL by what a row of a test table may wait for."""
        used = {name for names in self._waits.get(table, {}).values() for name in names}
        return {n: sql for n, sql in self._conditions.get(table, {}).items() if n in used}

    def without_unknown(self, table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A row with `UNKNOWN` in place of every value that waits."""
        waiting = {name for name in self._conditions.get(table, {}) if row.get(name)}
        unknown = {
            column: UNKNOWN
            for column, names in self._waits.get(table, {}).items()
            if waiting.intersection(names)
        }
        return {**row, **unknown}

    def note(
        self,
        expectation: Expectation,
        *,
        undecided: Sequence[int],
        rows: Sequence[Mapping[str, Any]],
    ) -> None:
        """Remember rows that an expectation could not judge."""
        rule = expectation.rule.id_aturan
        self._rows[rule] = max(self._rows.get(rule, 0), len(rows))
        for position in undecided:
            reasons = [n for n in REASONS if rows[position].get(n)]
            self._open.setdefault(rule, {}).setdefault(", ".join(reasons), set()).add(position)

    def notes(self, suites: Sequence[Suite], tables: Tables) -> Iterator[str]:
        """One sentence for each thing that could not be judged."""
        if not self._is_alone:
            return
        yield from _undefined(tables)
        always = self._always(suites)
        titles = {r.id_aturan: r.judul for suite in suites for r in suite.rules}
        for rule, reasons in self._open.items():
            if rule in always:
                continue
            for names, positions in reasons.items():
                why = " dan ".join(REASONS[name] for name in names.split(", ") if name)
                yield (
                    f"{rule} ({titles[rule]}): {len(positions)} dari {self._rows[rule]} baris "
                    f"belum dapat dinilai karena {why}."
                )
        if always:
            yield (
                "Belum dapat dinilai karena bergantung pada laporan lain, yang tidak ada di sini: "
                + "; ".join(f"{rule} ({titles[rule]})" for rule in always)
                + "."
            )

    def _always(self, suites: Sequence[Suite]) -> list[str]:
        """Rules with an expectation whose columns always wait for other reports."""
        found: dict[str, None] = {}
        for suite in suites:
            waits = self._waits.get(suite.table, {})
            for expectation in suite.expectations:
                if any(ALWAYS in waits.get(c, ()) for c in expectation.evaluation_columns):
                    found[expectation.rule.id_aturan] = None
        return list(found)


def _undefined(tables: Tables) -> Iterator[str]:
    rows = tables.rows(
        "select distinct trim(id_indikator) as id_indikator from masukan.realisasi "
        "where id_indikator is not null and trim(id_indikator) not in "
        "(select trim(id_indikator) from masukan.indikator where id_indikator is not null) "
        "order by all"
    )
    missing = [row["id_indikator"] for row in rows]
    if missing:
        yield (
            f"{_some(missing)} tidak ada di lembar INDIKATOR berkas ini: aturan tentang "
            "definisinya baru dinilai bersama laporan terdahulu. Bila itu salah ketik, samakan "
            "id_indikator."
        )


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f", dan {more} lagi" if more > 0 else "")
