"""A PostgreSQL server of our own for one check: its own folder, port and password, gone afterwards.

Belongs here: finding Debian's binaries, starting and stopping the server, one database.
Stays out: what is stored in it (`postgres_check`).
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.compat.ports import free_port

SECONDS_TO_START = 60
_DEBIAN = Path("/usr/lib/postgresql")
_NOBODY = "nobody"


class NoServerError(RuntimeError):
    """PostgreSQL's server is not installed, or did not start."""


def binaries() -> Path:
    """Folder with `initdb` and `postgres`.

    Raises:
        NoServerError: there is none; the message says which Debian package brings it.
    """
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(_DEBIAN.glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise NoServerError("no PostgreSQL server here; Debian's package is called postgresql")


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server with the database `dagster`; yields its address.

    PostgreSQL refuses to run as root; then it runs as `nobody`.

    Raises:
        NoServerError: it is not installed or did not answer in time.
    """
    import psycopg2

    tools, port, password = binaries(), free_port(), secrets.token_hex(16)
    data = folder / "data"
    data.mkdir(mode=0o700)
    secret = folder / "sandi"
    secret.write_text(password, encoding="ascii")
    user = _NOBODY if os.geteuid() == 0 else None
    if user:
        for path in (folder, data, secret):
            shutil.chown(path, user)
    _run([tools / "initdb", "-D", data, "-U", "dagster", "-A", "scram-sha-256",
          "--pwfile", secret, "-E", "UTF8", "--no-sync"], user, folder)  # fmt: skip
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [str(tools / "postgres"), "-D", str(data), "-k", str(folder), "-p", str(port),
         "-c", "listen_addresses=127.0.0.1"],
        user=user, cwd=folder, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        limit = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                connection = psycopg2.connect(
                    host="127.0.0.1", port=port, user="dagster", password=password,
                    dbname="postgres",
                )  # fmt: skip
                break
            except psycopg2.OperationalError as error:
                if process.poll() is not None or time.monotonic() > limit:
                    raise NoServerError(f"PostgreSQL did not start: {error}") from error
                time.sleep(0.2)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("create database dagster")
        connection.close()
        yield f"postgresql://dagster:{password}@127.0.0.1:{port}/dagster"
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _run(command: list[str | Path], user: str | None, folder: Path) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        user=user, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoServerError(f"initdb failed: {done.stderr.strip()}")
