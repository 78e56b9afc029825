"""All cells of a sheet as one landed row, and back: where each stands, what it holds, its format.

Belongs here: the columns of the landing table `lembar` that hold cells, as JSON.
Stays out: reading sheets (`reader`), looking one up (`trace`).

A row for every cell is 2,800 rows a file of texts that mostly repeat the typed tables; packed, a
cell costs its own characters. The raw type of a cell is its JSON type; what JSON has no type for
is an object of its type: {"date": "2026-06-30"}, {"error": "#REF!"}.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from dagster_project.sae.intake.file.cells import Cell, column_letter, raw_text
from dagster_project.sae.intake.file.grid import KINDS, packed_json
from dagster_project.sae.intake.file.sheets import SheetData

PACKED_COLUMNS = ("sha256_berkas", "lembar", "lebar", "tempat", "isi", "gaya", "format")
"""`lebar`: columns of the used rectangle. `tempat`: places row by row from 0. `isi`: the contents.
`gaya`: for each cell an index into `format`, the number formats (null for General)."""

_WHOLE_BELOW = 10**15


def pack(sheet: SheetData, sha256: str) -> tuple[Any, ...]:
    """The cells of a sheet as the values of `PACKED_COLUMNS`."""
    grid = sheet.grid
    if grid is not None:
        return (
            *(sha256, sheet.name, grid.width),
            *(packed_json(grid.places).decode(), grid.packed.decode()),
            *(packed_json(grid.styles).decode(), packed_json(grid.formats).decode()),
        )
    cells = [cell for _, cell in sorted(sheet.cells.items())]
    width = max((cell.col for cell in cells), default=0)
    formats: dict[str | None, int] = {}
    styles = [formats.setdefault(cell.number_format, len(formats)) for cell in cells]
    places = [(cell.row - 1) * width + cell.col - 1 for cell in cells]
    return (
        *(sha256, sheet.name, width),
        *(packed_json(places).decode(), packed_json([_packed(c) for c in cells]).decode()),
        *(packed_json(styles).decode(), packed_json(list(formats)).decode()),
    )


def unpack(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One dict for each cell: place, raw type, raw text as the reader writes it, number format."""
    import orjson

    formats = orjson.loads(row["format"])
    cells = []
    for place, found, style in zip(
        *(orjson.loads(row[name]) for name in ("tempat", "isi", "gaya")), strict=True
    ):
        number, column = divmod(place, row["lebar"])
        letter = column_letter(column + 1)
        kind, raw = _unpacked(found)
        cells.append(
            {
                "sha256_berkas": row["sha256_berkas"],
                "lembar": row["lembar"],
                "sel": f"{letter}{number + 1}",
                "baris": number + 1,
                "huruf": letter,
                "tipe_mentah": kind,
                "mentah": raw,
                "format_angka": formats[style] if style < len(formats) else None,
            }
        )
    return cells


def _packed(cell: Cell) -> Any:
    value = cell.value
    if cell.kind == "text" or cell.kind == "bool":
        return value
    if cell.kind == "number" and isinstance(value, (int, float)) and math.isfinite(value):
        is_exact = isinstance(value, float) or abs(value) < _WHOLE_BELOW
        return value if is_exact else {cell.kind: cell.raw}
    return {cell.kind: cell.raw}


def _unpacked(found: Any) -> tuple[str, str]:
    if isinstance(found, dict):
        [(kind, raw)] = found.items()
        return kind, raw
    return ("number" if type(found) is int else KINDS[type(found)]), raw_text(found)
