"""What the checks of the cluster rely on: who listens where is seen, and tables that differ."""

import socket
import subprocess
import sys

import duckdb
import pytest

from lab.compat.gugus.s3a import write_defaults
from lab.compat.gugus.sockets import listening
from lab.compat.spark_cluster import differing


@pytest.mark.parametrize(
    ("family", "bound", "seen"),
    [
        (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
        (socket.AF_INET, "127.0.0.2", "127.0.0.2"),
        (socket.AF_INET6, "::1", "::1"),
        (socket.AF_INET6, "::ffff:127.0.0.1", "127.0.0.1"),
    ],
)
def test_who_listens_is_seen_with_the_address(family, bound, seen):
    # A session of its own, as the machines of the cluster have: what else runs in the session of
    # the tests may belong to somebody whose open files nobody here can read.
    waits = "import socket, sys; socket.socket(fileno=int(sys.argv[1])); sys.stdin.read()"
    with socket.socket(family) as server:
        server.bind((bound, 0))
        server.listen()
        handle = server.fileno()
        with subprocess.Popen(
            [sys.executable, "-c", waits, str(handle)],
            stdin=subprocess.PIPE,
            pass_fds=[handle],
            start_new_session=True,
        ) as machine:
            assert listening({machine.pid}) == {seen}
            machine.communicate()
    assert listening({machine.pid}) == set()


def test_defaults_are_a_line_for_each_setting(tmp_path):
    folder = write_defaults(tmp_path / "conf", {"spark.a": "1", "spark.b": "x y"})
    assert (folder / "spark-defaults.conf").read_text() == "spark.a 1\nspark.b x y\n"


def _warehouse(folder, *statements):
    folder.mkdir()
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)
    return folder / "warehouse.duckdb"


def test_a_value_a_row_twice_and_a_column_are_differences_and_other_tables_are_not(tmp_path):
    a = _warehouse(
        tmp_path / "a",
        "create table pub_sama as select 1 as n, 0.1::double as d",
        "create table pub_nilai as select 0.1::double as d",
        "create table pub_dua as from range(2)",
        "create table pub_kolom as select 1::int as n",
        "create table stg_lain as select 1 as n",
        "create table isi as select 1 as n",
        'create view pub_pandang as from "warehouse"."main".isi',
    )
    b = _warehouse(
        tmp_path / "b",
        "create table pub_sama as select 1 as n, 0.1::double as d",
        "create table pub_nilai as select 0.1::double + 1e-17 + 2e-17 as d",
        "create table pub_dua as select * from range(2) union all select 1",
        "create table pub_kolom as select 1::bigint as n",
        "create table stg_lain as select 2 as n",
        "create table isi as select 1 as n",
        'create view pub_pandang as from "warehouse"."main".isi',
        "create table pub_lebih as select 1 as n",
    )
    compared, found = differing(a, b)
    assert compared == 5
    assert found == [
        "pub_lebih: only on one engine",
        "pub_dua: 1 rows only in dua",
        "pub_kolom: columns",
        "pub_nilai: 1 rows only in satu",
        "pub_nilai: 1 rows only in dua",
    ]
