"""What `sae periksa` shows: the remarks on one file as a table, and where the copy to mend lies.

Belongs here: rich tables for one answer. Stays out: words shared with the workbook (`sae.answer`).
Texts come from a file nobody vouches for: they are shown as plain text, without control signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.cli.shown.plain import plain, screen
from dagster_project.cli.shown.plain import table as plain_table
from dagster_project.sae.answer.groups import Group, grouped
from dagster_project.sae.answer.words import found_text, head_lines, severity, tail_lines

if TYPE_CHECKING:
    from rich.table import Table

    from dagster_project.sae.answer.remarks import Answer
    from dagster_project.sae.answer.write import Written

SHOWN = 60
_COLOURS = {"K": "bold red", "B": "red", "P": "yellow", "I": "cyan"}
_WIDE = 150
_NARROW = 110
_PLACES = "Sel dan aturan"


def print_answer(answer: Answer, written: Written | None, *, problem: str | None = None) -> None:
    """Show an answer on standard output.

    Args:
        answer: what the file is told.
        written: the files of the answer, when any were written.
        problem: why they could not be written.
    """
    console = screen(width_of_a_log=_WIDE)
    colour = "red" if answer.is_blocked else "green"
    for number, line in enumerate(head_lines(answer)):
        style = colour if number == 2 else ("bold" if number == 0 else "")
        console.print(plain(line, style=style))
    groups = grouped(answer)
    if groups:
        console.print(_table(groups[:SHOWN], width=console.width))
    hidden = len(groups) - SHOWN
    if hidden > 0:
        console.print(plain(f"… dan {hidden} kelompok temuan lagi; lihat berkas perbaikan."))
    for line in tail_lines(answer):
        console.print(plain(line, style="dim"))
    if written is not None:
        kind = "Salinan bertanda" if written.is_copy else "Daftar perbaikan"
        console.print(plain(f"\n{kind}: {_short(written.workbook)}"))
        console.print(plain(f"Sebagai teks: {_short(written.markdown)}, {_short(written.json)}"))
    if problem:
        console.print(plain(problem, style="yellow"))


def _table(groups: Sequence[Group], *, width: int) -> Table:
    """Five columns, or two where five would break names of fields in the middle."""
    is_narrow = width < _NARROW
    wide = ("Sel", "Aturan", "Yang tertulis", "Yang seharusnya", "Cara memperbaiki")
    table = plain_table((_PLACES, "Temuan") if is_narrow else wide)
    table.show_lines = True
    if is_narrow:
        table.columns[0].max_width = 26
    for group in groups:
        remark = group.first
        rule = plain(f"{remark.rule}\n{severity(remark)}", style=_COLOURS.get(remark.severity, ""))
        found, expected = found_text(group), f"{remark.expected}\n{group.message}"
        if is_narrow:
            written = f"Tertulis: {found}\n" if found else ""
            said = f"{written}{expected}\nCara memperbaiki: {remark.remedy}"
            table.add_row(plain(f"{group.place}\n") + rule, plain(said))
        else:
            texts = (plain(group.place), rule, plain(found), plain(expected), plain(remark.remedy))
            table.add_row(*texts)
    return table


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
