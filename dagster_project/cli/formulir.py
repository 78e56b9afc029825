"""The command `sae formulir`: E.81 and E.60 of the served release as workbooks to print and sign.

Belongs here: arguments, help, exit codes. Stays out: the forms (`sae.pages.forms`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dagster_project.cli.session import session
from dagster_project.cli.shown.say import say


class Bentuk(StrEnum):
    """Forms that a release fills."""

    E81 = "e81"
    E60 = "e60"


def formulir(
    bentuk: Annotated[
        Bentuk, typer.Option(help="e81: Renja satu OPD; e60: RKPD seluruh pemerintah daerah.")
    ] = Bentuk.E81,
    opd: Annotated[str | None, typer.Option(help="Kode OPD; tanpa ini semua OPD.")] = None,
    tahun: Annotated[int | None, typer.Option(help="Tahun; tanpa ini semua tahun.")] = None,
    ke: Annotated[Path, typer.Option(help="Folder tujuan.")] = Path("formulir"),
) -> None:
    """Tulis formulir E.81 atau E.60 (Permendagri 86/2017) dari rilis yang dilayankan.

    Kode keluar: 0 selesai, 1 tidak dapat dikerjakan atau tidak ada formulir yang cocok.
    """
    if bentuk is Bentuk.E60 and opd:
        raise typer.BadParameter("E.60 memuat semua OPD; hapus --opd")
    with session() as settings:
        from dagster_project.sae.pages.forms.write import write_forms
        from dagster_project.sae.release.serving import existing_file

        written = write_forms(
            existing_file(settings), ke, year=tahun, agency=opd, code=bentuk.value
        )
        if not written:
            say("Tidak ada formulir yang cocok: periksa kode OPD dan tahunnya.", is_error=True)
            raise typer.Exit(1)
        for file in written:
            say(str(file))
