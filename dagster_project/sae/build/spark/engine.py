"""One half of a build on Spark: what goes in, and what comes out once dbt is done.

Belongs here: the order of handing over and taking back. Stays out: calling dbt (`warehouse`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dagster_project.sae.build.spark import handed, returned
from dagster_project.sae.build.spark.failures import typed
from dagster_project.sae.build.spark.place import place_of
from dagster_project.sae.build.spark.session import CATALOG, log_of, session
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest
    from pyspark.sql import SparkSession


@contextmanager
def half(settings: Settings, manifest: Manifest) -> Iterator[Work]:
    """One half of a build, in the session of this process.

    Raises:
        EngineError: the session cannot be had, or Spark gave up in the block.
        DiskError: a disk of it is full.
    """
    with typed(log_of(settings)):
        yield Work(session(settings), settings, manifest)


class Work:
    """What is handed over and taken back in one half; see `half`."""

    def __init__(self, spark: SparkSession, settings: Settings, manifest: Manifest) -> None:
        self._spark, self._settings, self._place = spark, settings, place_of(settings)
        self._models: dict[str, Any] = {
            key: node for key, node in manifest.nodes.items() if node.resource_type == "model"
        }
        self._read = {
            source.name for key, source in manifest.sources.items() if manifest.child_map.get(key)
        }
        self._children: dict[str, list[str]] = manifest.child_map

    def start_afresh(self, seeds: Sequence[str]) -> tuple[str, ...]:
        """Hand over everything that was received, on empty ground; nothing is missing then.

        Raises:
            EngineError, OSError: the place cannot be reached or written.
        """
        for database in (CATALOG, handed.LANDING, handed.RUN, handed.EVIDENCE):
            self._spark.sql(f"drop database if exists {database} cascade")
        self._place.clear()
        handed.give_seeds(self._spark, self._place, self._settings, seeds)
        handed.give_landing(self._spark, self._place, self._settings, self._read)
        self.give_control()
        return ()

    def go_on(self, selector: str) -> tuple[str, ...]:
        """Hand over what was written since, beside what stands there.

        Returns:
            Models of the first half that this session cannot see, because another process built
            them: a view is of the session that made it, and a table without rows has no file.

        Raises:
            EngineError, OSError: the place cannot be reached or written.
        """
        if selector == "stage":
            handed.give_landing(self._spark, self._place, self._settings, self._read)
        self.give_control()
        handed.declare_again(self._spark, self._place)
        known = {table.name for table in self._spark.catalog.listTables(CATALOG)}
        stage = [node for node in self._models.values() if "stage" in node.tags]
        return tuple(node.name for node in stage if node.name not in known)

    def views_after(self, source: str) -> list[Any]:
        """The views over a source, over other views too, as far as the product reads them.

        A table that did would be stale as well, on every engine.
        """
        found, wanted = {}, [source]
        while wanted:
            for key in self._children.get(wanted.pop(), ()):
                node = self._models.get(key)
                if node is not None and node.config.materialized == "view" and key not in found:
                    found[key] = node
                    wanted.append(key)
        return [node for node in found.values() if returned.is_read(node)]

    def sees(self, nodes: Collection[Any]) -> bool:
        """Whether this session made all of those models."""
        if not self._spark.catalog.databaseExists(CATALOG):
            return False
        known = {table.name for table in self._spark.catalog.listTables(CATALOG)}
        return all(node.name in known for node in nodes)

    def give_control(self) -> None:
        """Hand over the control tables again, after one was written anew."""
        handed.give_control(self._spark, self._place, self._settings)

    def take_back(self, built: Collection[str]) -> None:
        """Load what the product reads into the DuckDB of this build."""
        nodes = [self._models[key] for key in built if key in self._models]
        wanted = [node for node in nodes if returned.is_read(node)]
        returned.take_back(
            self._spark,
            self._place,
            self._settings,
            built=[node.name for node in wanted],
            views={node.name for node in wanted if node.config.materialized == "view"},
        )
