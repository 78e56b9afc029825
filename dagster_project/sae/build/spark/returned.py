"""What comes back from Spark: the tables that the product reads, into the DuckDB of this build.

Belongs here: which tables those are, loading them from the files that Spark wrote.
Stays out: reading them (`checks`, `answer`, `release`).
From here on a run does not know which engine built it. Rows go from file to file: DuckDB reads what
the workers wrote, within its own limit of memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from dagster_project.sae.build.spark.place import MADE, TAKEN, Place
from dagster_project.sae.build.spark.session import CATALOG
from dagster_project.sae.build.spark.types import of_duckdb
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import SparkSession

READ_FOLDERS = frozenset({"uji", "marts", "gate", "publish"})
"""Folders of models whose tables are read outside dbt."""

READ_BESIDE = frozenset(
    {
        "stg_intake__berkas",
        "stg_run__jaring",
        "int_anggaran__serapan",
        "int_indikator__leksikon",
        "int_kiriman__aktif",
        "int_realisasi__capaian",
        "int_temuan__status",
        "int_tindak_lanjut__lapor",
    }
)
"""Other models that the product's Python names."""


def is_read(node: Any) -> bool:
    """Whether the table of a dbt node is read outside dbt."""
    return node.resource_type == "model" and (
        node.fqn[1] in READ_FOLDERS or node.name in READ_BESIDE
    )


def take_back(
    spark: SparkSession,
    place: Place,
    settings: Settings,
    *,
    built: Collection[str],
    views: Collection[str],
) -> None:
    """Load what was built into the DuckDB of this build.

    Args:
        spark: the session that built it.
        place: where its files lie.
        settings: the installation, building.
        built: names of the models to load.
        views: which of them are views: Spark writes them out first.

    Raises:
        EngineError: a column has a type that DuckDB has not.
        duckdb.Error, OSError, pyspark errors: it could not be read or written.
    """
    import duckdb

    with duckdb.connect(str(settings.warehouse), config=_limits(settings)) as connection:
        for name in sorted(built):
            if name in views:
                key = f"{TAKEN}/{name}"
                frame = spark.table(f"{CATALOG}.`{name}`")
                frame.write.mode("overwrite").parquet(f"{place.uri}/{key}")
            else:
                key = f"{MADE}/{name}"
            _load(connection, name, _columns(spark, name), place, key)
            if name in views:
                place.clear(key)


def _load(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Iterable[tuple[str, str]],
    place: Place,
    key: str,
) -> None:
    said = ", ".join(f'"{column}" {kind}' for column, kind in columns)
    connection.execute(f'create or replace table main."{name}" ({said})')
    with place.files(key) as files:
        if files:
            names = [str(file) for file in files]
            connection.execute(f'insert into main."{name}" by name from read_parquet(?)', [names])


def _columns(spark: SparkSession, name: str) -> list[tuple[str, str]]:
    schema = spark.table(f"{CATALOG}.`{name}`").schema
    return [
        (field.name, of_duckdb(f"{name}.{field.name}", field.dataType.simpleString()))
        for field in schema.fields
    ]


def _limits(settings: Settings) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": settings.memory_limit,
        "threads": settings.threads,
        "preserve_insertion_order": "false",
        "storage_compatibility_version": "latest",
    }
