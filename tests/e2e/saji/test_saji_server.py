"""The server behind `sae saji` follows swaps and is closed by its settings alone."""

from __future__ import annotations

import threading

import duckdb
import pytest

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.readers.remote.server import remote_server

pytestmark = pytest.mark.xdist_group("saji")


def test_settings_alone_keep_files_closed_should_the_guard_ever_fail(
    network, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "dagster_project.sae.readers.remote.guard.macro",
        lambda: "create macro hanya_baca(session, statement) as true",
    )
    settings, port = network.installation(tmp_path), network.free_port()
    network.release(settings, 1)
    secret = tmp_path / "rahasia.txt"
    secret.write_text("rahasia", encoding="utf-8")
    with (
        remote_server(settings, token=network.TOKEN, port=port),
        network.client(port) as connection,
    ):
        [spool] = settings.work.glob("saji-*")
        for statement in (
            f"from read_text('{secret}')",
            f"from read_text('{spool}/../../../rahasia.txt')",
            f"copy rilis to '{tmp_path}/x.csv'",
            f"attach '{settings.serving}/sae.duckdb' as lain",
            "set enable_external_access = true",
            "set allowed_directories = ['/']",
            "update rilis_1.rilis set id_rilis = 'x'",
        ):
            with pytest.raises(duckdb.Error, match=r"disabled by|locked|read-only"):
                network.asked(connection, statement)


def test_clients_follow_every_swap_and_none_is_dropped(network, tmp_path, capsys):
    settings, port, swaps = network.installation(tmp_path), network.free_port(), 20
    network.release(settings, 0)
    stop, errors, seen = threading.Event(), [], []
    question = (
        "select (select id_rilis from rilis), min(nomor), max(nomor), count(*) from kpi_pilar"
    )

    def ask(connection: duckdb.DuckDBPyConnection) -> None:
        [(name, low, high, rows)] = network.asked(connection, question)
        assert (low, high, rows) == (int(name[-6:]), low, network.ROWS)
        seen.append(low)

    def read(*, is_lasting: bool) -> None:
        try:
            while not stop.is_set():
                with network.client(port) as connection:
                    ask(connection)
                    while is_lasting and not stop.wait(0.02):
                        ask(connection)
        except Exception as error:  # noqa: BLE001 - told by the test, not lost in a thread
            errors.append(repr(error))

    with remote_server(settings, token=network.TOKEN, port=port, grace_seconds=1.0) as server:
        readers = [threading.Thread(target=read, kwargs={"is_lasting": n < 3}) for n in range(4)]
        for reader in readers:
            reader.start()
        try:
            with network.client(port) as lasting:
                for number in range(1, swaps + 1):
                    network.release(settings, number)
                    assert server.follow() == network.of_number(number)
                    assert network.asked(lasting, "from rilis") == [(network.of_number(number),)]
                assert server.follow() is None
        finally:
            stop.set()
            for reader in readers:
                reader.join(network.WAIT_SECONDS)
    assert errors == []
    assert len(set(seen)) > swaps // 4
    with capsys.disabled():
        print(f"\n4 clients, {swaps} swaps, {len(seen)} answers of {len(set(seen))} releases")


def test_a_question_that_has_begun_is_answered_to_its_end_from_the_release_it_began_on(
    network, tmp_path
):
    settings, port = network.installation(tmp_path), network.free_port()
    network.release(
        settings, 1, extra="create table besar as select range as i from range(2000000)"
    )
    with (
        remote_server(settings, token=network.TOKEN, port=port, grace_seconds=0.0) as server,
        network.client(port) as connection,
    ):
        answer = connection.execute("select i from sae.besar")
        rows = len(answer.fetchmany(10))
        network.release(settings, 2)
        server.follow()
        server.follow()  # the second call detaches the former release
        while more := answer.fetchmany(500_000):
            rows += len(more)
        assert rows == 2_000_000
        assert network.asked(connection, "select count(*) from rilis") == [(1,)]
        with pytest.raises(duckdb.Error, match="besar"):
            network.asked(connection, "from besar")


def test_a_damaged_served_file_is_not_taken_over(network, tmp_path):
    settings, port = network.installation(tmp_path), network.free_port()
    network.release(settings, 1)
    with (
        remote_server(settings, token=network.TOKEN, port=port) as server,
        network.client(port) as connection,
    ):
        file = settings.serving / "sae.duckdb"
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content[:-1] + b"x")
        with pytest.raises(ReleaseError, match="utuh"):
            server.follow()
        assert network.asked(connection, "from rilis") == [(network.of_number(1),)]
        network.release(settings, 2)
        assert server.follow() == network.of_number(2)


def test_nothing_to_serve_is_said_and_leaves_nothing_behind(network, tmp_path):
    settings = network.installation(tmp_path)
    with (
        pytest.raises(ReleaseError, match="make run"),
        remote_server(settings, token=network.TOKEN, port=network.free_port()),
    ):
        pass
    assert list(settings.work.iterdir()) == []
