"""What Dagster shows of what a run made, the same whether Dagster or a terminal ran it.

Belongs here: metadata of the evidence, the decision and the release.
Stays out: making them (`sae`), the assets they stand beside (`defs`), when they are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from dagster_project.sae.build import warehouse
from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import markdown, printable
from dagster_project.sae.pages.view import first_page, material
from dagster_project.sae.release.decision import read_decision

NOTES = "catatan_rilis.md"
_MOST_NOTES = 4_000
Metadata = dict[str, Any]

_SCORES = (
    "select nama_pilar, skor_tersedia, skor_ketat, cakupan, jumlah_dinilai, jumlah_indikator,"
    " jumlah_ditahan, alasan_tanpa_skor from kpi_pilar where id_siklus = ? order by kode_pilar"
)
# A figure of a shared indicator that its leader reports is not held, only not used.
_HELD = (
    "select kode_opd, count(*) as n from gate_decisions"
    " where entitas = 'BARIS' and keputusan = 'tahan' and status <> 'tidak_berlaku'"
    " group by kode_opd order by n desc, kode_opd"
)


def told_of_decision(settings: Settings) -> Metadata:
    """The gate's word, and the rows it held by agency."""
    decision = read_decision(settings)
    held = _rows(settings, _HELD)
    return {
        "decision": decision.keputusan,
        "reason": printable(decision.alasan or "none"),
        **decision.jumlah,
        "held_rows": sum(count for _, count in held),
        "held_by_agency": _table(("OPD", "held rows"), held),
    }


def told_of_release(settings: Settings, release_id: str, tables: Mapping[str, int]) -> Metadata:
    """A written release: its size, the scores of the pillars in its cycle, its notes.

    Args:
        settings: the installation.
        release_id: the release.
        tables: rows by published table.
    """
    folder = settings.releases / release_id
    notes = folder / NOTES
    text = notes.read_text(encoding="utf-8")[:_MOST_NOTES] if notes.is_file() else "none"
    return {
        "release_id": release_id,
        "tables": len(tables),
        "rows": sum(tables.values()),
        "pillar_scores": told_scores(settings),
        "notes": dg.MetadataValue.md(text),
        "notes_file": dg.MetadataValue.url(notes.resolve().as_uri()),
        "folder": dg.MetadataValue.path(str(folder)),
    }


def told_scores(settings: Settings) -> dg.MarkdownMetadataValue:
    """The pillars of the cycle with their scores, or why one has none, as a table."""
    cycle = read_scope(settings).id_siklus
    rows = [
        (name, _score(available), _score(strict), _score(coverage), f"{valued}/{due}", held, why)
        for name, available, strict, coverage, valued, due, held, why in _rows(
            settings, _SCORES, [cycle]
        )
    ]
    heads = ("pillar", "score", "strict", "coverage %", "valued", "held", "why no score")
    return _table(heads, rows)


def told_of_serving(settings: Settings, release_id: str) -> Metadata:
    """Where readers open what."""
    return {
        "release_id": release_id,
        "duckdb": dg.MetadataValue.path(str(settings.serving / "sae.duckdb")),
        "parquet": dg.MetadataValue.path(str(settings.serving / "parquet")),
        "halaman": dg.MetadataValue.url(first_page(settings) or "sae lihat"),
        "bahan_rakorev": dg.MetadataValue.path(str(material(settings) or "")),
    }


def _rows(settings: Settings, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with warehouse.read_only(settings) as connection:
        return connection.execute(sql, list(values)).fetchall()


def _score(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> dg.MarkdownMetadataValue:
    """A Markdown table; what stands in a cell is text, never markup."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return dg.MetadataValue.md("\n".join(lines) if rows else "none")


def _cell(value: Any) -> str:
    return "" if value is None else markdown(value)
