"""The models as SQL that any DuckDB can run: what dbt makes of them, without a warehouse.

Belongs here: compiling the models up to the findings, in a process of its own, with a name of two
parts in place of every relation. Stays out: the SQL (`dbt/`), keeping and running it (`examine`).
Run as `python -m dagster_project.sae.build.compiled PROJECT TARGET`, with the environment of dbt.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from dagster_project.sae.build.dbt_calls import dbt_process_environment
from dagster_project.sae.installation.errors import WarehouseError
from dagster_project.sae.installation.settings import Settings

SELECTED = ("+int_temuan__status", "+path:models/uji")
"""Everything up to the findings, and every test table."""

ALWAYS = "berkas_lain"
"""What the values of a column wait for when it says so without a condition."""

MADE = "main"
"""Schema of seeds and models."""

GIVEN = "masukan"
"""Schema of the sources: what was landed, and the evidence of the check."""

_MODULE = "dagster_project.sae.build.compiled"
_MARK = "@sae"
# Where a source lies is written into every model that reads it; only its name matters here.
_LOCATION = re.compile(rf"read_parquet\(\s*'{_MARK}/(?:[^']*/)?(\w+)\.parquet'[^)]*\)")
_RELATION = re.compile(r'"memory"\."main"\."(\w+)"')
_SAID = 2_000


@dataclass(frozen=True)
class Seed:
    """A seed: its name, columns as (name, type), those that may be missing from its file."""

    name: str
    columns: tuple[tuple[str, str], ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """A model: its name, its query over those names, whether it waits for the check's evidence."""

    name: str
    sql: str
    is_after_check: bool


@dataclass(frozen=True)
class Compiled:
    """Seeds and models in an order in which they can be made.

    Attributes:
        waits: by test table and column, the names of what its values wait for beyond one file.
        conditions: by test table and such a name, the SQL condition under which a row waits.
    """

    seeds: tuple[Seed, ...]
    models: tuple[Model, ...]
    waits: Mapping[str, Mapping[str, tuple[str, ...]]]
    conditions: Mapping[str, Mapping[str, str]]

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    @classmethod
    def of_plain(cls, said: Mapping[str, Any]) -> Compiled:
        """From `plain`."""
        return cls(
            seeds=tuple(
                Seed(
                    seed["name"],
                    tuple((name, kind) for name, kind in seed["columns"]),
                    tuple(seed["optional"]),
                )
                for seed in said["seeds"]
            ),
            models=tuple(Model(**model) for model in said["models"]),
            waits={
                table: {column: tuple(names) for column, names in columns.items()}
                for table, columns in said["waits"].items()
            },
            conditions=said["conditions"],
        )


FORMAT = tuple(field.name for kind in (Seed, Model, Compiled) for field in fields(kind))
"""Changes when what is kept of a compilation changes."""


def compile_models(settings: Settings) -> Compiled:
    """Let dbt compile the models in a process of its own: about six seconds.

    Nothing of the installation's state is read or written, so it disturbs no run.

    Raises:
        WarehouseError: dbt could not; the message says what it said.
    """
    with tempfile.TemporaryDirectory(prefix="sae-compile-") as scratch:
        target = Path(scratch) / "compiled.json"
        environment = dbt_process_environment(
            settings,
            SAE_WORK=_MARK,
            SAE_WAREHOUSE=":memory:",
            DBT_TARGET_PATH=str(Path(scratch) / "target"),
            DBT_LOG_PATH=str(Path(scratch) / "logs"),
        )
        done = subprocess.run(
            [sys.executable, "-m", _MODULE, str(settings.dbt_dir), str(target)],
            capture_output=True,
            env=environment,
            cwd=Path(__file__).resolve().parents[3],  # where `-m` finds this package
            check=False,
        )
        if done.returncode != 0 or not target.is_file():
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            raise WarehouseError(f"the models cannot be compiled: {said[-_SAID:]}")
        return Compiled.of_plain(json.loads(target.read_text(encoding="utf-8")))


def main() -> int:
    """Compile the project of the first argument in this process and write the second."""
    from dbt.cli.main import dbtRunner

    project, target = sys.argv[1:3]
    outcome = dbtRunner().invoke(
        [
            *("--quiet", "--log-level-file", "error", "compile", "--no-introspect"),
            *("--select", *SELECTED, "--exclude", "resource_type:test", "resource_type:unit_test"),
            "--no-write-json",
            *("--project-dir", project, "--profiles-dir", project),
        ]
    )
    if not outcome.success:
        sys.stderr.write(f"{outcome.exception or outcome.result}\n")
        return 1
    compiled = _compiled([result.node for result in outcome.result.results])
    Path(target).write_text(json.dumps(compiled.plain()), encoding="utf-8")
    return 0


def _compiled(nodes: Iterable[Any]) -> Compiled:
    seeds: list[Seed] = []
    models: list[Model] = []
    waits: dict[str, dict[str, tuple[str, ...]]] = {}
    conditions: dict[str, dict[str, str]] = {}
    later: set[str] = set()
    for node in nodes:
        if node.resource_type == "seed":
            kinds = tuple(node.config.column_types.items())
            optional = tuple(node.config.meta.get("boleh_tiada", ()))
            seeds.append(Seed(node.name, kinds, optional))
            continue
        needed = set(node.depends_on.nodes)
        if needed & later or any(name.startswith("source.sae.bukti.") for name in needed):
            later.add(node.unique_id)
        models.append(Model(node.name, plain_names(node.compiled_code), node.unique_id in later))
        if waiting := _waits(node):
            waits[node.name] = waiting
            conditions[node.name] = {ALWAYS: "true", **node.config.meta.get("menunggu", {})}
    return Compiled(tuple(seeds), tuple(models), waits, conditions)


def _waits(node: Any) -> dict[str, tuple[str, ...]]:
    """Columns of a test table with what they wait for, as their `menunggu` says."""
    found: dict[str, tuple[str, ...]] = {}
    for column in node.columns.values():
        said = {**column.meta, **column.config.meta}.get("menunggu")
        if said:
            found[column.name] = (said,) if isinstance(said, str) else tuple(said)
    return found


def plain_names(sql: str) -> str:
    """A compiled query with a name of two parts in place of every relation and every source.

    The schema stays, so that a common table expression named like a relation does not hide it.
    """
    return _RELATION.sub(rf'"{MADE}"."\1"', _LOCATION.sub(rf'"{GIVEN}"."\1"', sql))


if __name__ == "__main__":
    raise SystemExit(main())
