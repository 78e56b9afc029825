"""The command `sae lihat`: the public pages of the served release in a browser on this machine.

Belongs here: arguments, help, opening the browser, the wait until a signal, exit codes.
Stays out: the server (`sae.pages.view`).
"""

from __future__ import annotations

import signal
from threading import Event
from typing import Annotated

import typer

from dagster_project.cli.session import session
from dagster_project.cli.shown.say import say


def lihat(
    porta: Annotated[
        int, typer.Option(min=0, max=65535, help="Porta pada mesin ini; 0 yang mana saja.")
    ] = 8080,
    tanpa_peramban: Annotated[
        bool, typer.Option("--tanpa-peramban", help="Hanya layani, jangan buka peramban.")
    ] = False,
) -> None:
    """Lihat halaman publik rilis kini di peramban. Hanya dari mesin ini; berhenti dengan Ctrl-C.

    Kode keluar: 0 dihentikan, 1 tidak dapat dikerjakan.
    """
    from dagster_project.sae.pages.view import material, serve_site

    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with session() as settings, serve_site(settings, port=porta) as address:
        say(f"Halaman pertama: {address} (berhenti: Ctrl-C)")
        if deck := material(settings):
            say(f"Bahan rakorev, tidak ikut dilayankan: {deck}")
        if not tanpa_peramban:
            import webbrowser

            webbrowser.open(address)
        while not stop.wait(1.0):
            pass
    say("Berhenti.")
