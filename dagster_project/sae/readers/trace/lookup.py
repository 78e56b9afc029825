"""Finding a published number by its key, and everything behind it.

Belongs here: `trace`, the keys of published tables, the nearest keys to one that is not there.
Stays out: raw cells and receipts (`raw`), rules (`rules`), how it looks.
Any published table can be asked: its key is taken from its columns, and what is no single cell is
traced to the rows of `kpi_indikator` that share its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.readers.trace.behind import FIGURES, behind, held
from dagster_project.sae.readers.trace.facts import Figure, Part, Trace, UnknownKeyError
from dagster_project.sae.readers.trace.raw import RawCells, origin_of
from dagster_project.sae.readers.trace.rules import Rules
from dagster_project.sae.readers.trace.served import Served, open_served

MOST_FIGURES, MOST_ROWS, NEAREST = 10, 200, 5
_ENTITIES = ("kode_opd", "kode_pilar")
_CELL = {"sha256_berkas", "lembar", "sel"}
_NEVER_ASKED = {"aturan", "rumus", "kamus_data", "rilis", "mutu_temuan", "mutu_keputusan"}
Row = dict[str, Any]


def trace(settings: Settings, table: str, key: Sequence[str]) -> Trace:
    """Trace a published number of the served release.

    Args:
        settings: the installation; only read.
        table: a published table.
        key: values of its key columns in order, such as '1.02.01-001', '2026', 'TW3'; fewer
            values ask for every row that begins with them.

    Raises:
        UnknownKeyError: no such table or key; the message says what is nearest and how to ask.
        ReleaseError: nothing is served yet.
    """
    with open_served(settings) as served:
        [release] = served.query("select * from rilis")
        columns = _key_columns(served, table)
        rows = _rows_of(served, table, columns, key=key)
        shared: dict[str, Any] = {
            "release_id": release["id_rilis"],
            "label": release.get("label_data"),
            "table": table,
            "key": tuple(zip(columns, key, strict=False)),
        }
        if set(served.columns[table]) >= _CELL:
            shown = rows[:MOST_FIGURES]
            rules = Rules(settings, served, release_id=release["id_rilis"])
            raw = RawCells(settings)
            figures = tuple(_figure(settings, served, row, rules=rules, raw=raw) for row in shown)
            return Trace(
                **shared, rows=tuple(shown), figures=figures, left_out=len(rows) - len(shown)
            )
        rest_on = behind(served, rows[:MOST_FIGURES])
        return Trace(
            **shared,
            rows=tuple(rows[:MOST_FIGURES]),
            behind=tuple(rest_on[:MOST_ROWS]),
            held=tuple(held(served, rows[:MOST_FIGURES])[:MOST_ROWS]),
            left_out=max(0, len(rest_on) - MOST_ROWS),
        )


def how_to_ask(table: str, columns: Sequence[str]) -> str:
    """How a question about a table is written."""
    optional = {"kode_wilayah", "dimensi"}
    words = [f"[{c.upper()}]" if c in optional else c.upper() for c in columns]
    return f"sae telusur {table} {' '.join(words)}"


def _key_columns(served: Served, table: str) -> tuple[str, ...]:
    askable = {t: _key_of(c) for t, c in served.columns.items() if t not in _NEVER_ASKED}
    askable = {t: c for t, c in askable.items() if c}
    if table not in askable:
        near = get_close_matches(table, askable, n=NEAREST, cutoff=0.3)
        asks = "\n".join(f"  {how_to_ask(name, askable[name])}" for name in near or sorted(askable))
        raise UnknownKeyError(f"Tidak ada tabel '{table}' yang dapat ditelusuri. Tulis:\n{asks}")
    return askable[table]


def _key_of(columns: Sequence[str]) -> tuple[str, ...]:
    if "id_indikator" in columns:
        entity: tuple[str, ...] = ("id_indikator",)
    else:
        entity = tuple(name for name in _ENTITIES if name in columns)
    if not entity:
        return ()
    times = ("tahun", "periode") if "tahun" in columns else ("id_siklus",)
    further = (*times, "kode_wilayah", "dimensi")
    return (*entity, *(name for name in further if name in columns))


def _rows_of(
    served: Served, table: str, columns: Sequence[str], *, key: Sequence[str]
) -> list[Row]:
    asked = dict(zip(columns, key, strict=False))
    if key and len(key) <= len(columns) and (rows := served.where(table, asked)):
        return rows
    known = [
        tuple(str(row[name]) for name in columns)
        for row in served.query(f"select distinct {', '.join(columns)} from {table}")
    ]
    message = f"Tidak ada '{' '.join(key)}' pada {table}."
    if kept := _held_exactly(served, asked):
        message += f" Angka itu ditahan, tidak terbit: {kept['alasan']}"
    near = "\n".join(f"  sae telusur {table} {' '.join(n)}" for n in _nearest(known, key))
    raise UnknownKeyError(
        f"{message}\nCara menulis: {how_to_ask(table, columns)}\nTerdekat:\n{near}"
    )


def _nearest(known: Iterable[tuple[str, ...]], key: Sequence[str]) -> list[tuple[str, ...]]:
    """The keys most like the one asked for: the entity counts before year and period."""
    keys = sorted(set(known))
    if not key:
        return keys[-NEAREST:]
    entities = sorted({k[0] for k in keys})
    near = get_close_matches(key[0], entities, n=NEAREST, cutoff=0.0)
    if near and near[0] == key[0]:
        near = near[:1]

    def distance(found: tuple[str, ...]) -> tuple[int, int]:
        equal = sum(a == b for a, b in zip(found[1:], key[1:], strict=False))
        return near.index(found[0]), -equal

    ranked = sorted((k for k in keys if k[0] in near), key=lambda k: tuple(k), reverse=True)
    ranked.sort(key=distance)
    return [tuple(value for value in k if value) for k in ranked[:NEAREST]]


def _held_exactly(served: Served, asked: dict[str, str]) -> Row | None:
    if not {"id_indikator", "tahun", "periode"} <= set(asked):
        return None
    wanted = {"entitas": "BARIS", "keputusan": "tahan", **asked}
    rows = served.where("mutu_keputusan", wanted)
    return rows[0] if rows else None


def _figure(settings: Settings, served: Served, row: Row, *, rules: Rules, raw: RawCells) -> Figure:
    sha256 = str(row["sha256_berkas"])
    passed, found, evidence = rules.of(row)
    decisions = served.where("mutu_keputusan", {"entitas": "BARIS", "kunci": row["kunci"]})
    return Figure(
        row=row,
        origin=origin_of(settings, sha256),
        raw=raw.cell(sha256, row["lembar"], row["sel"]),
        parts=_parts(served, row),
        decision=decisions[0] if decisions else None,
        passed=passed,
        found=found,
        waivers=rules.waivers(row, found),
        evidence=evidence,
    )


def _parts(served: Served, row: Row) -> tuple[Part, ...]:
    """Other published figures of the year that a running sum or a derived year also rests on."""
    is_sum = row["jenis_agregasi"] == "KUMULATIF" and row["periode"] != "THN"
    if not is_sum and not row["is_turunan"]:
        return ()
    same = {name: row[name] for name in ("id_indikator", "tahun", "kode_wilayah", "dimensi")}
    others = [r for r in served.where(FIGURES, same, order="periode") if not r["is_turunan"]]
    kind = str(row["periode"])[:2]
    return tuple(
        Part(r["periode"], r["realisasi_periode"], r["lembar"], r["sel"], r["sha256_berkas"])
        for r in others
        if row["is_turunan"] or (r["periode"][:2] == kind and r["periode"] < row["periode"])
    )
