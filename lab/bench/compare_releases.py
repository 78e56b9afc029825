"""Whether two releases say the same: every table of two `sae.duckdb` files, row by row.

    python -m lab.bench.compare_releases BEFORE AFTER

For changes that must not change a number. What names the release itself or the code that made it
(its id, the versions of code, policy and profile) differs by nature and is left out, and so is the
order of rows and columns. Fractions count to 12 significant digits, as in the hashes of a release.
Tells for each table that differs how many rows only one side has and shows the first of them; ends
with 1 then.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

# Columns that name the release, the code or the moment, not what was found.
OF_THE_RUN = frozenset({"id_rilis", "versi_kode", "versi_kebijakan", "versi_profil"})
# Keys made of the id of the release: told by what they name instead.
OF_THE_ROW = {"mutu_keputusan": ("kunci", "entitas = 'RILIS'")}
SHOWN, WIDTH = 3, 300


def tables_of(connection: duckdb.DuckDBPyConnection, side: str) -> dict[str, dict[str, str]]:
    """Columns with their types, by table, of an attached release."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = ? order by table_name, column_index",
        [side],
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _rows(side: str, table: str, columns: dict[str, str]) -> str:
    """Query of what a table says, as texts."""
    own, when = OF_THE_ROW.get(table, ("", "false"))
    told = []
    for column, kind in columns.items():
        if column in OF_THE_RUN:
            continue
        name = f'"{column}"'
        text = f"format('{{:.12g}}', {name})" if kind == "DOUBLE" else f"cast({name} as varchar)"
        told.append(f"case when {when} then '' else {text} end" if column == own else text)
    return f"select {', '.join(told)} from {side}.main.{table}"


def differences(before: Path, after: Path) -> list[str]:
    """A sentence for each table, column or set of rows in which two releases differ."""
    found = []
    with duckdb.connect() as connection:
        for side, file in (("before", before), ("after", after)):
            connection.execute(f"attach '{file}' as {side} (read_only)")
        old, new = (tables_of(connection, side) for side in ("before", "after"))
        found += [f"table {name} is only in {before}" for name in old.keys() - new.keys()]
        found += [f"table {name} is only in {after}" for name in new.keys() - old.keys()]
        for table in sorted(old.keys() & new.keys()):
            if old[table].items() ^ new[table].items():
                found.append(f"{table}: {old[table]} became {new[table]}")
                continue
            a, b = (_rows(side, table, old[table]) for side in ("before", "after"))
            for one, other, file in ((a, b, before), (b, a, after)):
                # `all`: a row that one side has twice and the other once differs too.
                rows = connection.execute(f"({one}) except all ({other})").fetchall()
                if rows:
                    shown = "".join(f"\n    {str(row)[:WIDTH]}" for row in rows[:SHOWN])
                    found.append(f"{table}: {len(rows)} rows only in {file}{shown}")
    return found


def main(arguments: Sequence[str]) -> int:
    """Compare, print, and end with 1 when anything differs."""
    parser = argparse.ArgumentParser(prog="python -m lab.bench.compare_releases")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    given = parser.parse_args(arguments)
    found = differences(given.before, given.after)
    print("\n".join(found) or f"{given.before} and {given.after} say the same")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
