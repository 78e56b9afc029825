"""The one component: a folder of suites becomes the evidence asset with one check for each suite.

Belongs here: a check for each suite file, showing what it found, and its pages.
Stays out: what a suite asserts (`expectations/suites`), running it (`sae.checks`), holding rows
back (the gate, which reads the evidence and not the colour of a check).
"""

import dagster as dg

from dagster_project.orchestrator.evidence import (
    EVIDENCE,
    read_evidence,
    read_worst,
    suite_results,
    told_of_evidence,
)
from dagster_project.orchestrator.installation import Installation
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.orchestrator.rooms import group_of
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
from dagster_project.sae.checks.docs import write_docs
from dagster_project.sae.checks.expectation import Suite
from dagster_project.sae.checks.policy import check_policy
from dagster_project.sae.checks.run import run_checks
from dagster_project.sae.checks.suites import load_suites
from dagster_project.sae.installation.settings import Settings


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
        group_name=group_of("check"),
        description="The evidence of the check: one row per rule with what it evaluated and what "
        "failed, and one row per violation. Written before any mart is built.",
        kinds={"python", "parquet"},
        pool=LANE_POOL,
    )
    def dq_results(sae: Installation) -> dg.MaterializeResult:
        settings = sae.settings
        run_checks(settings)
        rows = read_evidence(settings)
        return dg.MaterializeResult(
            metadata=told_of_evidence(settings, rows),
            check_results=list(suite_results(suites, rows, worst=read_worst(settings))),
        )

    return dq_results


@dg.asset(deps=[EVIDENCE], group_name=group_of("check"), kinds={"python", "html"}, pool=LANE_POOL)
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
        "not be evaluated, and the gate holds the release. A warning means that rows broke a rule "
        "that holds them; the others go on. What only warns or informs is counted and passes.",
        # A failed rule holds rows, never the run: blocking would stop everybody's marts.
        blocking=False,
    )
