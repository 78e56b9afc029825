"""The evidence of the check as Dagster shows it: a result for each suite, no content of a cell.

Belongs here: reading `dq_results` and the violations, the colour of a suite, its metadata.
Stays out: what a suite asserts (`expectations/suites`), running it (`sae.checks`), holding rows
(the gate, which reads the evidence and not the colour of a check).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg

from dagster_project.orchestrator.reported import results_as_evaluations
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
from dagster_project.sae.checks.docs import INDEX
from dagster_project.sae.checks.evidence import VIOLATIONS_NAME
from dagster_project.sae.checks.expectation import Suite
from dagster_project.sae.checks.suites import load_suites
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import markdown

EVIDENCE = dg.AssetKey("dq_results")
_SHOWN_CELLS = 10
_HOLDING = ("B", "K")  # severities that hold rows, agencies or files; P warns, I informs


def evidence_events(
    settings: Settings,
) -> Iterator[dg.AssetMaterialization | dg.AssetCheckEvaluation]:
    """The evidence of a run outside Dagster: what it holds, and one result for each suite."""
    catalogue = load_catalogue(settings.policy_dir / CATALOGUE_NAME)
    suites = load_suites(settings.suites_dir, catalogue)
    rows = read_evidence(settings)
    yield dg.AssetMaterialization(asset_key=EVIDENCE, metadata=told_of_evidence(settings, rows))
    yield from results_as_evaluations(suite_results(suites, rows, worst=read_worst(settings)))


def told_of_evidence(settings: Settings, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How much was judged and how much failed, and where the whole of it stands."""
    return {
        "rules_evaluated": len(rows),
        "rules_by_status": dg.MetadataValue.json(Counter(row["status"] for row in rows)),
        "violations": sum(row["jumlah_gagal"] or 0 for row in rows),
        "evidence": dg.MetadataValue.path(str(settings.evidence)),
        "page_built_by_halaman_mutu": dg.MetadataValue.path(str(settings.docs / INDEX)),
    }


def read_evidence(settings: Settings) -> list[dict[str, Any]]:
    """Rows of `dq_results`, one for each rule that was run."""
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(settings.evidence / "dq_results.parquet").to_pylist()
    return rows


def read_worst(settings: Settings) -> Mapping[str, str]:
    """By suite a Markdown table of the cells that most findings name; never what stands in them."""
    import duckdb

    with duckdb.connect() as connection:
        rows = connection.execute(
            "select suite, id_aturan, coalesce(kode_opd, '-'), coalesce(kolom, '-'), count(*) as n,"
            " min(try_cast(split_part(id_baris, ':', 2) as integer)) from read_parquet(?) "
            "group by suite, id_aturan, kode_opd, kolom "
            "order by n desc, 2, 3, 4",
            [str(settings.evidence / VIOLATIONS_NAME)],
        ).fetchall()
    tables: dict[str, list[str]] = {}
    for suite, rule, agency, column, count, first in rows:
        lines = tables.setdefault(
            suite, ["| rule | OPD | field | findings | first row |", "|---|---|---|---:|---:|"]
        )
        if len(lines) < _SHOWN_CELLS + 2:
            names = " | ".join(markdown(name) for name in (rule, agency, column))
            lines.append(f"| {names} | {count} | {first or '-'} |")
    return {suite: "\n".join(lines) for suite, lines in tables.items()}


def suite_results(
    suites: Iterable[Suite],
    evidence: Iterable[Mapping[str, Any]],
    *,
    worst: Mapping[str, str] | None = None,
) -> Iterator[dg.AssetCheckResult]:
    """One check result for each suite.

    A rule without evidence counts like one that broke: not evaluated is never passed.

    Args:
        suites: what should have been evaluated.
        evidence: rows of `dq_results`.
        worst: by suite the cells that most findings name, as Markdown.
    """
    rows = list(evidence)
    for suite in suites:
        found = {row["id_aturan"]: row for row in rows if row["suite"] == suite.name}
        missing = [r.id_aturan for r in suite.rules if r.id_aturan not in found]
        broken = [rule for rule, row in found.items() if row["status"] == "error"]
        failed = {
            rule: row["jumlah_gagal"] for rule, row in found.items() if row["status"] == "gagal"
        }
        holding = {rule: n for rule, n in failed.items() if found[rule]["tingkat"] in _HOLDING}
        is_broken = bool(missing or broken)
        yield dg.AssetCheckResult(
            asset_key=EVIDENCE,
            check_name=suite.name,
            passed=not (is_broken or holding),
            severity=dg.AssetCheckSeverity.ERROR if is_broken else dg.AssetCheckSeverity.WARN,
            metadata={
                "evaluated": sum(row["jumlah_dinilai"] or 0 for row in found.values()),
                "failed_by_rule": dg.MetadataValue.json(failed),
                "held_by_rule": dg.MetadataValue.json(holding),
                "warned_or_informed": sum(failed.values()) - sum(holding.values()),
                "not_evaluated": ", ".join([*missing, *broken]) or "none",
                "worst_cells": dg.MetadataValue.md((worst or {}).get(suite.name, "none")),
            },
        )
