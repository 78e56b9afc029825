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

_SINCE_JANUARY = "nilainya dihitung sejak awal tahun dan laporan sebelumnya tidak ada di sini"

REASONS: Mapping[str, str] = {
    ALWAYS: "bergantung pada laporan lain, yang tidak ada di sini",
    "definisi": "definisi indikatornya tidak ada di berkas ini",
    "awal_tahun": _SINCE_JANUARY,
    "awal_tahun_negatif": _SINCE_JANUARY,
    "induk": "indikator induknya tidak ada di berkas ini",
    "tahunan": "angka tahunannya mungkin sudah ada di laporan terdahulu",
}
"""What a value can wait for, as people read it."""

_MARK = "menunggu "
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
        # By reason and rule the rows that wait; all rows of the rule's table.
        self._open: dict[str, dict[str, set[int]]] = {}
        self._rows: dict[str, int] = {}

    def is_for_others(self, suite: Suite) -> bool:
        """Whether all of a suite waits for other reports, so that its rows need not be made."""
        waits = self._waits.get(suite.table, {})
        if not all(
            any(ALWAYS in waits.get(column, ()) for column in expectation.evaluation_columns)
            for expectation in suite.expectations
        ):
            return False
        for expectation in suite.expectations:
            self.note(suite.table, expectation, undecided=(), rows=())
        return True

    def asked(self, table: str) -> str:
        """The end of a select list over a test table that tells what each row waits for."""
        return "".join(
            f', coalesce({sql}, false) as "{_MARK}{name}"'
            for name, sql in self._conditions.get(table, {}).items()
        )

    def without_unknown(self, table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A row with `UNKNOWN` in place of every value that waits."""
        waiting = {name for name in self._conditions.get(table, {}) if row[_MARK + name]}
        unknown = {
            column: UNKNOWN
            for column, names in self._waits.get(table, {}).items()
            if waiting.intersection(names)
        }
        return {**row, **unknown}

    def note(
        self,
        table: str,
        expectation: Expectation,
        *,
        undecided: Sequence[int],
        rows: Sequence[Mapping[str, Any]],
    ) -> None:
        """Remember rows of a test table that an expectation could not judge."""
        waits = self._waits.get(table, {})
        names = {n for column in expectation.evaluation_columns for n in waits.get(column, ())}
        rule = expectation.rule.id_aturan
        self._rows[rule] = len(rows)
        if ALWAYS in names:  # also where there are no rows: other reports would bring them
            self._open.setdefault(REASONS[ALWAYS], {}).setdefault(rule, set())
        for position in undecided:
            for name in names - {ALWAYS}:
                if rows[position][_MARK + name]:
                    of_reason = self._open.setdefault(REASONS[name], {})
                    of_reason.setdefault(rule, set()).add(position)

    def notes(self, suites: Sequence[Suite], tables: Tables) -> Iterator[str]:
        """One sentence for each reason why something could not be judged."""
        if not self._is_alone:
            return
        yield from _undefined(tables)
        titles = {rule.id_aturan: rule.judul for suite in suites for rule in suite.rules}
        for reason in dict.fromkeys(REASONS.values()):
            found = self._open.get(reason, {})
            said = [
                f"{rule} ({titles[rule]}{self._share(rule, positions)})"
                for rule, positions in sorted(found.items())
            ]
            if said:
                yield f"Karena {reason}: {'; '.join(said)}."
        yield from self._of_pillars(suites)

    def _of_pillars(self, suites: Sequence[Suite]) -> Iterator[str]:
        """A pillar is judged by the rows that pass, so it follows what may still hold a row."""
        waiting = {rule for rules in self._open.values() for rule in rules}
        holding = {r.id_aturan for s in suites for r in s.rules if r.tingkat == "B"}
        following = [r for s in suites if s.entity == "opd_pilar" for r in s.rules]
        if waiting & holding and following:
            said = "; ".join(f"{rule.id_aturan} ({rule.judul})" for rule in following)
            yield f"Pasti setelah temuan yang menahan baris selesai dinilai: {said}."

    def _share(self, rule: str, positions: set[int]) -> str:
        return f"; {len(positions)} dari {self._rows[rule]} baris" if positions else ""


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
            f"{_some(missing)} tidak ada di lembar INDIKATOR berkas ini: aturan yang memerlukan "
            "definisinya baru dinilai bersama laporan terdahulu. Bila itu salah ketik, samakan "
            "id_indikator."
        )


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f", dan {more} lagi" if more > 0 else "")
