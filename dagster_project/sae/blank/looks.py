"""How cells of the workbook look: colours, number formats, what is locked.

Belongs here: formats. Stays out: what stands in a cell (`rows`, `guide`), where (`book`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dagster_project.sae.contract.template import Field

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MANDATORY, CONDITIONAL, OPTIONAL = "Wajib", "Bersyarat", "Boleh kosong"

NEED = {"ya": MANDATORY, "bersyarat": CONDITIONAL, "tidak": OPTIONAL}

_COLOURS = {
    MANDATORY: {"bg_color": "#1F6F54", "font_color": "#FFFFFF"},
    CONDITIONAL: {"bg_color": "#F2D478", "font_color": "#3A2E00"},
    OPTIONAL: {"bg_color": "#E3E8E5", "font_color": "#333333"},
}
# A figure is shown as it was typed; only money and dates have one right form.
_NUMBER_FORMATS = {
    "text": "@", "enum": "@", "int": "0", "dec": "General", "pct": "0.00", "date": "yyyy-mm-dd"
}  # fmt: skip
_WRAPPED_FROM = 40
_SENTENCES = (
    *("uraian", "nama_", "definisi", "rencana", "perubahan", "pelajaran"),
    *("penanggung", "opd_pendukung"),
)


@dataclass(frozen=True)
class Looks:
    """The formats of one workbook."""

    book: Workbook
    colours: dict[str, Format]
    title: Format
    strong: Format
    section: Format
    label: Format
    wrapped: Format
    helper: Format
    machine: Format
    aside: Format
    fixed: Format

    @classmethod
    def of(cls, book: Workbook) -> Looks:
        """Add the formats to a workbook."""
        head = {
            "bold": True,
            "border": 1,
            "border_color": "#9AA5A0",
            "valign": "vcenter",
            "text_wrap": True,
        }
        return cls(
            book=book,
            colours={name: book.add_format({**head, **how}) for name, how in _COLOURS.items()},
            title=book.add_format({"bold": True, "font_size": 16, "font_color": "#1F6F54"}),
            strong=book.add_format({"bold": True, "font_size": 12}),
            section=book.add_format({"bold": True, "bottom": 1, "font_color": "#1F6F54"}),
            label=book.add_format({"bold": True, "valign": "top"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
            helper=book.add_format(
                {
                    "italic": True,
                    "font_color": "#5A635F",
                    "bg_color": "#F6F7F6",
                    "num_format": "@",
                    "locked": False,
                    "text_wrap": True,
                    "valign": "top",
                }
            ),
            machine=book.add_format({"font_size": 8, "font_color": "#6B7570", "num_format": "@"}),
            aside=book.add_format({**head, "italic": True, "bg_color": "#F6F7F6"}),
            fixed=book.add_format({"num_format": "@", "bg_color": "#F1F4F2", "align": "left"}),
        )

    def head(self, field: Field) -> Format:
        """The heading of a field, coloured by how much it is needed."""
        return self.colours[NEED[field.required]]

    def value(self, field: Field, *, align: str | None = None) -> Format:
        """Cells to be filled: not locked, with the number format of their type."""
        how: dict[str, object] = {"locked": False, "valign": "top"}
        how["num_format"] = "#,##0" if _is_money(field) else _NUMBER_FORMATS[field.type]
        if is_wide(field):
            how["text_wrap"] = True
        if align:
            how["align"] = align
        return self.book.add_format(how)


def is_wide(field: Field) -> bool:
    """Whether people write sentences into a field."""
    return field.type == "text" and (
        field.id.startswith(_SENTENCES)
        or field.id.endswith(("_uraian", "_masalah", "_bupati", "_revisi", "rumus", "judul"))
    )


def width(field: Field) -> int:
    """Width of the column of a field, in letters."""
    return max(_WRAPPED_FROM if is_wide(field) else 12, len(field.id) + 3)


def _is_money(field: Field) -> bool:
    return field.type == "dec" and "(Rp)" in field.label
