"""One check run: every suite on its test table, the evidence written.

Belongs here: the order (load, read, judge, collect, write), the report; how much is in memory.
Stays out: the library (`judge`), the warm child process (`worker`), what a failure holds (gate).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from dagster_project.sae.build.site import read_only
from dagster_project.sae.checks import evidence
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, Rule, load_catalogue
from dagster_project.sae.checks.expectation import Expectation, Suite
from dagster_project.sae.checks.frames import Columns, read_parts, warehouse_columns
from dagster_project.sae.checks.messages import clipped, masked
from dagster_project.sae.checks.policy import check_policy
from dagster_project.sae.checks.suites import check_columns, load_suites
from dagster_project.sae.checks.violations import Broken, Kept, broken_rows
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from dagster_project.sae.checks.judge import Verdict

Status = Literal["lulus", "gagal", "tidak_berlaku", "error"]

_ERROR_CAP = 300
# A quarter of a regency is one part. The library asks its questions anew of each part, and all
# columns of a part are in memory.
PART_ROWS = 100_000
# Of the engine that sorts a table for its parts; what is more is spilled beside the warehouse.
_SORTING_MEMORY = "1GB"


@dataclass(frozen=True)
class RuleResult:
    """What one rule came to; the fields are those of `dq_results`.

    Attributes:
        status: `error` when any of its expectations could not be evaluated; `tidak_berlaku` when
            no row met its conditions; `gagal` when one failed.
        jumlah_dinilai: entities judged.
        jumlah_gagal: entities that break the rule.
        galat: why it could not be evaluated, or None.
    """

    suite: str
    id_aturan: str
    tingkat: str
    entitas: str
    tabel: str
    status: Status
    jumlah_dinilai: int
    jumlah_gagal: int
    galat: str | None


@dataclass(frozen=True)
class CheckReport:
    """What one check run came to.

    Attributes:
        results: one for every rule of every suite, in the order of the suites.
        rows: rows of each test table.
        seconds: wall time without the import of the library.
        staged: the evidence, written aside until `commit`.
    """

    results: tuple[RuleResult, ...]
    rows: Mapping[str, int]
    seconds: float
    staged: evidence.StagedEvidence

    def count(self, status: Status) -> int:
        """Rules that ended with that status."""
        return sum(result.status == status for result in self.results)


@dataclass(frozen=True)
class _Judged:
    """One suite with what was found in its table."""

    suite: Suite
    rows: int
    results: tuple[RuleResult, ...]
    kept: Kept


def suites_of(settings: Settings) -> tuple[Suite, ...]:
    """The suites of the installation against its policy; needs no data and no heavy import.

    Raises:
        SuiteError: a suite, the catalogue or another policy seed cannot be used; names file and
            line.
    """
    catalogue = load_catalogue(settings.policy_dir / CATALOGUE_NAME)
    check_policy(settings.policy_dir, catalogue)
    return load_suites(settings.suites_dir, catalogue)


def run_checks(settings: Settings) -> CheckReport:
    """Judge every test table of the build warehouse and save the evidence.

    Raises:
        SuiteError: a suite cannot be used, or names what the warehouse does not have.
        WarehouseError: there is no build warehouse yet.
    """
    evidence.clear(settings.evidence)
    report = evaluate(settings)
    evidence.commit(report.staged)
    return report


def evaluate(settings: Settings, *, part_rows: int = PART_ROWS) -> CheckReport:
    """Like `run_checks`, but the evidence stays aside until the caller commits it.

    Args:
        settings: the installation.
        part_rows: rows of a test table that are judged at a time; the evidence is the same for any.
    """
    import dagster_project.sae.checks.judge  # noqa: F401 - five seconds, before the clock starts

    started = perf_counter()
    suites = suites_of(settings)
    with read_only(settings) as connection, ExitStack() as kept:
        connection.execute(f"set memory_limit = '{_SORTING_MEMORY}'")
        connection.execute("set temp_directory = ?", [str(settings.work / "tumpah")])
        tables = warehouse_columns(connection)
        check_columns(suites, tables)
        judged = [
            _judged(
                connection,
                suite,
                types=tables[suite.table],
                kept=kept.enter_context(Kept(suite)),
                part_rows=part_rows,
            )
            for suite in suites
        ]
        release = _release_id(settings)
        staged = evidence.stage(
            settings.evidence,
            [{**vars(result), "id_rilis": release} for one in judged for result in one.results],
            violations=(table for one in judged for table in one.kept.tables()),
        )
    return CheckReport(
        results=tuple(result for one in judged for result in one.results),
        rows={one.suite.table: one.rows for one in judged},
        seconds=perf_counter() - started,
        staged=staged,
    )


def _judged(
    connection: duckdb.DuckDBPyConnection,
    suite: Suite,
    *,
    types: Columns,
    kept: Kept,
    part_rows: int,
) -> _Judged:
    """Judge a suite part by part: in memory are one part and what was counted."""
    from dagster_project.sae.checks.judge import Judging

    judging = Judging(suite.expectations)
    failed = dict.fromkeys((rule.id_aturan for rule in suite.rules), 0)
    rows = 0
    parts = read_parts(
        connection,
        suite.table,
        columns=suite.wanted_columns(types),
        types=types,
        order=suite.key,
        rows=part_rows,
    )
    for frame in parts:
        rows += len(frame)
        broken = _broken(suite, judging.part(frame[list(suite.evaluation_columns)]))
        kept.add(frame, broken)
        for rule, found in broken.items():
            failed[rule] += len(found)
    results = _results(suite, judging.totals(), failed=failed, rows=rows)
    return _Judged(suite, rows, results, kept)


def _own(
    suite: Suite, rule: Rule, verdicts: Sequence[Verdict]
) -> list[tuple[Expectation, Verdict]]:
    pairs = zip(suite.expectations, verdicts, strict=True)
    return [(e, v) for e, v in pairs if e.rule.id_aturan == rule.id_aturan]


def _broken(suite: Suite, verdicts: Sequence[Verdict]) -> dict[str, Broken]:
    """Positions by rule; a row names the first expectation it breaks."""
    return {rule.id_aturan: broken_rows(_own(suite, rule, verdicts)) for rule in suite.rules}


def _results(
    suite: Suite, verdicts: Sequence[Verdict], *, failed: Mapping[str, int], rows: int
) -> tuple[RuleResult, ...]:
    """Verdicts by expectation become results by rule."""
    return tuple(
        _result(
            suite,
            rule,
            own=_own(suite, rule, verdicts),
            failed=failed[rule.id_aturan],
            rows=rows,
        )
        for rule in suite.rules
    )


def _result(
    suite: Suite,
    rule: Rule,
    *,
    own: Sequence[tuple[Expectation, Verdict]],
    failed: int,
    rows: int,
) -> RuleResult:
    error = next((f"{e.place}: {v.error}" for e, v in own if v.error), None)
    # Expectations with the same condition judge the same rows, different conditions other rows.
    by_condition: dict[object, int] = {}
    for expectation, verdict in own:
        judged = by_condition.get(expectation.when_key, 0)
        by_condition[expectation.when_key] = max(judged, verdict.judged)
    judged = min(sum(by_condition.values()), rows)
    status: Status = "lulus"
    if error is not None:
        status = "error"
    elif judged == 0:
        status = "tidak_berlaku"
    elif failed:
        status = "gagal"
    return RuleResult(
        suite=suite.name,
        id_aturan=rule.id_aturan,
        tingkat=rule.tingkat,
        entitas=suite.entity,
        tabel=suite.table,
        status=status,
        jumlah_dinilai=judged,
        jumlah_gagal=failed,
        galat=None if error is None else clipped(masked(error), cap=_ERROR_CAP),
    )


def _release_id(settings: Settings) -> str | None:
    """Release id of the scope that was built; None where there is no scope (a bare warehouse)."""
    import pyarrow.parquet as pq

    if not settings.scope_file.is_file():
        return None
    rows = pq.read_table(settings.scope_file, columns=["id_rilis"]).to_pylist()
    return str(rows[0]["id_rilis"]) if rows else None
