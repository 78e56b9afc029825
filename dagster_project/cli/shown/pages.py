"""Where the public pages and the material of the meeting of the served release lie.

Belongs here: those lines of the terminal. Stays out: serving them (`cli.lihat`), writing them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagster_project.cli.shown.plain import PlainConsole, plain

if TYPE_CHECKING:
    from dagster_project.sae.installation.settings import Settings


def print_pages(console: PlainConsole, settings: Settings) -> None:
    """Say where to look; nothing while no release with pages is served."""
    from dagster_project.sae.pages.view import first_page, material

    if page := first_page(settings):
        console.print(plain(f"Halaman pertama: {page} (atau: sae lihat)"), soft_wrap=True)
    if deck := material(settings):
        console.print(plain(f"Bahan rakorev, tidak untuk umum: {deck}"), soft_wrap=True)
