"""The commands `sae rumus`: which formulas a release publishes, and what another one would say.

Belongs here: arguments, help and exit codes (0 done, 1 broken or unknown).
Stays out: computing (`sae.readers.formula_versions`), how it looks (`shown.rumus`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from dagster_project.cli.session import session

_NAME = "Rumus sebagai ID atau ID@VERSI, misalnya CAPAIAN-TURUN@1.0."

app = typer.Typer(
    name="rumus",
    help="Rumus pada rilis: daftar, banding. Kode keluar: 0 selesai, 1 tidak dapat dikerjakan.",
    no_args_is_help=True,
)

Release = Annotated[
    str | None, typer.Option(metavar="ID", help="Rilis yang dibaca; bawaan: yang disajikan.")
]


@app.command()
def daftar(rilis: Release = None) -> None:
    """Tampilkan semua rumus rilis: id, versi, ekspresi, sejak kapan, dan mana yang bawaan."""
    with session() as settings:
        from dagster_project.cli.shown import rumus as shown_rumus
        from dagster_project.sae.readers.formula_versions import published_formulas

        shown_rumus.print_formulas(published_formulas(settings, release=rilis))


@app.command()
def banding(
    a: Annotated[str, typer.Argument(metavar="A", help=_NAME)],
    b: Annotated[str, typer.Argument(metavar="B", help=_NAME)],
    rilis: Release = None,
    semua: Annotated[
        bool, typer.Option("--semua", help="Tampilkan semua angka, bukan hanya yang teratas.")
    ] = False,
) -> None:
    """Hitung semua angka rilis dengan dua rumus dan tampilkan bedanya, yang terjauh lebih dulu.

    Angka rilis tidak berubah: setiap angka tetap membawa id dan versi rumus yang menghasilkannya.
    """
    with session() as settings:
        from dagster_project.cli.shown import rumus as shown_rumus
        from dagster_project.sae.readers.formula_versions import compare_formulas

        found = compare_formulas(settings, a, second=b, release=rilis)
        shown_rumus.print_comparison(found, everything=semua)
