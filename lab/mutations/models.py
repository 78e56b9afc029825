"""Mutations of SQL: dbt's unit tests of a tree, over a warehouse that was built once.

Belongs here: the one build whose tables say the types of made-up rows, asking unit tests by name.
Stays out: the list, the copy of the tree, what pytest judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dagster_project.sae.build import dbt_calls
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.run import pipeline
from lab.mutations.listed import MutationError


class Models:
    """The dbt project of a tree; the first question builds its warehouse from the sample."""

    def __init__(self, tree: Path, home: Path) -> None:
        self._settings = Settings(
            home=home,
            profile="probolinggo",
            inbox=tree / "data_raw" / "contoh",
            clock=datetime(2026, 11, 23, 8),
            root=tree,
        )

    def fails(self, unit_tests: Sequence[str]) -> bool:
        """Whether some of these unit tests fail.

        Raises:
            MutationError: one of them is not there, or the SQL no longer runs: a change that cannot
                be computed shows nothing.
        """
        if not self._settings.warehouse.is_file():
            pipeline.run(self._settings)
        results = run_unit_tests(self._settings, *unit_tests)
        if results.keys() != set(unit_tests):
            raise MutationError(f"asked for {sorted(unit_tests)}, dbt ran {sorted(results)}")
        for name, (status, message) in results.items():
            if status not in ("pass", "fail"):
                raise MutationError(f"{name}: {status}: {message}")
        return any(status == "fail" for status, _ in results.values())


def run_unit_tests(settings: Settings, *selected: str) -> dict[str, tuple[str, str]]:
    """Status and message of each unit test that dbt ran of those selected, by its name.

    Args:
        settings: an installation with a built warehouse.
        selected: names, or words of dbt's node selection.

    Raises:
        MutationError: dbt could not.
    """
    done = dbt_calls.call_dbt(
        settings,
        *("--no-write-json", "test", "--select", *selected),
        manifest=dbt_calls.parsed(settings),
        is_judged=False,
    )
    if done.exception is not None:
        raise MutationError(str(done.exception))
    return {one.node.name: (str(one.status), str(one.message or "")) for one in done.result.results}
