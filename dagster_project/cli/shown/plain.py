"""The one way to the terminal: whatever is printed is data, never markup.

Belongs here: the console of this house, its tables and panels.
Stays out: what is said (the other modules of `shown`), single sentences (`say`).
Rich reads `[/bold]` in a file's name as the end of something bold and stops the command, makes a
picture of `:100:`, and sends an escape sequence on. Here no text of any kind is read that way, so
that whoever adds a sentence need not think of it; a house test keeps rich out of every other
module, and printing out of all but this one and `say`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from dagster_project.sae.installation.words import printable_lines

if TYPE_CHECKING:
    from rich.console import HighlighterType, JustifyMethod, OverflowMethod
    from rich.style import Style

WIDTH_OF_A_LOG = 110
"""Columns where there is no terminal whose width could be asked."""


class PlainConsole(Console):
    """A console for which every string is text: no markup, no emoji, no colouring of numbers."""

    def render_str(
        self,
        text: str,
        *,
        style: str | Style = "",
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        emoji: bool | None = None,
        markup: bool | None = None,
        highlight: bool | None = None,
        highlighter: HighlighterType | None = None,
    ) -> Text:
        """The text as it stands; rich asks here for every string it is given."""
        made = plain(text)
        made.style, made.justify, made.overflow = style, justify, overflow
        return made


def plain(text: str, *, style: str = "") -> Text:
    """A text without markup and without signs that steer a terminal."""
    return Text(printable_lines(text), style=style)


def screen(*, width_of_a_log: int = WIDTH_OF_A_LOG) -> PlainConsole:
    """Standard output: as wide as the terminal, or as a log where there is none."""
    return PlainConsole(width=None if sys.stdout.isatty() else width_of_a_log)


def beside() -> PlainConsole:
    """Standard error, so that standard output stays the answer of a command."""
    return PlainConsole(stderr=True)


def panel(text: str, *, colour: str, title: str | None = None) -> Panel:
    """A box around a text."""
    # Rich reads a title of a panel as markup by itself, past the console.
    head = None if title is None else plain(title)
    return Panel(plain(text), title=head, border_style=colour, expand=False)


def table(columns: Iterable[str], *, title: str | None = None, right: Iterable[str] = ()) -> Table:
    """A table with these columns; what is too long for its column goes on below.

    Args:
        columns: their heads.
        title: a line above it.
        right: heads of the columns whose values end at the right, such as numbers.
    """
    made = Table(title=title, title_justify="left")
    at_right = frozenset(right)
    for name in columns:
        justify: Literal["left", "right"] = "right" if name in at_right else "left"
        made.add_column(name, justify=justify, overflow="fold")
    return made


def grid() -> Table:
    """Names and values in two columns, without lines."""
    return Table.grid(padding=(0, 1))
