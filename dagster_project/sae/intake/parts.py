"""The reports of several agencies that came in one file.

Belongs here: joining and splitting their tables.
Stays out: reading a file (`submission`), its rows (`landed`), which agencies it holds
(`forms.tidy`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dagster_project.sae.contract.rows import Gathered, Rows

_CELLS = "lembar"


def join_parts(parts: Sequence[Mapping[str, Rows]]) -> dict[str, Rows]:
    """The tables of all reports of a file; the cells of its sheets are the same and stand once."""
    tables: dict[str, Gathered] = {}
    for part in parts:
        for name, rows in part.items():
            if name != _CELLS or name not in tables:
                tables.setdefault(name, Gathered()).add(rows)
    return {name: gathered.rows() for name, gathered in tables.items()}


def split_parts(tables: Mapping[str, Rows]) -> list[dict[str, Rows]]:
    """The tables of each report of a file; all have its cells."""
    digests = list(dict.fromkeys(file["sha256_berkas"] for file in tables["berkas"].dicts()))
    if len(digests) == 1:
        return [dict(tables)]
    return [
        {
            name: rows
            if name == _CELLS
            else Rows.of([row for row in rows.dicts() if row["sha256_berkas"] == digest])
            for name, rows in tables.items()
        }
        for digest in digests
    ]
