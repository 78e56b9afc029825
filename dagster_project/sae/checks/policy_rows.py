"""Rows of the policy seeds: the one reader of seeds, with the header a seed must have.

Belongs here: what a fault in `dbt/seeds/policy` is called. Stays out: reading
(`contract.seed_rows`), what the rows mean (`lexicon`, `thresholds`, `policy`, `catalogue`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dagster_project.sae.contract.seed_rows import SeedRow, seed_rows
from dagster_project.sae.installation.errors import SuiteError


def policy_rows(folder: Path, file: str, *, columns: Sequence[str]) -> Iterator[SeedRow]:
    """Rows of one seed of the policy in the order of the file.

    Raises:
        SuiteError: as `seed_rows`; the fault names file, line and column.
    """
    return seed_rows(folder, file, columns=columns, error=SuiteError, place=file)
