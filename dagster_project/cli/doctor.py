"""`sae doctor`: look at the installation, say what is wrong and the one safe thing to do.

Belongs here: arguments, the table and the JSON of the signs, the exit code for monitors.
Stays out: the examinations (`sae.care.doctor`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project.cli.session import session

if TYPE_CHECKING:
    from dagster_project.sae.care.doctor.signs import Sign

# Monitors of the Nagios family read 3 as "unknown": the examination itself could not begin.
EXIT_UNKNOWN = 3


def doctor(
    dalam: Annotated[
        bool, typer.Option("--dalam", help="Baca juga setiap byte arsip dan semua rilis.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Keluarkan JSON untuk pemantau.")] = False,
) -> None:
    """Periksa pemasangan ini: apa yang salah, dan satu tindakan yang aman untuknya.

    Keluar 0 bila baik, 1 bila perlu perhatian, 2 bila gawat, 3 bila tidak dapat diperiksa.
    """
    from dagster_project.sae.care.doctor.examine import examine, worst

    with session(broken=EXIT_UNKNOWN) as settings:
        signs = examine(settings, deep=dalam)
    if json:
        _print_json(signs)
    else:
        _print_table(signs)
    state = worst(signs)
    if state:
        raise typer.Exit(int(state))


def _print_json(signs: tuple[Sign, ...]) -> None:
    from json import dumps

    from dagster_project.cli.shown.say import for_programs
    from dagster_project.sae.care.doctor.examine import worst

    content = {
        "keadaan": worst(signs).name,
        "tanda": [
            {
                "perihal": sign.subject,
                "keadaan": sign.state.name,
                "kalimat": sign.sentence,
                "tindakan": sign.action or None,
            }
            for sign in signs
        ],
    }
    for_programs(dumps(content, ensure_ascii=False, indent=2))


def _print_table(signs: tuple[Sign, ...]) -> None:
    from dagster_project.cli.shown.plain import plain, screen, table
    from dagster_project.sae.care.doctor.examine import worst
    from dagster_project.sae.care.doctor.signs import State

    styles = {State.BAIK: "green", State.PERHATIAN: "yellow", State.GAWAT: "bold red"}
    made = table(
        ("Perihal", "Keadaan", "Yang terlihat, dan tindakannya"), title="Pemeriksaan pemasangan SAE"
    )
    for column in made.columns[:2]:
        column.no_wrap = True
    for sign in sorted(signs, key=lambda sign: -sign.state):
        seen = plain(sign.sentence)
        if sign.action:
            seen += plain(f"\n→ {sign.action}", style="bold")
        made.add_row(sign.subject, plain(sign.state.name, style=styles[sign.state]), seen)
    console = screen()
    console.print(made)
    summary = {
        State.BAIK: "Semua baik.",
        State.PERHATIAN: "Ada yang perlu diperhatikan; angka yang terbit tidak terganggu.",
        State.GAWAT: "Ada yang gawat: lakukan tindakan di atas sebelum putaran berikutnya.",
    }
    console.print(summary[worst(signs)])
