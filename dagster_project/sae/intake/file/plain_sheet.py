"""A sheet part as office programs write it: places and styles of its cells by patterns alone.

Belongs here: proving that every tag of the rows belongs to a plain cell, and where each stands.
Stays out: anything else a row may hold (`xlsx` parses that part), values (calamine).

Parsing XML tag by tag in Python takes as long as reading the whole workbook. Most sheets hold
nothing but `<c r="B2" s="3" t="s"><v>17</v></c>`; where the tags count up to exactly that, the
patterns have seen all there is. One tag more (a formula, an error, a comment) and they have not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter, lt
from typing import Any

from dagster_project.sae.intake.file.cells import column_number

MAX_PLAIN_BYTES = 8 * 1024 * 1024
"""A larger part is streamed in pieces by the parser: patterns want it whole in memory."""

_KEPT_HEADS = 20_000
_KEPT_WIDTHS = 32
_WIDEST = 16_384
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
# Each pattern begins with the end of the tag before it: text between cells is nothing we know.
_FILLED = re.compile(rb'><c r="([^>]*)><v>[^<]+</v></c')
_EMPTY = re.compile(rb'><c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,9}")?/')
_ROW = re.compile(rb'<row r="([^<>]*[^<>/])>')
_HEAD = re.compile(rb'([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,5})")?(?: t="[snb]")?')
_ROW_HEAD = re.compile(rb'([1-9][0-9]{0,6})"')
_WIDTH = re.compile(rb'<dimension ref="[A-Z]{1,3}[0-9]{1,7}(?::([A-Z]{1,3})[0-9]{1,7})?"/>')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')


class _NotPlainError(Exception):
    """A cell is not written the way the patterns know."""


class _Places(dict[bytes, int]):
    """What stands in the head of a cell -> its place in a sheet of that width.

    The same few thousand heads come back in every workbook of a form; each is read once.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width

    def __missing__(self, head: bytes) -> int:
        match = _HEAD.fullmatch(head)
        if match is None:
            raise _NotPlainError
        column = column_number(match[1].decode())
        if column > self._width:
            raise _NotPlainError
        place = (int(match[2]) - 1) * self._width + column - 1
        if len(self) < _KEPT_HEADS:
            self[head] = place
        return place


class _Styles(dict[bytes, int]):
    """What stands in the head of a cell that has a place -> its style."""

    def __missing__(self, head: bytes) -> int:
        match = _HEAD.fullmatch(head)
        style = int(match[3] or 0) if match else 0
        if len(self) < _KEPT_HEADS:
            self[head] = style
        return style


@dataclass(frozen=True, slots=True)
class PlainRows:
    """The rows of one sheet part, when they hold nothing but plain cells.

    Attributes:
        heads: what stands in the head of each cell with a value, in the order of the part.
        hidden_rows: 1-based rows marked hidden.
        width: columns that the part says it has; every cell stands within them.
        places: place of each cell, row by row in a grid of that width, from 0.
        around: the part without its rows, still to be parsed.
    """

    heads: list[bytes]
    hidden_rows: frozenset[int]
    width: int
    places: list[int]
    around: bytes

    @property
    def last_row(self) -> int:
        """1-based last row with a value; 0 without one."""
        return self.places[-1] // self.width + 1 if self.places else 0

    @property
    def last_column(self) -> int:
        """1-based last column with a value; 0 without one."""
        return max((place % self.width for place in self.places), default=-1) + 1

    @property
    def styles(self) -> list[int]:
        """Style of each cell."""
        return list(map(_STYLES.__getitem__, self.heads))

    def places_in(self, width: int) -> list[int] | None:
        """The places in a grid of another width; None when a cell stands beyond it."""
        return self.places if width == self.width else _places(self.heads, width)


def plain_rows(part: bytes) -> PlainRows | None:
    """The rows of a sheet part, or None when they hold more than plain cells."""
    start, end = part.find(_OPEN), part.rfind(_CLOSE)
    if start < 0 or end < start or len(part) > MAX_PLAIN_BYTES:
        return None
    head, tail = part[:start], part[end + len(_CLOSE) :]
    if b"<!" in head or b"<!" in tail:
        return None
    body = part[start + len(_OPEN) - 1 : end]  # begins with the `>` before the first row
    rows, heads = _ROW.findall(body), _FILLED.findall(body)
    if not _is_all(body, rows=len(rows), filled=len(heads)):
        return None
    hidden = _hidden(rows)
    width = _width(head)
    places = _places(heads, width)
    if places is None and width < _WIDEST:  # the part may understate what it holds
        width = _WIDEST
        places = _places(heads, width)
    if hidden is None or places is None:
        return None
    return PlainRows(heads, hidden, width, places, head + _OPEN + _CLOSE + tail)


def pick(flat: Sequence[Any], places: list[int]) -> tuple[Any, ...]:
    """The values at those places.

    Raises:
        IndexError: a place is beyond the values.
    """
    return itemgetter(*places)(flat) if len(places) > 1 else tuple(flat[at] for at in places)


def _is_all(body: bytes, *, rows: int, filled: int) -> bool:
    """Whether the tags of these rows and cells, and of empty cells, are all tags there are."""
    if rows == 0:
        return body == b">"
    if not (body.startswith(b"><row ") and body.endswith(b"</row>")):
        return False
    if body.count(b"</row><row ") != rows - 1:
        return False
    rest = body.count(b"<") - 4 * filled - 2 * rows
    return rest == 0 or (rest > 0 and rest == len(_EMPTY.findall(body)))


def _hidden(rows: list[bytes]) -> frozenset[int] | None:
    """Hidden rows; None when such a row does not begin with its number."""
    if b"hidden" not in b"".join(rows):
        return frozenset()
    matches = [_ROW_HEAD.match(row) for row in rows if _HIDDEN.search(row)]
    if None in matches:
        return None
    return frozenset(int(match[1]) for match in matches if match)


def _width(head: bytes) -> int:
    match = _WIDTH.search(head)
    return column_number(match[1].decode()) if match and match[1] else _WIDEST


def _places(heads: list[bytes], width: int) -> list[int] | None:
    try:
        places = list(map(_known(width).__getitem__, heads))
    except _NotPlainError:
        return None
    # One after another without a repeat: a cell written twice, or out of order, is not plain.
    return places if all(map(lt, places, islice(places, 1, None))) else None


@lru_cache(maxsize=_KEPT_WIDTHS)
def _known(width: int) -> _Places:
    return _Places(width)


_STYLES = _Styles()
