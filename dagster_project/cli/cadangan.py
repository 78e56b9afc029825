"""`sae cadangkan` and `sae pulihkan`: what cannot be rebuilt, kept elsewhere and brought back.

Belongs here: arguments, sentences, exit codes. Stays out: the copying (`sae.care.backup`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project.cli.session import session
from dagster_project.cli.shown.say import say
from dagster_project.sae.installation.words import mebibytes, number, why

if TYPE_CHECKING:
    from dagster_project.sae.care.backup import Backup
    from dagster_project.sae.installation.settings import Settings


def cadangkan(
    ke: Annotated[Path, typer.Argument(help="Folder cadangan, di disk lain.", metavar="KE")],
) -> None:
    """Salin arsip, rilis, dan catatan yang disimpan; yang sudah ada tidak disalin lagi."""
    from dagster_project.sae.care.backup import back_up

    done = _do(lambda settings: back_up(settings, ke))
    say(
        f"{number(done.copied)} berkas disalin ({mebibytes(done.size)}), "
        f"{number(done.kept)} sudah ada."
        + (f" Rilis yang melayani: {done.served}." if done.served else "")
    )


def pulihkan(
    dari: Annotated[Path, typer.Argument(help="Folder cadangan.", metavar="DARI")],
) -> None:
    """Kembalikan cadangan ke SAE_HOME yang kosong, lalu layani rilis yang terakhir melayani."""
    from dagster_project.sae.care.backup import restore

    done = _do(lambda settings: restore(dari, settings))
    served = f"{done.served} melayani lagi" if done.served else "belum ada rilis"
    say(f"{number(done.copied)} berkas dikembalikan ({mebibytes(done.size)}); {served}.")
    say("Jalankan sae run: gudang kerja dibangun ulang dari arsip, rilisnya sama.")


def _do(action: Callable[[Settings], Backup]) -> Backup:
    from dagster_project.sae.installation.errors import BackupError

    with session() as settings:
        try:
            return action(settings)
        except OSError as error:
            place = error.filename or "folder cadangan"
            raise BackupError(f"{place}: {why(error)}") from error
