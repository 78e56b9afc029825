"""Releases of a few rows, and DuckDB clients that ask a server of this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.readers.remote.server import _extension
from dagster_project.sae.release import manifest
from dagster_project.sae.release.serving import serve


class Network:
    """What the tests of `sae saji` share."""

    TOKEN = "kunci-Uji_0123456789"  # noqa: S105 - of servers that live for one test
    ROWS = 40
    WAIT_SECONDS = 30.0

    @staticmethod
    def of_number(number: int) -> str:
        return f"R-2026-03-{number:06d}"

    def release(self, settings: Settings, number: int, *, extra: str = "") -> str:
        """Keep and serve a release that says its number in every row."""
        folder = settings.releases / self.of_number(number)
        (folder / "parquet").mkdir(parents=True)
        with duckdb.connect(str(folder / "sae.duckdb")) as connection:
            connection.execute(f"create table rilis as select '{folder.name}' as id_rilis")
            connection.execute(
                f"create table kpi_pilar as "
                f"select i, {number} as nomor from range({self.ROWS}) as r(i)"
            )
            connection.execute(extra)
            connection.execute(f"copy rilis to '{folder}/parquet/rilis.parquet'")
        content = {
            "format": manifest.FORMAT,
            "id_rilis": folder.name,
            "id_siklus": "RAKOREV-2026-03",
            "dibuat_pada": "2026-07-19T10:00:00",
            "ditulis_pada": "2026-07-19T10:00:00",
            "jumlah_berkas": 1,
            "berkas": {
                name: {"ukuran": file.size, "sha256": file.sha256}
                for name, file in manifest.files_below(folder).items()
            },
        }
        (folder / manifest.MANIFEST).write_text(json.dumps(content), encoding="utf-8")
        (folder / manifest.SUMS).write_text(manifest._sums(folder, content), encoding="utf-8")
        serve(settings, folder.name)
        return folder.name

    @staticmethod
    def installation(home: Path) -> Settings:
        return Settings(home=home / "var", profile="probolinggo", inbox=home)

    @staticmethod
    def free_port() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    @contextmanager
    def client(self, port: int, token: str = TOKEN) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB of its own, attached as `sae` the way `docs/bi.md` says."""
        with duckdb.connect(config={"threads": 1}) as connection:
            for name in ("httpfs", "quack"):
                connection.execute(f"load '{_extension(name)}'")
            connection.execute(f"attach 'quack:localhost:{port}' as sae (token '{token}')")
            yield connection

    @staticmethod
    def asked(connection: duckdb.DuckDBPyConnection, statement: str) -> list[tuple]:
        """What the server answers to a statement that it is sent as it stands."""
        quoted = statement.replace("'", "''")
        return connection.execute(f"from sae.query('{quoted}')").fetchall()


@pytest.fixture(scope="session")
def network() -> Network:
    return Network()
