"""Which form a workbook has: our template, or one of the foreign forms.

Belongs here: the choice, and the sentence when there is none or more than one.
Stays out: reading (`template.reader`, `foreign`), how a layout is compared (`layout.match`).
A form is known by what stands in it, never by the name of the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.sae.contract.template import Sheet, Template
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.findings import clip
from dagster_project.sae.intake.forms.fit import Match
from dagster_project.sae.intake.forms.printed.layout import AnyLayout, match

_NAMED = 6


def recognise(
    workbook: WorkbookData, template: Template, layouts: Sequence[AnyLayout]
) -> Template | AnyLayout:
    """The template or the one layout that fits a workbook.

    Our template is known by any of its sheets with a field id in its header, so that a workbook
    with missing sheets or columns is told what is missing (STR-02) and not that it is unknown.

    Raises:
        UnreadableFileError: nothing fits, or more than one layout does; the message lists what was
            looked for and what was found.
    """
    if any(_is_ours(sheet, workbook.sheet(sheet.name)) for sheet in template.sheets):
        return template
    matches = [(layout, match(workbook, layout)) for layout in layouts]
    fitting = [layout for layout, fit in matches if fit.ok]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        titles = " dan ".join(f"'{layout.title}'" for layout in fitting)
        raise UnreadableFileError(
            f"Bentuk laporan cocok dengan lebih dari satu formulir: {titles}. Kirim satu formulir "
            "saja dalam satu berkas, atau pakai templat."
        )
    raise UnreadableFileError(_unknown(workbook, template, matches=matches))


def _is_ours(sheet: Sheet, data: SheetData | None) -> bool:
    if data is None:
        return False
    known = {field.id for field in sheet.fields}
    texts = data.texts_of_column(1) if sheet.shape == "isian" else data.texts_of_row(1)
    return not known.isdisjoint(texts)


def _unknown(
    workbook: WorkbookData, template: Template, *, matches: Sequence[tuple[AnyLayout, Match]]
) -> str:
    names = ", ".join(f"'{clip(s.name, cap=31)}'" for s in workbook.sheets[:_NAMED])
    more = len(workbook.sheets) - _NAMED
    wanted = ", ".join(sheet.name for sheet in template.sheets if sheet.required)
    parts = [
        "Bentuk laporan tidak dikenal.",
        f"Dicari: lembar templat ({wanted}) dengan nama kolom di baris 1.",
    ]
    nearest = max(matches, key=lambda pair: len(pair[1].found), default=None)
    if nearest is not None and nearest[1].found:
        layout, fit = nearest
        parts.append(
            f"Paling mirip formulir '{layout.title}', tetapi tidak ditemukan "
            f"{_some(fit.missing)}; ditemukan {_some(fit.found)}."
        )
    parts.append(
        f"Ada lembar: {names}{f' dan {more} lagi' if more > 0 else ''}. Salin isian ke templat, "
        "lalu kirim lagi."
    )
    return " ".join(parts)


def _some(items: Sequence[str]) -> str:
    named = "; ".join(clip(item) for item in items[:_NAMED])
    return f"{named}; dan {len(items) - _NAMED} lagi" if len(items) > _NAMED else named
