"""The commands `sae rilis`: list, compare, verify, go back to, let go of, approve, freeze releases.

Belongs here: arguments, help and exit codes (0 done, 1 broken or unknown, 2 a release is damaged).
Stays out: what they do (`sae.release.shelf`), how it looks (`shown.rilis`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagster_project.cli.session import on_lane, session
from dagster_project.cli.shown.say import say

if TYPE_CHECKING:
    from dagster_project.sae.installation.settings import Settings

EXIT_DAMAGED = 2
LANE_WAIT_SECONDS = 60.0

_EXIT = "Kode keluar: 0 selesai, 1 tidak dapat dikerjakan, 2 ada rilis yang rusak."
_NAME = "Id rilis, potongannya yang unik, TERKINI, atau DASAR (baseline tahun pertama)."

app = typer.Typer(
    name="rilis",
    help=f"Rilis yang tersimpan: daftar, beda, verifikasi, kembali, lepas, setujui, beku. {_EXIT}",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help=_NAME)]


@app.command()
def daftar() -> None:
    """Tampilkan semua rilis yang tersimpan, yang ditulis terakhir lebih dulu."""
    with _session() as settings:
        from dagster_project.cli.shown import rilis as shown_rilis
        from dagster_project.sae.release.pin_log import pin_history
        from dagster_project.sae.release.shelf import shelf

        shown_rilis.print_shelf(
            shelf(settings), keep=settings.keep_releases, history=pin_history(settings)
        )


@app.command()
def beda(
    a: Annotated[str, typer.Argument(metavar="A", help=f"Rilis lama. {_NAME}")],
    b: Annotated[str, typer.Argument(metavar="B", help=f"Rilis baru. {_NAME}")] = "TERKINI",
    csv: Annotated[
        bool, typer.Option("--csv", help="Tulis CSV ke keluaran standar, satu baris per angka.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Tulis JSON ke keluaran standar.")] = False,
    semua: Annotated[
        bool, typer.Option("--semua", help="Tampilkan semua baris, bukan hanya yang teratas.")
    ] = False,
) -> None:
    """Bandingkan dua rilis KPI demi KPI: yang bergerak paling jauh lebih dulu, dengan sebabnya.

    Kode keluar: 0 selesai (ada atau tidak ada beda), 1 rilis tidak dikenal, 2 salah satunya rusak.
    """
    if csv and json:
        raise typer.BadParameter("pilih salah satu: --csv atau --json")
    with _session() as settings:
        from dagster_project.cli.shown import rilis as shown_rilis
        from dagster_project.sae.release.shelf import difference, find_release

        names = [find_release(settings, name) for name in (a, b)]
        comparison = difference(settings, *names)
        if csv:
            shown_rilis.write_csv(comparison)
        elif json:
            shown_rilis.write_json(comparison)
        else:
            shown_rilis.print_comparison(comparison, is_complete=semua)


@app.command()
def verifikasi(
    rilis: Annotated[
        str | None, typer.Argument(metavar="ID", help=f"{_NAME} Tanpa ID: semua.")
    ] = None,
) -> None:
    """Periksa setiap byte rilis terhadap sidik jarinya.

    Kode keluar: 0 semua utuh, 1 rilis tidak dikenal, 2 ada yang rusak.
    """
    with _session() as settings:
        from dagster_project.cli.shown import rilis as shown_rilis
        from dagster_project.sae.release.retention import verify_kept
        from dagster_project.sae.release.serving import list_releases
        from dagster_project.sae.release.shelf import find_release

        ids = [find_release(settings, rilis)] if rilis else [r.id for r in list_releases(settings)]
        faults = {release_id: verify_kept(settings, release_id) for release_id in ids}
        shown_rilis.print_verified(faults)
    if any(faults.values()):
        raise typer.Exit(EXIT_DAMAGED)


@app.command()
def kembali(
    rilis: Annotated[str, typer.Argument(metavar="ID", help=_NAME)],
    alasan: Annotated[
        str | None,
        typer.Option(
            help="Mengapa kembali (ditanyakan bila tidak ditulis); tampil pada setiap jalan sampai "
            "dilepas, dan seterusnya di sae rilis daftar."
        ),
    ] = None,
) -> None:
    """Layankan lagi rilis yang tersimpan dan sematkan sampai `lepas`; ditolak bila tidak utuh.

    Kode keluar: 0 dilayankan, 1 tidak dapat dikerjakan, 2 ditolak karena rilis itu rusak.
    """
    with _session() as settings:
        from dagster_project.cli.shown import rilis as shown_rilis
        from dagster_project.sae.release.shelf import find_release, go_back

        release_id = find_release(settings, rilis)
        action = partial(go_back, settings, release_id, reason=_reason(alasan))
        before = _on_lane(settings, action, "sae rilis kembali")
        shown_rilis.print_gone_back(release_id, before=before)


@app.command()
def lepas() -> None:
    """Lepaskan sematan: pembaca melihat lagi rilis dari masukan yang ada.

    Kode keluar: 0 lepas (atau memang tidak ada sematan), 1 tidak dapat dikerjakan.
    """
    with _session() as settings:
        from dagster_project.cli.shown import rilis as shown_rilis
        from dagster_project.sae.release.shelf import let_go

        shown_rilis.print_let_go(_on_lane(settings, partial(let_go, settings), "sae rilis lepas"))


@app.command()
def setujui(
    siklus: Annotated[str, typer.Option(help="Siklus calon rilisnya, misalnya RAKOREV-2026-04.")],
    oleh: Annotated[str, typer.Option(help="Nama atau jabatan walidata; tampil di rilis.")],
    catatan: Annotated[str | None, typer.Option(help="Catatan; tampil di rilis.")] = None,
) -> None:
    """Setujui calon rilis yang baru dibangun; berlaku hanya untuk masukan yang persis itu.

    Kode keluar: 0 disetujui, 1 tidak ada calonnya, sudah disetujui, atau sudah terbit.
    """
    with _session() as settings:
        from dagster_project.cli.shown import rilis as shown_rilis
        from dagster_project.sae.release.approve import approve

        action = partial(approve, settings, siklus, by=oleh, note=catatan)
        shown_rilis.print_approved(_on_lane(settings, action, "sae rilis setujui"))


@app.command()
def beku(
    rilis: Annotated[str, typer.Argument(metavar="ID", help=_NAME)],
    alasan: Annotated[str, typer.Option(help="Mengapa rilis ini disimpan selamanya.")],
) -> None:
    """Bekukan rilis: disimpan selamanya dan menjadi pembanding, misalnya baseline tahun pertama.

    Kode keluar: 0 dibekukan, 1 tidak dapat dikerjakan, 2 ditolak karena rilis itu rusak.
    """
    with _session() as settings:
        from dagster_project.cli.shown import rilis as shown_rilis
        from dagster_project.sae.release.retention import freeze
        from dagster_project.sae.release.shelf import find_release, whole

        release_id = whole(settings, find_release(settings, rilis))
        action = partial(freeze, settings, release_id, reason=alasan)
        shown_rilis.print_frozen(_on_lane(settings, action, "sae rilis beku"))


def _reason(given: str | None) -> str:
    """The reason as given or asked for; a script that gives none goes back all the same, told."""
    if given is not None and given.strip():
        return given
    if _is_asked():
        return str(typer.prompt("Mengapa kembali ke rilis ini"))
    say("PERINGATAN: tanpa --alasan; tercatat sebagai 'tanpa alasan tertulis'.", is_error=True)
    return "tanpa alasan tertulis"


def _is_asked() -> bool:
    """Whether somebody sits at a terminal and can be asked."""
    return sys.stdin.isatty()


@contextmanager
def _session() -> Iterator[Settings]:
    """As every command, and a refused release that is damaged has an exit code of its own."""
    from dagster_project.cli.shown import rilis as shown_rilis
    from dagster_project.sae.release.shelf import DamagedReleaseError

    with session() as settings:
        try:
            yield settings
        except DamagedReleaseError as error:
            shown_rilis.print_refused(error)
            raise typer.Exit(EXIT_DAMAGED) from error


def _on_lane(settings: Settings, action: Callable[[], Any], owner: str) -> Any:
    with on_lane(settings, owner, wait_seconds=LANE_WAIT_SECONDS):
        return action()
