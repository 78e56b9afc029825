"""How an analyst reads the release that is served: open, ask, close.

Belongs here: a read-only connection with limits, one question answered as a frame, one release
beside another. Stays out: what a table means (`kamus_data`), charts (`notebooks`), writing.

A connection that stays open keeps the release it was opened on; `tanya` opens anew each time, so
after a swap the next answer is of the new release.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# One reader never starves the others on a shared machine, nor the run that makes the next release.
MEMORY_LIMIT = "1GB"
THREADS = 2
# The name every release gives its database, part of the published contract.
DATABASE = "sae.duckdb"


@contextmanager
def buka(
    rilis: str | None = None, *, settings: Settings | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a release read-only and close it at the end.

    The connection may not write, reads no other file of the machine and loads no extension.

    Args:
        rilis: id of a kept release (`R-2026-04-...`); None for the one that is served.
        settings: where the installation lies; read from the environment when None.

    Raises:
        ReleaseError: nothing is served yet, or there is no release of that id.
    """
    import duckdb

    file = _file(settings or Settings.from_env(), rilis)
    connection = duckdb.connect(
        str(file),
        read_only=True,
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": str(THREADS),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        connection.execute("set enable_external_access = false")
        yield connection
    finally:
        connection.close()


def tanya(
    sql: str,
    nilai: Sequence[object] | None = None,
    *,
    rilis: str | None = None,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Ask one question of a release: opens, asks, closes.

    Args:
        sql: one DuckDB query; `?` stands for a value.
        nilai: the values of the `?`, in order.
        rilis: id of a kept release; None for the one that is served.
        settings: where the installation lies; read from the environment when None.

    Returns:
        The rows; a number that is not there is missing, never 0.

    Raises:
        ReleaseError: nothing is served yet, or there is no release of that id.
        duckdb.Error: the query is wrong or tries to write; the text is DuckDB's own.
    """
    with buka(rilis, settings=settings) as koneksi:
        frame: pd.DataFrame = koneksi.execute(sql, nilai).df()
    return frame


def daftar_rilis(*, settings: Settings | None = None) -> pd.DataFrame:
    """The kept releases, oldest data first; one whose manifest cannot be read is left out.

    Columns: id_rilis, id_siklus, dibuat_pada, jumlah_berkas, and dibaca, true for the served one.
    """
    import pandas as pd

    from dagster_project.sae.release import serving

    kept = serving.list_releases(settings or Settings.from_env())
    frame = pd.DataFrame(
        {
            "id_rilis": [one.id for one in kept],
            "id_siklus": [one.id_siklus for one in kept],
            "dibuat_pada": pd.Series([one.dibuat_pada for one in kept], dtype="datetime64[us]"),
            "jumlah_berkas": [one.jumlah_berkas for one in kept],
            "dibaca": [one.is_served for one in kept],
        }
    )
    readable = frame[frame["dibuat_pada"].notna()]
    return readable.sort_values(["dibuat_pada", "id_rilis"], ignore_index=True)


def _file(settings: Settings, release: str | None) -> Path:
    from dagster_project.sae.release import serving

    if release is None:
        return serving.existing_file(settings)
    kept = [one.id for one in serving.list_releases(settings)]
    if release not in kept:
        raise ReleaseError(f"tidak ada rilis {release!r}; yang tersimpan: {', '.join(kept) or '-'}")
    return settings.releases / release / DATABASE
