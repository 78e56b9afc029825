"""What two releases say of agencies, cycles and reasons, beside their figures.

Belongs here: reading it from both databases, in which a table may be missing.
Stays out: what it means for a change (`named`), the figures themselves (`compare`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dagster_project.sae.release.causes import INDICATOR_KEY, INDICATORS

if TYPE_CHECKING:
    import duckdb

# An attached database by name, and what its tables are called.
Database = tuple[str, Mapping[str, Mapping[str, str]]]

_HELD = "where keputusan = 'tahan' and entitas = 'OPD'"
# Columns that a condition names beside those that are read.
_USED = {
    "revisi": ("is_berlaku", "alasan_revisi"),
    "mutu_keputusan": ("keputusan", "entitas"),
}


@dataclass(frozen=True)
class Standing:
    """What the two releases say of agencies, cycles and reasons, as far as a name needs it.

    Attributes:
        cutoff: data cut-off of the later release.
        periods: year and period by cycle.
        reasons: keys of the figures whose revision gives its reason in the later release.
        ended: codes of agencies that had ended by the cut-off.
        known: ids of the indicators of which the former release had a figure.
        held_before: agency and cycle of the reports that the former release held.
        held_after: the same of the later release.
    """

    cutoff: date | None = None
    periods: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    reasons: frozenset[tuple[Any, ...]] = frozenset()
    ended: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    held_before: frozenset[tuple[str, str]] = frozenset()
    held_after: frozenset[tuple[str, str]] = frozenset()


def read_standing(
    connection: duckdb.DuckDBPyConnection, former: Database, later: Database
) -> Standing:
    """Read it from two attached databases; a table that one lacks says nothing.

    Args:
        connection: has both attached.
        former: name and tables of the former release.
        later: the same of the later one.
    """

    def rows(database: Database, table: str, columns: Sequence[str], more: str = "") -> list[Any]:
        name, tables = database
        if not {*columns, *_USED.get(table, ())} <= tables.get(table, {}).keys():
            return []
        query = f"select distinct {', '.join(columns)} from {name}.main.{table} {more}"
        return list(connection.execute(query).fetchall())

    cutoff = next((row[0] for row in rows(later, "rilis", ["tanggal_batas"])), None)
    cycles = rows(later, "kpi_kelengkapan", ["id_siklus", "tahun", "periode"])
    ends: dict[str, date] = {}
    for code, until in rows(later, "dim_opd", ["kode_opd", "berlaku_sampai"]):
        ends[code] = max(until or date.max, ends.get(code, date.min))
    report = ("kode_opd", "id_siklus")
    given = "where is_berlaku and alasan_revisi is not null"
    return Standing(
        cutoff=cutoff,
        periods={cycle: (year, period) for cycle, year, period in cycles},
        reasons=frozenset(rows(later, "revisi", INDICATOR_KEY, given)),
        ended=frozenset(code for code, until in ends.items() if cutoff and until <= cutoff),
        known=frozenset(row[0] for row in rows(former, INDICATORS, ["id_indikator"])),
        held_before=frozenset(rows(former, "mutu_keputusan", report, _HELD)),
        held_after=frozenset(rows(later, "mutu_keputusan", report, _HELD)),
    )


def held_rows(
    connection: duckdb.DuckDBPyConnection, database: str, tables: Mapping[str, Mapping[str, str]]
) -> dict[tuple[Any, ...], str]:
    """Reasons of the indicator rows that a release held, by their key."""
    if not set(INDICATOR_KEY) <= tables.get("mutu_keputusan", {}).keys():
        return {}
    key = ", ".join(INDICATOR_KEY)
    rows = connection.execute(
        f"select {key}, coalesce(alasan, '') from {database}.main.mutu_keputusan "
        "where keputusan = 'tahan' and id_indikator is not null order by all"
    ).fetchall()
    return {tuple(row[:-1]): str(row[-1]) for row in rows}
