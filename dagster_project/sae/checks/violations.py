"""From failing positions to rows of evidence: who it is about, which cell, what to say.

Belongs here: one violation per rule and row, in batches that stay small whatever failed; keeping
those of a part until the parts after it are judged.
Stays out: finding the positions (`judge`), writing (`evidence`), wording (`messages`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dagster_project.sae.checks import evidence
from dagster_project.sae.checks.catalogue import Rule
from dagster_project.sae.checks.expectation import IDENTITY, Expectation, Suite
from dagster_project.sae.checks.messages import content, message

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from dagster_project.sae.checks.judge import Verdict

Broken = Mapping[int, Expectation]

_BATCH_ROWS = 20_000
_KEPT_BYTES = 256 * 1024


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


class Kept:
    """Violations of a suite by rule, while its table is judged part by part.

    A few stand in memory, more in files without a name that end with this object.
    """

    def __init__(self, suite: Suite) -> None:
        self._suite = suite
        self._files: dict[str, tempfile.SpooledTemporaryFile[bytes]] = {}
        self._writers: dict[str, pa.ipc.RecordBatchStreamWriter] = {}

    def add(self, frame: pd.DataFrame, broken: Mapping[str, Broken]) -> None:
        """Keep what a part breaks.

        Args:
            frame: the part that was judged.
            broken: `broken_rows` by rule id, with positions in that part.
        """
        for rule in self._suite.rules:
            wanted = {*IDENTITY, *rule.placeholders, *(e.cell for e in self._suite.expectations)}
            needed = frame[[name for name in frame.columns if name in wanted]]
            for part in _parts(broken[rule.id_aturan]):
                found = _batch(self._suite, rule, rows=needed.iloc[list(part)], broken=part)
                self._write(rule, evidence.violations_table(found))

    def tables(self) -> Iterator[pa.Table]:
        """All of them in the order of rules and rows, some at a time; once, when all are added."""
        for rule in self._suite.rules:
            if rule.id_aturan in self._files:
                yield from _in_batches(self._read(rule))

    def close(self) -> None:
        """Let go of the files; safe to call twice."""
        for file in self._files.values():
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write(self, rule: Rule, found: pa.Table) -> None:
        import pyarrow as pa

        if rule.id_aturan not in self._files:
            file = tempfile.SpooledTemporaryFile(max_size=_KEPT_BYTES)  # noqa: SIM115 - `close`
            self._files[rule.id_aturan] = file
            sink = pa.PythonFile(file, mode="w")
            self._writers[rule.id_aturan] = pa.ipc.new_stream(sink, found.schema)
        self._writers[rule.id_aturan].write_table(found)

    def _read(self, rule: Rule) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        self._writers[rule.id_aturan].close()
        file = self._files[rule.id_aturan]
        file.seek(0)
        yield from pa.ipc.open_stream(pa.PythonFile(file, mode="r"))


def _in_batches(found: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows in tables of a fixed number of rows, however they came."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    rows = 0
    for batch in found:
        waiting.append(pa.Table.from_batches([batch]))
        rows += batch.num_rows
        while rows >= _BATCH_ROWS:
            together = pa.concat_tables(waiting)
            yield together.slice(0, _BATCH_ROWS).combine_chunks()
            waiting, rows = [together.slice(_BATCH_ROWS)], rows - _BATCH_ROWS
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


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
