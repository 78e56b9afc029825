"""The command `sae saji`: the served release over the network, read-only. Experimental.

Belongs here: arguments, help, where the token comes from, the loop until a signal, exit codes.
Stays out: the server (`sae.remote`). The token is never printed, nor taken as an argument, which
every user of a machine can read in the list of processes.
"""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dagster_project.sae.readers.remote.server import RemoteServer

EXIT_BROKEN = 1
POLL_SECONDS = 1.0


def saji(
    alamat: Annotated[
        str, typer.Option(help="Alamat yang didengar; selain localhost membuka ke mesin lain.")
    ] = "localhost",
    porta: Annotated[int, typer.Option(min=1, max=65535, help="Porta.")] = 9494,
    token_env: Annotated[
        str, typer.Option(metavar="NAMA", help="Nama variabel lingkungan yang berisi token.")
    ] = "SAE_SAJI_TOKEN",  # noqa: S107 - the name of a variable, not a token
    token_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Berkas berisi token (chmod 600).")
    ] = None,
) -> None:
    """Sajikan rilis kini lewat jaringan, hanya baca (percobaan; protokol Quack DuckDB 1.5.5).

    Klien wajib membawa token. Rilis baru diikuti tanpa memutus klien. Berhenti dengan Ctrl-C.
    Kode keluar: 0 dihentikan, 1 tidak dapat dikerjakan.
    """
    from dagster_project.cli.shown import run as shown
    from dagster_project.sae.installation.errors import SaeError
    from dagster_project.sae.installation.settings import Settings
    from dagster_project.sae.readers.remote.server import LOCAL, remote_server

    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        token = _token(token_file, token_env)
        with remote_server(Settings.from_env(), token=token, host=alamat, port=porta) as server:
            typer.echo(f"Menyajikan {server.release_id} pada quack:{alamat}:{porta} (hanya baca).")
            if alamat not in LOCAL:
                typer.echo("Tanpa TLS: pasang proksi TLS di depannya; lihat docs/bi.md.", err=True)
            _follow(server, stop)
    except SaeError as error:
        shown.print_error(error)
        raise typer.Exit(EXIT_BROKEN) from error
    typer.echo("Berhenti.")


def _follow(server: RemoteServer, stop: Event) -> None:
    """Follow the served release until the stop; a bad one is told once and not served."""
    from dagster_project.sae.installation.errors import ReleaseError

    told = ""
    while not stop.wait(POLL_SECONDS):
        try:
            taken = server.follow()
        except ReleaseError as error:
            if str(error) != told:
                told = str(error)
                typer.echo(f"Tetap menyajikan {server.release_id}: {told}", err=True)
            continue
        if taken:
            told = ""
            typer.echo(f"Menyajikan {taken}.")


def _token(file: Path | None, variable: str) -> str:
    from dagster_project.sae.installation.errors import RemoteError

    if file is None:
        token = os.environ.get(variable, "").strip()
        if not token:
            raise RemoteError(f"isi variabel lingkungan {variable} dengan token, atau --token-file")
        return token
    try:
        if sys.platform != "win32" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise RemoteError(f"{file} dapat dibaca orang lain; jalankan `chmod 600 {file}`")
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise RemoteError(f"token tidak dapat dibaca dari {file}") from error
