"""The served release over DuckDB's Quack protocol, read-only, following every swap. Experimental.

Belongs here: the server of one process, its closed settings, taking over the next release.
Stays out: what a client may ask (`guard`), where the token comes from (the command line).

Clients see views over a private copy of the served file. A new release is attached under a name of
its own first, the views move in one transaction, and the former one stays attached a while for the
questions that have begun; the port and the sessions never change.
"""

from __future__ import annotations

import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError, RemoteError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.readers.remote import guard
from dagster_project.sae.release import manifest, serving
from dagster_project.sae.release.facts import DATABASE

if TYPE_CHECKING:
    import duckdb

DEFAULT_PORT = 9494
MEMORY_LIMIT = "1GB"
THREADS = 2
# Longer than a question takes from its parsing to its first row.
GRACE_SECONDS = 10.0
TOKEN_LENGTH = 16
LOCAL = ("localhost", "127.0.0.1")

_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass
class RemoteServer:
    """A running server; `follow` is to be called again and again, always from the same thread.

    Attributes:
        release_id: the release that clients see now; empty before the first `follow`.
    """

    settings: Settings
    connection: duckdb.DuckDBPyConnection
    spool: Path
    grace_seconds: float = GRACE_SECONDS
    release_id: str = ""
    _seen: tuple[object, ...] = ()
    _alias: str = ""
    _count: int = 0
    _retired: list[tuple[float, str]] = field(default_factory=list)

    def follow(self) -> str | None:
        """Take over the served release if it is another one than clients see.

        Returns:
            The id of the release taken over, None when nothing changed.

        Raises:
            ReleaseError: nothing is served, or the served file is no intact release; clients go
                on reading the one they see.
        """
        import duckdb

        self._detach_retired()
        seen = _identity(serving.served_file(self.settings))
        if seen == self._seen:
            return None
        self._count += 1
        copy = self.spool / f"{self._count}.duckdb"
        alias = f"rilis_{self._count}"
        try:
            release_id = self._copy(copy)
            self.connection.execute(f"attach '{copy.as_posix()}' as {alias} (read_only)")
            self._show(alias)
        except (OSError, duckdb.Error) as error:
            self.connection.execute(f"detach database if exists {alias}")
            raise ReleaseError(f"rilis baru belum dapat disajikan: {error}") from error
        finally:
            _forget(copy)
        if self._alias:
            self._retired.append((monotonic() + self.grace_seconds, self._alias))
        self._alias, self._seen, self.release_id = alias, seen, release_id
        return release_id

    def _copy(self, target: Path) -> str:
        """Copy the served file and say which kept release it is, byte for byte."""
        self.spool.mkdir(mode=0o700, parents=True, exist_ok=True)  # work may be emptied at any time
        shutil.copyfile(serving.served_file(self.settings), target)
        served = [one.id for one in serving.list_releases(self.settings) if one.is_served]
        if not served:
            raise ReleaseError("berkas di serving/ bukan rilis yang utuh; `sae rilis verifikasi`")
        content = manifest.read_manifest(self.settings.releases / served[0])
        if disk.hash_file(target) != content["berkas"][DATABASE]["sha256"]:
            raise ReleaseError("rilis berganti saat disalin; dicoba lagi")
        return served[0]

    def _show(self, alias: str) -> None:
        """Move all views to an attached release in one transaction."""
        tables = "select table_name from duckdb_tables() where database_name = ?"
        views = (
            "select view_name from duckdb_views() where database_name = 'memory' and not internal"
        )
        new = {name for (name,) in self.connection.execute(tables, [alias]).fetchall()}
        former = {name for (name,) in self.connection.execute(views).fetchall()}
        self.connection.begin()
        try:
            for name in sorted(former - new):
                self.connection.execute(f'drop view "{name}"')
            for name in sorted(new):
                self.connection.execute(
                    f'create or replace view "{name}" as from {alias}.main."{name}"'
                )
            self.connection.commit()
        except BaseException:  # also Ctrl-C: a half-moved set of views must not stay
            self.connection.rollback()
            raise

    def _detach_retired(self) -> None:
        while self._retired and self._retired[0][0] <= monotonic():
            self.connection.execute(f"detach {self._retired[0][1]}")
            self._retired.pop(0)


