"""The one component: a folder of suites becomes the evidence asset with one check for each suite.

Belongs here: a check for each suite file, showing what it found, and its pages.
Stays out: what a suite asserts (`expectations/suites`), running it (`sae.checks`), holding rows
back (the gate, which reads the evidence and not the colour of a check).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg

from dagster_project.orchestrator.installation import Installation
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
from dagster_project.sae.checks.docs import INDEX, write_docs
from dagster_project.sae.checks.evidence import VIOLATIONS_NAME
from dagster_project.sae.checks.expectation import Suite
from dagster_project.sae.checks.policy import check_policy
from dagster_project.sae.checks.run import run_checks
from dagster_project.sae.checks.suites import load_suites
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import markdown

EVIDENCE = dg.AssetKey("dq_results")
_SHOWN_CELLS = 10


class SuiteChecks(dg.Component, dg.Model, dg.Resolvable):
    """Every suite file of a folder becomes an asset check of `dq_results`.

    Attributes:
        suites: the folder, below the project root.
    """

    suites: str

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """The evidence asset with its checks; a suite or seed that cannot be used is refused."""
        settings = Settings.from_env()
        catalogue = load_catalogue(settings.policy_dir / CATALOGUE_NAME)
        check_policy(settings.policy_dir, catalogue)
        suites = load_suites(settings.root / self.suites, catalogue)
        return dg.Definitions(assets=[_evidence_asset(suites), halaman_mutu])


def _evidence_asset(suites: tuple[Suite, ...]) -> dg.AssetsDefinition:
    @dg.asset(
        key=EVIDENCE,
        deps=[suite.table for suite in suites],
        check_specs=[_check_spec(suite) for suite in suites],
        group_name="check",
        description="The evidence of the check: one row per rule with what it evaluated and what "
        "failed, and one row per violation. Written before any mart is built.",
        kinds={"python", "parquet"},
        pool=LANE_POOL,
    )
    def dq_results(sae: Installation) -> dg.MaterializeResult:
        settings = sae.settings
        run_checks(settings)
        rows = _read_evidence(settings)
        return dg.MaterializeResult(
            metadata={
                "rules_evaluated": len(rows),
                "rules_by_status": dg.MetadataValue.json(Counter(row["status"] for row in rows)),
                "violations": sum(row["jumlah_gagal"] or 0 for row in rows),
                "evidence": dg.MetadataValue.path(str(settings.evidence)),
                "page_built_by_halaman_mutu": dg.MetadataValue.path(str(settings.docs / INDEX)),
            },
            check_results=list(suite_results(suites, rows, worst=_read_worst(settings))),
        )

    return dq_results


@dg.asset(deps=[EVIDENCE], group_name="check", kinds={"python", "html"}, pool=LANE_POOL)
def halaman_mutu(sae: Installation) -> dg.MaterializeResult:
    """Pages on what the checks found (Data Docs), with counts only; nobody waits for them."""
    pages = write_docs(sae.settings)
    return dg.MaterializeResult(
        metadata={
            "page": dg.MetadataValue.path(str(pages.index)),
            "suites": ", ".join(pages.suites),
            "seconds": pages.seconds,
        }
    )


def _check_spec(suite: Suite) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        name=suite.name,
        asset=EVIDENCE,
        description=f"{len(suite.rules)} rules on `{suite.table}`, judged for each {suite.entity}: "
        f"{', '.join(rule.id_aturan for rule in suite.rules)}. An error means that a rule could "
        "not be evaluated, and the gate holds the release. A warning means that rows broke a rule; "
        "those rows are held, the others go on.",
        # A failed rule holds rows, never the run: blocking would stop everybody's marts.
        blocking=False,
    )


def _read_evidence(settings: Settings) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(settings.evidence / "dq_results.parquet").to_pylist()
    return rows


def _read_worst(settings: Settings) -> Mapping[str, str]:
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
        is_broken = bool(missing or broken)
        yield dg.AssetCheckResult(
            asset_key=EVIDENCE,
            check_name=suite.name,
            passed=not (is_broken or failed),
            severity=dg.AssetCheckSeverity.ERROR if is_broken else dg.AssetCheckSeverity.WARN,
            metadata={
                "evaluated": sum(row["jumlah_dinilai"] or 0 for row in found.values()),
                "failed_by_rule": dg.MetadataValue.json(failed),
                "not_evaluated": ", ".join([*missing, *broken]) or "none",
                "worst_cells": dg.MetadataValue.md((worst or {}).get(suite.name, "none")),
            },
        )
