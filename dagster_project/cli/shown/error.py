"""What is shown when something cannot be done: one panel with what is wrong and how to mend it.

Belongs here: an error of the library as people read it. Stays out: exit codes (`cli.session`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagster_project.cli.shown.plain import beside, panel

if TYPE_CHECKING:
    from dagster_project.sae.installation.errors import SaeError


def print_error(error: SaeError) -> None:
    """One panel with what is wrong."""
    beside().print(panel(str(error), title=error.title, colour="red"))
