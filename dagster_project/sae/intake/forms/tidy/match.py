"""Comparing a sheet with a tidy layout: the row whose header texts name its columns.

Belongs here: finding the header row and the columns, and saying what was looked for and found.
Stays out: printed forms with several header rows (`layout`), reading values (`tidy.reader`).
"""

from __future__ import annotations

from dagster_project.sae.intake.file.cells import column_letter, column_number
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.coerce import clean_text
from dagster_project.sae.intake.forms.fit import Match, best_fit
from dagster_project.sae.intake.forms.patterns import pattern
from dagster_project.sae.intake.forms.tidy.layout import Figure, TidyColumn, TidyLayout

_COLUMNS_LOOKED_AT = 1024
_LONGEST_HEADER = 300


def match_tidy(workbook: WorkbookData, layout: TidyLayout) -> Match:
    """Compare a workbook with a tidy layout by its header texts; names do not count.

    Returns:
        The fit of the best sheet. `columns` has `id_indikator`, `table.field`, `cover.opd|year|
        period` and `figures.<n>`; only figures whose year stands in the header may have several.
    """
    return best_fit([_match_sheet(s, layout) for s in workbook.sheets if s.visible])


def year_of(figure: Figure, text: str) -> int | None:
    """The year a header text names, for figures that take theirs from it."""
    found = pattern(figure.header or "").fullmatch(text)
    group = found[1] if found and found.re.groups else None
    return int(group) if group and group.isascii() and group.isdigit() else None


def _match_sheet(sheet: SheetData, layout: TidyLayout) -> Match:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row <= layout.within_rows and column <= _COLUMNS_LOOKED_AT:
            rows.setdefault(row, {})[column] = clean_text(cell.raw[:_LONGEST_HEADER])
    fits = [_match_row(sheet.name, layout, row=row, texts=texts) for row, texts in rows.items()]
    if not fits:
        return Match(ok=False, sheet=sheet.name, missing=["baris kepala tabel"])
    return max(fits, key=lambda fit: (fit.ok, len(fit.columns), -len(fit.missing)))


def _match_row(name: str, layout: TidyLayout, *, row: int, texts: dict[int, str]) -> Match:
    found: list[str] = []
    missing = [
        f"tabel tanpa kolom '{texts[hit]}' ({column_letter(hit)})"
        for unwanted in layout.unless
        for hit in _hits(unwanted, texts)
    ]
    columns: dict[str, tuple[int, ...]] = {}
    places: dict[str, TidyColumn | Figure] = dict(layout.single_columns())
    places |= {f"figures.{number}": figure for number, figure in enumerate(layout.figures)}
    for place, rule in places.items():
        hits = _hits_of(rule, texts)
        letters = ", ".join(column_letter(hit) for hit in hits)
        if rule.letter is not None or _is_clear(rule, [texts[hit] for hit in hits]):
            columns[place] = hits
            found.append(f"kolom {rule.what} ({letters})")
        elif hits:
            missing.append(f"kolom {rule.what} yang hanya satu (ada di {letters})")
        elif rule.required:
            missing.append(f"kolom {rule.what}")
    return Match(
        ok=not missing,
        sheet=name,
        header_row=row,
        missing=missing,
        found=found,
        columns=columns,
    )


def _is_clear(rule: TidyColumn | Figure, texts: list[str]) -> bool:
    """One column, or several of which each names its own year."""
    if isinstance(rule, TidyColumn) or rule.year != "header":
        return len(texts) == 1
    years = {year_of(rule, text) for text in texts}
    return bool(texts) and None not in years and len(years) == len(texts)


def _hits_of(rule: TidyColumn | Figure, texts: dict[int, str]) -> tuple[int, ...]:
    if rule.letter is not None:
        return (column_number(rule.letter),)
    return _hits(rule.header or "", texts)


def _hits(wanted: str, texts: dict[int, str]) -> tuple[int, ...]:
    return tuple(column for column, text in texts.items() if pattern(wanted).fullmatch(text))
