"""The tables of a run in memory: seeds, landed rows, the models over them.

Belongs here: one DuckDB in memory with the relations that the compiled models name.
Stays out: which landed rows there are (`context`), judging them (`judged`), SQL (dbt models).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from dagster_project.sae.build.compiled import GIVEN, MADE, Seed
from dagster_project.sae.build.scope import Scope
from dagster_project.sae.checks.evidence import VIOLATION_COLUMNS
from dagster_project.sae.contract.rows import Gathered, Rows
from dagster_project.sae.examine.prepared import Prepared
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import duckdb

_KINDS = {
    "text": "varchar",
    "enum": "varchar",
    "int": "bigint",
    "count": "bigint",
    "dec": "double",
    "pct": "double",
    "date": "date",
    "time": "timestamp",
    "flag": "boolean",
}
_KIND_OF: Mapping[type, str] = {
    str: "text",
    int: "int",
    bool: "flag",
    date: "date",
    datetime: "time",
}
_READ = re.compile(rf'"{MADE}"\."(\w+)"')
_NO_ROWS = Rows((), [])
_SLACK = 1_024
_NOT_ASKED = frozenset({"lembar", "periksa"})
"""Landing tables that no model on the way to a finding reads."""


class Tables:
    """The tables of one judgement; use it as a context manager."""

    def __init__(self, settings: Settings, prepared: Prepared) -> None:
        """Open an empty database with the seeds of the installation.

        Args:
            settings: where the seeds lie, and how much memory a build may use.
            prepared: what was prepared for this installation.
        """
        import duckdb

        self._prepared = prepared
        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(
            ":memory:",
            config={
                # One thread starts at once; a file has a few hundred rows.
                "threads": 1,
                "memory_limit": settings.memory_limit,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        self._scratch = tempfile.TemporaryDirectory(prefix="sae-periksa-")
        self.connection.execute(f"create schema {GIVEN}")
        for seed in prepared.compiled.seeds:
            self._load_seed(seed, _seed_file(settings, seed.name))
        for name, columns in self.landed.items():
            self.create(name, columns)
        self.create("dq_pelanggaran", VIOLATION_COLUMNS.items())

    def __enter__(self) -> Tables:
        """The tables themselves."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget everything."""
        self.connection.close()
        self._scratch.cleanup()

    @property
    def landed(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Landing tables that are asked, with their columns and kinds."""
        return {
            name: columns
            for name, columns in self._prepared.landing.items()
            if name not in _NOT_ASKED
        }

    def land(self, tables: Mapping[str, Rows]) -> None:
        """Put the rows of a submission beside those already landed."""
        for name, columns in self.landed.items():
            self.put(name, columns, tables.get(name, _NO_ROWS))

    def add_violations(self, batches: Iterable[Mapping[str, Sequence[Any]]]) -> None:
        """Put violations, as columns of `VIOLATION_COLUMNS`, where the models look for them."""
        gathered = Gathered()
        for batch in batches:
            gathered.add(Rows(tuple(batch), [list(values) for values in batch.values()]))
        self.put("dq_pelanggaran", tuple(VIOLATION_COLUMNS.items()), gathered.rows())

    def set_scope(self, scope: Scope) -> None:
        """Say which cycle is judged and until which day."""
        row = {name: value for name, value in vars(scope).items() if not isinstance(value, tuple)}
        columns = [(name, _kind_of(value)) for name, value in row.items()]
        self.create("lingkup", columns)
        self.put("lingkup", columns, Rows.of([row]))

    def build(self, *, only: Collection[str] | None = None) -> None:
        """Make the models up to the check in their order.

        Args:
            only: names of test tables: they, what the findings read, and what all of these read;
                every model when None.
        """
        names = None
        if only is not None:
            after = {m.name for m in self._prepared.compiled.models if m.is_after_check}
            names = self._read_by({*only, *after})
        self._make(names, after_check=False)

    def build_findings(self) -> None:
        """Make the models that read the evidence of the check."""
        self._make(None, after_check=True)

    def build_one(self, name: str) -> None:
        """Make one model and what it reads."""
        self._make(self._read_by({name}), after_check=False)

    def _make(self, names: Collection[str] | None, *, after_check: bool) -> None:
        for model in self._prepared.compiled.models:
            if model.is_after_check == after_check and (names is None or model.name in names):
                self.connection.execute(f'create or replace table "{model.name}" as {model.sql}')

    def _read_by(self, names: Collection[str]) -> frozenset[str]:
        """Models and all models they read."""
        queries = {model.name: model.sql for model in self._prepared.compiled.models}
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            model = waiting.pop()
            if model not in found:
                found.add(model)
                waiting += [read for read in _READ.findall(queries[model]) if read in queries]
        return frozenset(found)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Rows of a query by column name."""
        found = self.connection.execute(query)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, values, strict=True)) for values in found.fetchall()]

    def create(self, name: str, columns: Iterable[tuple[str, str]]) -> None:
        """Make an input table with columns of the kinds of the landing."""
        spec = ", ".join(f'"{column}" {_KINDS[kind]}' for column, kind in columns)
        self.connection.execute(f'create table {GIVEN}."{name}" ({spec})')

    def put(self, name: str, columns: Iterable[tuple[str, str]], rows: Rows) -> None:
        """Put rows into an input table; what its columns do not know is left out.

        The values go through a file of ours and never into SQL. As parameters they would be data
        as well, but for the first parameter DuckDB imports pandas, half a second.
        """
        if not rows:
            return
        kinds = dict(columns)
        given = {column: rows.column(column) for column in rows.names if column in kinds}
        path = Path(self._scratch.name) / "masukan.json"
        text = json.dumps(given, default=_iso, allow_nan=False)
        path.write_text(text, encoding="utf-8")
        spec = ", ".join(f"'{column}': '{_KINDS[kinds[column]]}[]'" for column in given)
        names = ", ".join(f'"{column}"' for column in given)
        values = ", ".join(f'unnest("{column}")' for column in given)
        self.connection.execute(
            f'insert into {GIVEN}."{name}" ({names}) select {values} from '
            f"read_json({literal(path)}, format = 'unstructured', columns = {{{spec}}}, "
            f"maximum_object_size = {len(text) + _SLACK})"
        )

    def _load_seed(self, seed: Seed, file: Path) -> None:
        """Read a seed as the dbt project's materialization of seeds does: columns by their names.

        Raises:
            duckdb.Error: a column that may not be missing is, or a value is not of its type.
        """
        kinds = dict(seed.columns)
        types = ", ".join(f"'{n}': '{kind}'" for n, kind in kinds.items() if n not in seed.optional)
        picked = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in kinds.items())
        absent = ", ".join(f'cast(null as {kinds[name]}) as "{name}"' for name in seed.optional)
        self.connection.execute(
            f'create table "{seed.name}" as select {picked} from (from read_csv({literal(file)}, '
            f"types = {{{types}}}, header = true, delim = ',', quote = '\"', escape = '\"', "
            "skip = 0, comment = '', dateformat = '%Y-%m-%d')"
            + (f" union all by name select {absent} where false)" if absent else ")")
        )


def literal(path: Path | str) -> str:
    """A path of this installation as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def _kind_of(value: Any) -> str:
    """Kind of a landing column that holds a value of the control table."""
    return _KIND_OF[type(value)]


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a landing table")


def _seed_file(settings: Settings, name: str) -> Path:
    policy = settings.policy_dir / f"{name}.csv"
    return policy if policy.is_file() else settings.profile_dir / f"{name}.csv"
