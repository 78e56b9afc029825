"""`sae saji`: clients read the served release with a token, and can do nothing else at all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from dagster_project.sae.installation.errors import RemoteError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.readers.remote.server import remote_server

pytestmark = pytest.mark.xdist_group("saji")

WAIT_SECONDS = 30.0
SAE = [sys.executable, "-m", "dagster_project.cli"]


@dataclass(frozen=True)
class Running:
    settings: Settings
    port: int
    process: subprocess.Popen[str]
    log: Path


@pytest.fixture(scope="module")
def running(network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`sae saji` as a process of its own over one release."""
    home = tmp_path_factory.mktemp("saji")
    settings = network.installation(home)
    network.release(settings, 1)
    port, log = network.free_port(), home / "saji.log"
    environment = {**os.environ, "SAE_HOME": str(settings.home), "SAE_SAJI_TOKEN": network.TOKEN}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [*SAE, "saji", "--porta", str(port)],
            env=environment,
            cwd=home,
            text=True,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        until(lambda: "Menyajikan" in log.read_text(encoding="utf-8"))
        yield Running(settings, port, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAIT_SECONDS) == 0
        assert network.TOKEN not in log.read_text(encoding="utf-8")
        assert list(settings.work.glob("saji-*")) == []


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_client_with_the_token_reads_tables_and_runs_whole_queries_on_the_server(
    network, running
):
    with network.client(running.port) as connection:
        assert connection.execute("select count(*) from sae.kpi_pilar").fetchall() == [
            (network.ROWS,)
        ]
        joined = "select count(*) from kpi_pilar join kpi_pilar as b using (i) where i < 3"
        assert network.asked(connection, joined) == [(3,)]
        assert {name for (name, *_) in network.asked(connection, "show tables")} == {
            "kpi_pilar",
            "rilis",
        }
        assert network.asked(connection, "describe rilis")[0][:2] == ("id_rilis", "VARCHAR")


@pytest.mark.parametrize("token", ["salah", "kunci-Uji_012345678", "kunci-uji_0123456789"])
def test_another_token_is_refused(network, running, token):
    with (
        pytest.raises(duckdb.Error, match="Authentication failed"),
        network.client(running.port, token),
    ):
        pass


@pytest.fixture(scope="module")
def holder(network, running) -> Iterator[duckdb.DuckDBPyConnection]:
    """One client with the token that tries everything, one after the other."""
    with network.client(running.port) as connection:
        yield connection


def test_it_listens_on_this_machine_only(running):
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", running.port))


# {file}: a file of the server; {new}: one that is not there; {spool}: the folder it may read itself
REFUSED = [
    "create table coba (i integer)",
    "create temp table coba as select 1",
    "create or replace view rilis as select 1",
    "create macro hanya_baca(a, b) as true",
    "insert into rilis values ('x')",
    "update kpi_pilar set nomor = 0",
    "delete from kpi_pilar",
    "truncate kpi_pilar",
    "drop view rilis",
    "with x as (delete from kpi_pilar returning *) from x",
    "select content from read_text('{file}')",
    "select size from read_blob('{file}')",
    "from read_csv('{file}')",
    "from glob('{spool}/*')",
    "from '{file}'",
    "from sniff_csv('{file}')",
    "describe from read_text('{file}')",
    "select (select content from read_text('{file}'))",
    "with x as (from read_text('{file}')) from x",
    "from query('from read_text(''{file}'')')",
    "from query_table('rilis')",
    "from read_csv('http://127.0.0.1:1/x.csv')",
    "copy rilis to '{new}'",
    "copy (select 1) to '{spool}/1.duckdb.wal' (format csv)",
    "copy (select 1) to '{spool}/x.csv'",
    "export database '{new}'",
    "attach '{file}' as lain",
    "attach ':memory:' as lain",
    "detach rilis_1",
    "use rilis_1",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set allowed_directories = ['/']",
    "set memory_limit = '64GB'",
    "set variable x = 1",
    "set global quack_authorization_function = 'quack_nop_authorization'",
    "reset global quack_authorization_function",
    "pragma threads = 64",
    "pragma database_list",
    "install spatial",
    "load json",
    "create secret (type quack, token 'x')",
    "call enable_logging('Quack')",
    "call enable_logging('Quack', storage := 'file', storage_config := {{'path': '{new}'}})",
    "call quack_stop('quack:localhost:{port}')",
    "from quack_stop('quack:localhost:{port}')",
    "select * from rilis, lateral (from QUACK_STOP('quack:localhost:{port}'))",
    "call quack_serve('quack:localhost:1', token := 'abcdef')",
    "from quack_active_connections()",
    "from quack_server_list()",
    "from quack_query('quack:localhost:1', 'select 1', token := 'abcdef')",
    "from duckdb_settings()",
    "from duckdb_settings",
    "from system.main.duckdb_databases",
    "from duckdb_secrets()",
    "select current_setting('allowed_directories')",
    "select 1; call quack_stop('quack:localhost:{port}')",
    "explain from rilis",
    "checkpoint",
    "begin",
    "prepare x as select 1",
    "bukan sql (",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_a_holder_of_the_token_can_neither_write_nor_reach_a_file_nor_the_server(
    network, running, holder, statement
):
    secret, new = running.settings.home / "rahasia.txt", running.settings.home / "baru"
    secret.write_text("rahasia", encoding="utf-8")
    [spool] = running.settings.work.glob("saji-*")
    places = {"file": secret, "new": new, "spool": spool, "port": running.port}
    with pytest.raises(duckdb.Error, match="Authorization failed"):
        network.asked(holder, statement.format(**places))
    assert network.asked(holder, "select count(*) from rilis") == [(1,)]
    assert running.process.poll() is None
    assert not new.exists()
    assert list(spool.iterdir()) == []


@pytest.mark.parametrize(
    "statement", ["insert into sae.kpi_pilar values (1, 2)", "create table sae.x as select 1 as i"]
)
def test_writing_through_the_attached_tables_is_refused_too(network, running, statement):
    with network.client(running.port) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
        assert network.asked(connection, "select count(*) from kpi_pilar") == [(network.ROWS,)]


def test_the_command_follows_a_swap_by_itself(network, running):
    with network.client(running.port) as connection:
        name = network.release(running.settings, 2)
        until(lambda: network.asked(connection, "from rilis") == [(name,)])
    assert f"Menyajikan {name}." in running.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("token", ["", "pendek", "dengan spasi yang panjang"])
def test_no_token_or_a_weak_one_starts_nothing(tmp_path, token):
    environment = {**os.environ, "SAE_HOME": str(tmp_path / "var"), "SAE_SAJI_TOKEN": token}
    ended = subprocess.run(
        [*SAE, "saji"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert "token" in ended.stderr
    assert not token or token not in ended.stderr


def test_a_token_file_that_others_can_read_is_refused(network, tmp_path):
    file = tmp_path / "token"
    file.write_text(network.TOKEN, encoding="utf-8")
    file.chmod(0o644)
    ended = subprocess.run(
        [*SAE, "saji", "--token-file", str(file)],
        env={**os.environ, "SAE_HOME": str(tmp_path / "var")},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "chmod 600" in ended.stderr


def test_a_port_that_is_taken_is_refused_instead_of_shared(network, running):
    with (
        pytest.raises(RemoteError, match=str(running.port)),
        remote_server(running.settings, token=network.TOKEN, port=running.port),
    ):
        pass
