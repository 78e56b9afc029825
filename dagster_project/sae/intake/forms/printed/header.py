"""Where the header of a printed form stands and what stands above each of its columns.

Belongs here: finding the header block by its texts, the path of header texts over a column.
Stays out: which columns a form must have (`layout`), the rows below the header (`printed.rows`).
A path is what a reader sees from top to bottom, e.g. 'Realisasi Kinerja Pada Triwulan' > 'I' > 'K'.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.coerce import clean_text
from dagster_project.sae.intake.forms.patterns import pattern

_NUMBERING = re.compile(r"\(?([0-9]{1,2})\)?(?:\s*=.{1,40})?")
_SHORTEST_NUMBERING = 3
FORM_COLUMNS = range(1, 257)  # a printed form is narrower; bounds the work on a hostile sheet
_LONGEST_TEXT = 1000


@dataclass(frozen=True)
class HeaderBlock:
    """The header rows of a form, both included, and the first row below them.

    Attributes:
        first: row that holds the anchor texts.
        last: last header row.
        data_from: first row below the header and below a row that numbers the columns.
        paths: column -> its header texts from top to bottom, merged cells counted once.
        filled_paths: the same where an empty header cell also takes the text to its left, for
            forms that centre a text over columns without merging them.
    """

    first: int
    last: int
    data_from: int
    paths: dict[int, tuple[str, ...]] = field(repr=False)
    filled_paths: dict[int, tuple[str, ...]] = field(repr=False)


class SheetTexts:
    """What a reader sees in the cells of one sheet, each cell cleaned once.

    Only the columns a printed form can have and the first characters of a cell are looked at, so
    that a hostile sheet costs little.
    """

    def __init__(self, sheet: SheetData) -> None:
        self.sheet = sheet
        self._columns: dict[int, list[int]] = {}
        for row, column in sheet.cells:
            if column in FORM_COLUMNS:
                self._columns.setdefault(row, []).append(column)
        self.last_row = max(self._columns, default=0)
        self._texts: dict[int, dict[int, str]] = {}

    def at(self, row: int, column: int) -> str:
        """The cell in one line, '' when it is empty."""
        return self._of(row).get(column, "")

    def row(self, row: int) -> list[tuple[int, str]]:
        """Columns of a row that show something, left to right, with what they show."""
        return sorted(self._of(row).items())

    def _of(self, row: int) -> dict[int, str]:
        found = self._texts.get(row)
        if found is None:
            cells = self.sheet.cells
            cleaned = {
                c: clean_text(cells[row, c].raw[:_LONGEST_TEXT]) for c in self._columns.get(row, ())
            }
            found = self._texts[row] = {c: text for c, text in cleaned.items() if text}
        return found


def find_header(
    texts: SheetTexts,
    *,
    anchor: Sequence[str],
    closing: Sequence[str],
    within_rows: int,
    depth: int,
) -> HeaderBlock | None:
    """The first block whose first row holds all anchor texts and whose last row all closing texts.

    Args:
        texts: the sheet.
        anchor: patterns, each found in some cell of the first header row.
        closing: patterns, each found in some cell of the last header row.
        within_rows: how far down the sheet the header may begin.
        depth: how many rows the header may have.
    """
    for first in range(1, min(within_rows, texts.last_row) + 1):
        if not _holds_all(texts, first, anchor):
            continue
        closings = [r for r in range(first, first + depth) if _holds_all(texts, r, closing)]
        if closings:
            return _block(texts, first, closings[-1])
    return None


def path_fits(path: tuple[str, ...], *, wanted: Sequence[str]) -> bool:
    """Whether the wanted patterns are found in the path in that order, others between allowed."""
    texts = iter(path)
    return all(any(pattern(want).search(text) for text in texts) for want in wanted)


def merge_origins(
    sheet: SheetData, rows: range, *, columns: Collection[int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells under a merged range -> the top left cell of that range, which holds the value.

    Args:
        sheet: the sheet.
        rows: only cells in these rows.
        columns: only cells in these columns.
    """
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in sheet.merged:
        for column in columns:
            if not left <= column <= right:
                continue
            for row in range(max(top, rows.start), min(bottom + 1, rows.stop)):
                if (row, column) in origins:
                    break
                origins[row, column] = (top, left)
    return origins


def _holds_all(texts: SheetTexts, row: int, patterns: Sequence[str]) -> bool:
    shown = [text for _, text in texts.row(row)]
    return all(any(pattern(wanted).search(text) for text in shown) for wanted in patterns)


def _block(texts: SheetTexts, first: int, last: int) -> HeaderBlock:
    data_from = last + 1
    while _is_numbering(texts, data_from):
        data_from += 1
    origins = merge_origins(texts.sheet, range(first, last + 1), columns=FORM_COLUMNS)
    own: dict[int, tuple[str, ...]] = {}
    filled: dict[int, tuple[str, ...]] = dict.fromkeys(FORM_COLUMNS, ())
    for column in FORM_COLUMNS:
        cells = [origins.get((row, column), (row, column)) for row in range(first, last + 1)]
        own[column] = tuple(t for cell in dict.fromkeys(cells) if (t := texts.at(*cell)))
    for row in range(first, last + 1):
        left = ""
        for column in FORM_COLUMNS:
            origin = origins.get((row, column), (row, column))
            text = texts.at(*origin)
            left = text or (left if row < last else "")
            if left and (not text or origin[0] == row):
                filled[column] = (*filled[column], left)
    return HeaderBlock(first, last, data_from, paths=own, filled_paths=filled)


def _is_numbering(texts: SheetTexts, row: int) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3, ... '13 = 9 + 10 + 11 + 12'."""
    matches = [_NUMBERING.fullmatch(text) for _, text in texts.row(row)]
    numbers = [int(match[1]) for match in matches if match]
    return (
        len(numbers) == len(matches) >= _SHORTEST_NUMBERING
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] in (0, 1)
    )
