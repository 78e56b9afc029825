"""The command `sae ui`: Dagster's own screen over this installation.

Belongs here: arguments, help, handing this process over to the webserver.
Stays out: its home (`orchestrator.ui_home`), what it shows (`defs`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from dagster_project.cli.session import session
from dagster_project.cli.shown.say import say


def ui(
    port: Annotated[int, typer.Option(help="Porta pada localhost.")] = 3000,
    siapkan: Annotated[
        bool, typer.Option("--siapkan", help="Hanya tulis dagster.yaml, untuk layanan server.")
    ] = False,
) -> None:
    """Buka layar Dagster pada localhost (perlu paket dagster-webserver)."""
    import os
    import signal
    import sys

    from dagster_project.orchestrator.ui_home import prepare_dagster_home

    with session() as settings:
        home = prepare_dagster_home(settings)
    if siapkan:
        say(str(home))
        return
    os.environ["DAGSTER_HOME"] = str(home)
    # A shell starts background jobs with Ctrl-C ignored, and Dagster handles SIGTERM as it found
    # Ctrl-C: without this the UI of a service or a script could only be killed.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)
    os.execv(  # noqa: S606 - the webserver takes the place of this process, so Ctrl-C reaches it
        sys.executable,
        [
            sys.executable, "-m", "dagster", "dev",
            "-m", "dagster_project.definitions",
            "-h", "127.0.0.1", "-p", str(port),
        ],
    )  # fmt: skip
