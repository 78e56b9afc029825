"""The hash of a table says whether it holds the same, and nothing else."""

from __future__ import annotations

from hashlib import sha256

import duckdb
import pytest

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release import contents, manifest
from dagster_project.sae.release.publish import publish


def hash_of(sql):
    with duckdb.connect() as connection:
        connection.execute(f"create table t as {sql}")
        columns = contents.columns_of(connection, "t")
        return contents.content_hash(connection, "t", columns=columns)[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("select 'a' as x, 'bc' as y", "select 'ab' as x, 'c' as y"),
        ("select null::varchar as x", "select '' as x"),
        ("select null::varchar as x", "select '~' as x"),
        ("select 1::bigint as x", "select 1::integer as x"),
        ("select 1 as x", "select 1 as y"),
        ("select 1 as x", "select 1 as x union all select 1"),
        ("select 2345678901234.0::double as x", "select 2345678901235.0::double as x"),
        ("select timestamp '2026-01-01' as x", "select timestamp '2026-01-01 00:00:00.1' as x"),
        ("select null::double as x", "select 0.0::double as x"),
    ],
)
def test_different_contents_have_different_hashes(one, other):
    assert hash_of(one) != hash_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("select 0.1::double + 0.2 as x", "select 0.3::double as x"),
        ("select 3 * (1 / 3.0::double) as x", "select 1.0::double as x"),
        ("select -0.0::double as x", "select 0.0::double as x"),
    ],
)
def test_the_last_bit_of_a_sum_does_not_count(one, other):
    assert hash_of(one) == hash_of(other)


def test_the_hash_can_be_computed_without_duckdb():
    found = hash_of(
        """select true as f, 'é' as c, 0.5::double as b, 7::bigint as a, date '2026-02-18' as d,
           timestamp '1970-01-01 00:00:01' as e, 1.25::decimal(18, 2) as g, null::integer as h"""
    )
    header = "a BIGINT;b DOUBLE;c VARCHAR;d DATE;e TIMESTAMP;f BOOLEAN;g DECIMAL(18,2);h INTEGER"
    row = "1:73:0.52:é10:2026-02-187:10000004:true4:1.25~"
    rows = [sha256(row.encode()).hexdigest()]
    assert found == sha256((header + "".join(sorted(rows))).encode()).hexdigest()


def test_a_table_holds_the_same_whatever_the_order_of_rows_and_columns(settings, scope, rebuild):
    def content_of():
        folder = publish(settings, scope).folder
        content = manifest.read_manifest(folder)["tabel"]["kpi_pilar"]["sha256_isi"]
        disk.remove(folder)
        return content

    select = "select {} from range(1000) as r(i) order by {}"
    rebuild(pub_kpi_pilar=select.format("i as a, 'x' || i as b, 0.1::double + i as c", "i"))
    first = content_of()
    rebuild(pub_kpi_pilar=select.format("0.1::double + i as c, 'x' || i as b, i as a", "hash(i)"))
    assert content_of() == first
    rebuild(pub_kpi_pilar=select.format("i as a, 'x' || (i + 0) as b, 0.2::double + i as c", "i"))
    assert content_of() != first


class Engine:
    """A connection whose engine misbehaves after one statement, as a later DuckDB might."""

    def __init__(self, connection, *, after=None, instead=None):
        self._connection, self._after, self._instead = connection, after, instead

    def execute(self, statement):
        if self._instead:
            statement = statement.replace(*self._instead)
        result = self._connection.execute(statement)
        if self._after and statement.startswith(self._after[0]):
            self._after[1]()
        return result


def written(connection, file):
    with contents.release_file(connection, file):
        connection.execute(f"create table {contents.qualified('t')} as select 1 as x")


def test_a_release_file_is_whole_with_nothing_beside_it(tmp_path):
    with duckdb.connect() as connection:
        written(connection, tmp_path / "sae.duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["sae.duckdb"]


def test_a_log_that_the_engine_leaves_beside_the_file_is_never_published(tmp_path):
    file = tmp_path / "sae.duckdb"
    log = tmp_path / "sae.duckdb.wal"
    with duckdb.connect() as connection:
        engine = Engine(connection, after=("detach", log.touch))
        with pytest.raises(ReleaseError, match=r"left a WAL beside sae\.duckdb"):
            written(engine, file)


def test_a_file_of_a_storage_version_that_old_readers_cannot_open_is_never_published(tmp_path):
    with duckdb.connect() as connection:
        engine = Engine(connection, instead=(contents.STORAGE_VERSION, "v1.2.0"))
        with pytest.raises(ReleaseError, match=r"written with storage version v1\.2"):
            written(engine, tmp_path / "sae.duckdb")
