"""Types of columns between Parquet files, Spark and DuckDB.

Belongs here: the one table of names. Stays out: values, which Parquet carries unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.installation.errors import EngineError

if TYPE_CHECKING:
    import pyarrow as pa

_OF_SPARK = {
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "date": "DATE",
    "timestamp_ntz": "TIMESTAMP",
    "timestamp": "TIMESTAMP",
    "void": "VARCHAR",
}


def ddl_of(files: Sequence[Path]) -> str:
    """Columns of Parquet files as Spark declares them; of several files the union, by name.

    Raises:
        EngineError: a column has a type that Spark has no name for here.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schemas = {pq.read_schema(file).remove_metadata() for file in files}
    schema = pa.unify_schemas(list(schemas), promote_options="permissive")
    return ", ".join(f"`{field.name}` {_of_arrow(field)}" for field in schema)


def of_duckdb(name: str, spark_type: str) -> str:
    """A type of Spark as DuckDB calls it; `name` is the column, for the message.

    Raises:
        EngineError: it has no name on DuckDB.
    """
    if re.fullmatch(r"decimal\(\d+,\d+\)", spark_type):
        return spark_type.upper()
    if spark_type in _OF_SPARK:
        return _OF_SPARK[spark_type]
    raise EngineError(f"column {name} has the type {spark_type} on Spark, which DuckDB has not")


def _of_arrow(field: pa.Field[Any]) -> str:
    import pyarrow as pa

    kind = field.type
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if pa.types.is_timestamp(kind):
        return "timestamp_ntz" if kind.tz is None else "timestamp"
    for is_kind, name in (
        (pa.types.is_string, "string"),
        (pa.types.is_large_string, "string"),
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_int8, "tinyint"),
        (pa.types.is_int16, "smallint"),
        (pa.types.is_int32, "int"),
        (pa.types.is_int64, "bigint"),
        (pa.types.is_float32, "float"),
        (pa.types.is_float64, "double"),
        (pa.types.is_date32, "date"),
        (pa.types.is_null, "string"),
    ):
        if is_kind(kind):
            return name
    raise EngineError(f"column {field.name} has the type {kind}, which Spark is not given here")
