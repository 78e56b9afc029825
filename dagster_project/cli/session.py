"""What every command begins and ends with: the settings, and an error as words and an exit code.

Belongs here: opening the installation, showing an error of the library, waiting for the write lane.
Stays out: what a command does, and exit codes that only one command has.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from dagster_project.sae.installation.settings import Settings

EXIT_BROKEN = 1


@contextmanager
def session(*, inbox: str | None = None, broken: int = EXIT_BROKEN) -> Iterator[Settings]:
    """The settings of this installation; an error of the library or of the disk ends the command.

    Args:
        inbox: folder or address in place of `SAE_MASUK`.
        broken: the exit code after an error.
    """
    from dagster_project.sae.installation.errors import SaeError
    from dagster_project.sae.installation.settings import Settings

    try:
        yield Settings.from_env(inbox=inbox)
    except SaeError as error:
        from dagster_project.cli.shown.error import print_error

        print_error(error)
        raise typer.Exit(broken) from error
    except BrokenPipeError:
        raise  # who read our output has left; the command line knows what to do
    except OSError as error:
        from dagster_project.cli.shown.error import print_error
        from dagster_project.sae.installation.errors import DiskError
        from dagster_project.sae.installation.words import why

        place = error.filename or "Disk"
        print_error(DiskError(f"{place}: {why(error)}. Periksa tempat itu, lalu ulangi."))
        raise typer.Exit(broken) from error


@contextmanager
def on_lane(settings: Settings, owner: str, *, wait_seconds: float) -> Iterator[None]:
    """Hold the write lane, telling on the screen who else holds it meanwhile."""
    from dagster_project.cli.shown import progress as shown
    from dagster_project.sae.installation.lane import lane

    with (
        shown.run_display() as display,
        lane(settings, owner=owner, wait_seconds=wait_seconds, waiting=display.waiting),
    ):
        yield
