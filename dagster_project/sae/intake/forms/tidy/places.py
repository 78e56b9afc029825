"""Where the fields of a tidy table stand: its rows of `peta`.

Belongs here: the column of every field, by year and period where it has its own.
Stays out: the landing rows themselves (`tidy.records`).
"""

from __future__ import annotations

from typing import Any

from dagster_project.sae.contract.rows import Row
from dagster_project.sae.intake.file.cells import column_letter
from dagster_project.sae.intake.forms.reading import Cover
from dagster_project.sae.intake.forms.tidy.records import KEY, TidyRecords
from dagster_project.sae.intake.forms.tidy.values import When


def place_of(
    sheet: str, column: int, table: str, field: str, *, when: When = (None, None)
) -> dict[str, Any]:
    """One row of `peta`."""
    return {
        "tabel": table,
        "kolom": field,
        "tahun": when[0],
        "periode": when[1],
        "lembar": sheet,
        "huruf": column_letter(column),
        "baris": None,
    }


def map_of(reader: TidyRecords, cover: Cover) -> list[Row]:
    """The column of every field of a table as it was read."""
    layout, places, sheet = reader.layout, reader.places, reader.sheet.name
    used = {
        *(["realisasi"] if layout.figures else []),
        *(place.partition(".")[0] for place in layout.columns),
    }
    column = reader.key_column
    rows = [place_of(sheet, column, table, KEY) for table in sorted(used) if column]
    # Beside columns of past years the others are those of the report's own year only, unless each
    # row tells its year.
    figures = tuple(enumerate(layout.figures))
    has_years = any(f.year != "row" and f"figures.{n}" in reader.found for n, f in figures)
    own_year = cover.tahun if has_years and "cover.year" not in places else None
    for name in layout.columns:
        if name in places:
            table, _, field = name.partition(".")
            when = (own_year if table == "realisasi" else None, None)
            rows.append(place_of(sheet, places[name], table, field, when=when))
    for name, field in (("cover.year", "tahun"), ("cover.period", "periode")):
        if name in places:
            rows.append(place_of(sheet, places[name], "realisasi", field))
    for number, figure in figures:
        for hit in reader.found.get(f"figures.{number}", ()):
            year, _ = reader.when(number, hit, own=(own_year, None))
            fixed_period = None if figure.period == "row" else figure.period
            place = place_of(sheet, hit, "realisasi", figure.field, when=(year, fixed_period))
            # Of two columns for the same figure the first stands for it.
            if not any(_same_figure(place, other) for other in rows):
                rows.append(place)
    return rows


def _same_figure(one: Row, other: Row) -> bool:
    return all(one[key] == other[key] for key in ("tabel", "kolom", "tahun", "periode"))
