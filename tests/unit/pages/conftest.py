"""A release as its folder holds it, written straight into a DuckDB file from a few rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

WriteRelease = Callable[..., Path]


@pytest.fixture
def write_release(tmp_path: Path) -> WriteRelease:
    """`write_release({table: select}, public={(table, column): shape})`, the folder it wrote."""

    def write(
        tables: dict[str, str],
        *,
        public: dict[tuple[str, str], str],
        views: tuple[str, ...] = (),
    ) -> Path:
        folder = tmp_path / "R-2026-04-aaaaaaaaaaaa"
        folder.mkdir()
        with duckdb.connect(str(folder / "sae.duckdb")) as connection:
            for name, query in tables.items():
                connection.execute(f"create table {name} as {query}")
            for statement in views:
                connection.execute(statement)
            connection.execute(
                "create table kamus_data (tabel varchar, kolom varchar, tipe varchar, "
                "deskripsi_id varchar, deskripsi_en varchar, bentuk_publik varchar)"
            )
            columns = connection.execute(
                "select table_name, column_name, data_type from duckdb_columns() where not internal"
            ).fetchall()
            for table, column, kind in columns:
                shape = public.get((table, column), "")
                connection.execute(
                    "insert into kamus_data values (?, ?, ?, ?, ?, ?)",
                    [table, column, kind, f"Arti {column}.", f"The {column}.", shape],
                )
        return folder

    return write