@contextmanager
def remote_server(
    settings: Settings,
    *,
    token: str,
    host: str = "localhost",
    port: int = DEFAULT_PORT,
    grace_seconds: float = GRACE_SECONDS,
) -> Iterator[RemoteServer]:
    """Serve the release that readers open, until the block ends.

    Args:
        settings: where the installation lies.
        token: what every client must show; never written anywhere.
        host: name or IPv4 address to listen on; anything but localhost lets other machines in.
        port: port to listen on.
        grace_seconds: how long a former release stays attached for questions that have begun.

    Raises:
        RemoteError: the extension packages are not installed, the token is too short, or the
            address cannot be listened on.
        ReleaseError: nothing is served yet, or the served file is no intact release.
    """
    check_token(token)
    extensions = [_extension(name) for name in ("httpfs", "quack")]
    _check_address(host, port)
    settings.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="saji-", dir=settings.work, ignore_cleanup_errors=True
    ) as folder:
        spool = Path(folder)
        connection = _open(extensions, spool)
        uri = f"quack:{host}:{port}"
        try:
            server = RemoteServer(settings, connection, spool, grace_seconds)
            server.follow()
            _listen(connection, uri, token, is_local=host in LOCAL)
            connection.execute("set lock_configuration = true")
            yield server
        finally:
            connection.execute("call quack_stop(?)", [uri])
            connection.close()


def check_token(token: str) -> None:
    """Refuse a token that can be guessed or cannot be typed into a connection.

    Raises:
        RemoteError: it is shorter than 16 signs, or holds white space.
    """
    if len(token) < TOKEN_LENGTH or re.search(r"\s", token):
        raise RemoteError(
            f"token paling sedikit {TOKEN_LENGTH} tanda dan tanpa spasi; buat yang acak, misalnya "
            "dengan `python -c 'import secrets; print(secrets.token_urlsafe(32))'`"
        )


def _open(extensions: list[Path], spool: Path) -> duckdb.DuckDBPyConnection:
    """An engine that reads files below `spool` alone and asks the guard about every statement."""
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": str(THREADS),
            "temp_directory": "",  # a question too big fails; it does not fill the disk
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )
    for file in extensions:
        connection.execute(f"load '{_quoted(file)}'")
    connection.execute(guard.macro())
    connection.execute(f"set global quack_authorization_function = '{guard.NAME}'")
    connection.execute(f"set allowed_directories = ['{_quoted(spool)}/']")
    connection.execute("set enable_external_access = false")
    return connection


def _listen(connection: duckdb.DuckDBPyConnection, uri: str, token: str, *, is_local: bool) -> None:
    import duckdb

    try:
        connection.execute(
            "call quack_serve(?, token := ?, allow_other_hostname := ?)", [uri, token, not is_local]
        )
    except duckdb.Error as error:
        # The cause is left out: nothing that saw the token is to reach a screen or a log.
        raise RemoteError(f"tidak dapat menyajikan pada {uri} ({type(error).__name__})") from None


def _extension(name: str) -> Path:
    """The file of an extension inside its installed package; nothing is ever downloaded."""
    import duckdb

    spec = find_spec(f"duckdb_extension_{name}")
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if file.is_file():
            return file
    raise RemoteError(
        f"paket belum terpasang; jalankan "
        f"`pip install duckdb-extension-{name}=={duckdb.__version__}`"
    )


def _check_address(host: str, port: int) -> None:
    """Refuse a port that is taken: the server would share it silently with whoever has it."""
    if not _HOST.fullmatch(host):
        raise RemoteError(f"alamat {host!r} bukan nama atau alamat IPv4")
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        reason = error.strerror or error
        raise RemoteError(f"porta {port} pada {host} tidak dapat dipakai ({reason})") from error


def _identity(file: Path) -> tuple[object, ...]:
    try:
        facts = file.stat()
    except FileNotFoundError as error:
        raise ReleaseError(
            f"belum ada rilis di {file.parent.name}/; jalankan `make run` dahulu"
        ) from error
    return (file.name, facts.st_ino, facts.st_mtime_ns, facts.st_size)


def _forget(copy: Path) -> None:
    """Take away the name of an attached file, so that no statement could reach it by its name."""
    try:
        copy.unlink(missing_ok=True)
    except PermissionError:
        return  # Windows keeps open files; the folder goes when the server ends


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")
