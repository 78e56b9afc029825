"""Which of several files of one agency and cycle counts, as `int_kiriman__urutan` decides it.

Belongs here: the order of files by version, receipt and revision, and ties.
Stays out: which files compete (`inputs`), what a replaced one had said (`vintages`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Rank = tuple[int, Any, int]


def rank_of(row: Row, rows: Sequence[Row]) -> Rank:
    """Version, receipt and revision of a file among those it competes with.

    A name without a version follows what came before it: it takes the highest version known then.
    """
    version, sent = row["versi_kiriman"], row["dikirim_pada"]
    if version is None:
        before = (r["versi_kiriman"] or 0 for r in rows if r["dikirim_pada"] <= sent)
        version = max(before, default=0)
    return version, sent, row["perbaikan_ke"] or 0


def ranks(rows: Sequence[Row]) -> list[list[Row]]:
    """The files, best rank first; those of one rank tie."""
    grouped: dict[Rank, list[Row]] = {}
    for row in rows:
        grouped.setdefault(rank_of(row, rows), []).append(row)
    return [grouped[key] for key in sorted(grouped, reverse=True)]


def is_tie(rank: Sequence[Row]) -> bool:
    """Whether files of one rank say different things."""
    return len({row["sidik_isi"] for row in rank}) > 1


def in_force(rows: Sequence[Row]) -> Row | None:
    """The file that counts: of the best rank that is no tie; None when all are."""
    found = next((rank for rank in ranks(rows) if not is_tie(rank)), None)
    return None if found is None else max(found, key=lambda row: str(row["sha256_berkas"]))


def undecided(rows: Sequence[Row]) -> list[Row]:
    """Files of ties that nothing of a better rank decides."""
    found: list[Row] = []
    for rank in ranks(rows):
        if not is_tie(rank):
            break
        found += rank
    return found
