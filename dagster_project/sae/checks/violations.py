"""From failing positions to rows of evidence: who it is about, which cell, what to say.

Belongs here: one violation per rule and row, in batches that stay small whatever failed.
Stays out: finding the positions (`judge`), writing (`evidence`), wording (`messages`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dagster_project.sae.checks.catalogue import Rule
from dagster_project.sae.checks.expectation import IDENTITY, Expectation, Suite
from dagster_project.sae.checks.messages import content, message

if TYPE_CHECKING:
    import pandas as pd

    from dagster_project.sae.checks.judge import Verdict

Broken = Mapping[int, Expectation]

_BATCH_ROWS = 20_000


def broken_rows(own: Sequence[tuple[Expectation, Verdict]]) -> Broken:
    """Positions that break a rule, ascending, each with the first expectation it breaks.

    Args:
        own: the expectations of one rule with their verdicts, in the order of the suite.
    """
    first: dict[int, Expectation] = {}
    for expectation, verdict in own:
        for position in verdict.failing.tolist():
            first.setdefault(position, expectation)
    return dict(sorted(first.items()))


def violation_batches(
    suite: Suite, frame: pd.DataFrame, broken: Mapping[str, Broken]
) -> Iterator[dict[str, list[Any]]]:
    """Violations of a suite as columns of `evidence.VIOLATION_COLUMNS`, some rows at a time.

    Args:
        suite: gives rules and entity.
        frame: the test table that was judged.
        broken: `broken_rows` by rule id.
    """
    for rule in suite.rules:
        wanted = {*IDENTITY, *rule.placeholders, *(e.cell for e in suite.expectations)}
        needed = frame[[name for name in frame.columns if name in wanted]]
        for part in _parts(broken[rule.id_aturan]):
            yield _batch(suite, rule, rows=needed.iloc[list(part)], broken=part)


def _parts(broken: Broken) -> Iterator[Broken]:
    items = list(broken.items())
    for start in range(0, len(items), _BATCH_ROWS):
        yield dict(items[start : start + _BATCH_ROWS])


def _batch(suite: Suite, rule: Rule, *, rows: pd.DataFrame, broken: Broken) -> dict[str, list[Any]]:
    plain = rows.astype(object).where(rows.notna(), None)
    values = {str(name): plain[name].tolist() for name in plain.columns}
    return violations_of(suite, rule, values=values, broken=tuple(broken.values()))


def violations_of(
    suite: Suite,
    rule: Rule,
    *,
    values: Mapping[str, list[Any]],
    broken: Sequence[Expectation],
) -> dict[str, list[Any]]:
    """Rows that break a rule as columns of `evidence.VIOLATION_COLUMNS`.

    Args:
        suite: gives name and entity.
        rule: what they break.
        values: by column, one for each of the rows; missing is None.
        broken: for each row the first expectation it breaks.
    """
    count, names = len(broken), rule.placeholders
    filled = zip(*(values[name] for name in names), strict=True) if names else [()] * count
    cells = [expectation.cell for expectation in broken]
    about = {name: values.get(name, [None] * count) for name in IDENTITY}
    if "kunci_opd" not in values:
        about["kunci_opd"] = about["kode_opd"]
    # Numbers of a frame are floats; a sheet row is counted.
    about["baris_sel"] = [None if row is None else int(row) for row in about["baris_sel"]]
    return {
        "suite": [suite.name] * count,
        "id_aturan": [rule.id_aturan] * count,
        "tingkat": [rule.tingkat] * count,
        "entitas": [suite.entity] * count,
        **about,
        "lembar": [expectation.sheet or None for expectation in broken],
        "kolom": [cell or None for cell in cells],
        "pesan": [message(rule.pesan, dict(zip(names, row, strict=True))) for row in filled],
        "isi": [
            content(values[cell][n]) if cell in values else None for n, cell in enumerate(cells)
        ],
    }
