"""The commands that keep an installation going: `sae pengingat`, `sae rawat`.

Belongs here: arguments, help and exit codes (0 done, 1 broken).
Stays out: what they do (`sae.tell`, `sae.care.upkeep`, `run_history`), how it looks (`shown`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project.cli.session import on_lane, session

if TYPE_CHECKING:
    from dagster_project.sae.care.upkeep import Ages, Removal
    from dagster_project.sae.installation.settings import Settings

LANE_WAIT_SECONDS = 900.0


def pengingat(
    siklus: Annotated[
        str | None, typer.Option(help="Id siklus (bawaan: yang terakhir dibuka).")
    ] = None,
    kirim: Annotated[
        bool, typer.Option("--kirim", help="Kirim kabar ke SAE_WEBHOOK bila harinya tiba.")
    ] = False,
) -> None:
    """Tampilkan siapa yang belum mengirim dan siapa yang perlu memperbaiki, dan tulis CSV-nya."""
    from dagster_project.cli.shown.operasi import print_reminders
    from dagster_project.sae.tell.alerts import remind

    with session() as settings:
        told = remind(settings, cycle=siklus, is_sending=kirim)
    print_reminders(told)


def rawat(
    coba: Annotated[
        bool, typer.Option("--coba", help="Hanya katakan apa yang akan dihapus.")
    ] = False,
) -> None:
    """Hapus yang sudah tua dan dapat dibuat lagi; arsip dan rilis beku tidak pernah."""
    from dagster_project.cli.shown.operasi import print_upkeep
    from dagster_project.sae.care.upkeep import clean, folder_sizes, load_ages

    with session() as settings:
        ages = load_ages()
        with on_lane(settings, "sae rawat", wait_seconds=LANE_WAIT_SECONDS):
            removals = clean(settings, ages, is_trial=coba)
            removals += _history(settings, ages, is_trial=coba)
    print_upkeep(removals, folder_sizes(settings), is_trial=coba)


def _history(settings: Settings, ages: Ages, *, is_trial: bool) -> list[Removal]:
    """Dagster's own history, when this installation has one; importing Dagster takes seconds."""
    from dagster_project.orchestrator.ui_home import prepare_dagster_home

    if not settings.orchestrator.is_dir():
        return []
    import dagster as dg

    from dagster_project.orchestrator.run_history import clean_history

    with dg.DagsterInstance.from_config(str(prepare_dagster_home(settings))) as instance:
        return [clean_history(instance, settings, ages, is_trial=is_trial)]
