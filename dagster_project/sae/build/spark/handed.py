"""What Spark is given: landed rows, control tables, evidence and seeds, as tables of its catalog.

Belongs here: bringing files to the place that workers see, declaring tables over them.
Stays out: writing any of them (`intake`, `scope`, `checks`, dbt on DuckDB for the seeds).
No row passes through the driver: a table is declared over files, with the types that stand in them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.build.spark.place import GIVEN, MADE, Place
from dagster_project.sae.build.spark.session import CATALOG
from dagster_project.sae.build.spark.types import ddl_of
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import SparkSession

LANDING, RUN, EVIDENCE = "landing", "run", "bukti"
"""Names of the dbt sources, which are databases of the catalog."""


def give_seeds(spark: SparkSession, place: Place, settings: Settings, seeds: Sequence[str]) -> None:
    """Declare the seeds that dbt loaded into the DuckDB of this build.

    Raises:
        duckdb.Error, OSError: one cannot be read or written.
    """
    import duckdb

    aside = settings.work / "spark" / "benih"
    disk.remove(aside)
    aside.mkdir(parents=True)
    _database(spark, CATALOG)
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        for name in seeds:
            file = aside / f"{name}.parquet"
            _written(connection, name, file)
            _declare(spark, place, CATALOG, name, [file])
    disk.remove(aside)


def give_landing(
    spark: SparkSession, place: Place, settings: Settings, read: Collection[str]
) -> None:
    """Declare the landing tables that models read over every visible batch.

    The others (`lembar` holds every cell of every sheet) would be brought there for nobody.
    """
    by_table: dict[str, list[Path]] = {}
    for file in sorted(settings.landing.glob("[!.]*/*.parquet")):
        if file.stem in read:
            by_table.setdefault(file.stem, []).append(file)
    _database(spark, LANDING)
    for name, files in by_table.items():
        _declare(spark, place, LANDING, name, files)


def give_control(spark: SparkSession, place: Place, settings: Settings) -> None:
    """Declare the control tables of the run, and the evidence of the check once it is there."""
    _database(spark, RUN)
    for file in sorted(settings.work.glob("*.parquet")):
        _declare(spark, place, RUN, file.stem, [file])
    _database(spark, EVIDENCE)
    for file in sorted(settings.evidence.glob("[!.]*.parquet")):
        _declare(spark, place, EVIDENCE, file.stem, [file])


def declare_again(spark: SparkSession, place: Place) -> None:
    """Declare what an earlier process was given or built, as far as this session lacks it."""
    for database in (CATALOG, LANDING):
        _database(spark, database)
        known = {table.name for table in spark.catalog.listTables(database)}
        made = (MADE,) if database == CATALOG else ()
        for folder in (f"{GIVEN}/{database}", *made):
            for name in place.tables(folder):
                if name in known:
                    continue
                with place.files(f"{folder}/{name}") as files:
                    columns = ddl_of(files) if files else None
                if columns:  # of a table without rows nothing was written: it is built again
                    _create(spark, database, name, columns, f"{place.uri}/{folder}/{name}")


def _written(connection: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    target = str(file).replace("'", "''")
    connection.execute(f"copy (select * from main.\"{name}\") to '{target}' (format parquet)")


def _declare(
    spark: SparkSession, place: Place, database: str, name: str, files: Sequence[Path]
) -> None:
    """Bring the files of a table to the place and declare it over them."""
    place.clear(f"{GIVEN}/{database}/{name}")
    for number, file in enumerate(files):
        place.put(file, f"{GIVEN}/{database}/{name}/{number:06}.parquet")
    _create(spark, database, name, ddl_of(files), f"{place.uri}/{GIVEN}/{database}/{name}")


def _create(spark: SparkSession, database: str, name: str, columns: str, place: str) -> None:
    said = place.replace("'", "''")
    spark.sql(f"drop table if exists {database}.`{name}`")
    spark.sql(f"create table {database}.`{name}` ({columns}) using parquet location '{said}'")


def _database(spark: SparkSession, name: str) -> None:
    spark.sql(f"create database if not exists {name}")
