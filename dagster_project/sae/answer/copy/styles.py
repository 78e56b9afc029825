"""Colours for marked cells: new styles at the end of a workbook's own, the old ones untouched.

Belongs here: the styles part, styles that are copies of others but for their fill.
Stays out: which cells get them (`cells`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dagster_project.sae.answer.copy.splice import (
    CannotMarkError,
    Edit,
    apply,
    attribute_edit,
    element_end,
    is_empty,
    prefix_of,
    tag_at,
    walk,
    with_attribute,
)

# One off the colours of Excel's own presets, so that our marks are known when a copy comes back.
BLOCKING, REMARKED = "FFFFC7CF", "FFFFEB9D"
MAX_STYLES = 60_000
_OURS = (BLOCKING, REMARKED)
_LISTS = ("fonts", "fills", "borders", "cellXfs")

_FONTS = (
    '<font><b/><sz val="14"/><name val="Calibri"/></font>',
    '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>',
    '<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/></font>',
    '<font><sz val="11"/><name val="Calibri"/></font>',
)
_HEAD_FILL = "FF1F4E78"


@dataclass
class _Part:
    """One list of the styles part: where its children lie and where the next one goes."""

    start: int = -1
    end: int = -1
    children: list[tuple[int, int]] = field(default_factory=list)


class Styles:
    """The styles of a workbook; ask for new ones, then take the changed part."""

    def __init__(self, data: bytes) -> None:
        """Read a styles part.

        Raises:
            CannotMarkError: it lacks one of the lists every workbook has.
        """
        self.data = data
        self._parts = {name: _Part() for name in _LISTS}
        self._read()
        cells = self._parts["cellXfs"]
        self._xfs = [data[start:end] for start, end in cells.children]
        self._own = len(self._xfs)
        self._fonts = len(self._parts["fonts"].children)
        self._made: dict[tuple[int, str | None], int] = {}
        fills = self._parts["fills"].children
        ours = [n for n, (a, b) in enumerate(fills) if self._is_ours(data[a:b])]
        self._new_fills = len(fills)
        self.marked = frozenset(
            number
            for number, xf in enumerate(self._xfs)
            if (fill := re.search(rb'\sfillId\s*=\s*["\'](\d+)', xf)) and int(fill[1]) in ours
        )
        # Sheet styles: title, head, link, text.
        self.title = self._add(f'<xf numFmtId="0" fontId="{self._fonts}" fillId="0" borderId="0"/>')
        self.head = self._add(
            f'<xf numFmtId="0" fontId="{self._fonts + 1}" fillId="{self._new_fills + 2}" '
            'borderId="0" applyFill="1"><alignment vertical="top" wrapText="1"/></xf>'
        )
        self.link = self._add(self._wrapped(self._fonts + 2))
        self.text = self._add(self._wrapped(self._fonts + 3))

    def filled(self, style: int, colour: str | None) -> int:
        """The number of a style that is a copy of another with a fill, or with none.

        Raises:
            CannotMarkError: there is no such style, or there are too many.
        """
        key = (style, colour)
        if key not in self._made:
            if not 0 <= style < self._own:
                raise CannotMarkError("a cell has a style that does not exist")
            number = 0 if colour is None else self._new_fills + _OURS.index(colour)
            xf = self._xfs[style]
            tag = tag_at(xf, 0)
            new = with_attribute(with_attribute(tag, "fillId", str(number)), "applyFill", "1")
            self._made[key] = self._add_bytes(new + xf[len(tag) :])
        return self._made[key]

    def part(self) -> bytes:
        """The styles part with everything that was added."""
        fills = [self._solid(colour) for colour in (*_OURS, _HEAD_FILL)]
        return apply(
            self.data,
            [
                *self._appended("fonts", [text.encode() for text in _FONTS]),
                *self._appended("fills", fills),
                *self._appended("cellXfs", self._xfs[self._own :]),
            ],
        )

    def _read(self) -> None:
        stack: list[tuple[str, int]] = []

        def opened(name: str, _: dict[str, str], place: int) -> None:
            if len(stack) == 1 and name in self._parts:
                self._parts[name].start = place
            stack.append((name, place))

        def closed(name: str, place: int) -> None:
            _, start = stack.pop()
            if len(stack) == 1 and name in self._parts:
                self._parts[name].end = place
            elif len(stack) == 2 and stack[1][0] in self._parts:
                children = self._parts[stack[1][0]].children
                children.append((start, element_end(self.data, start, place)))

        walk(self.data, opened, closed=closed)
        if any(p.start < 0 or is_empty(self.data, p.start) for p in self._parts.values()):
            raise CannotMarkError("the styles part lacks a list")
        if len(self._parts["cellXfs"].children) > MAX_STYLES:
            raise CannotMarkError("the workbook has too many styles")
        self._prefix = prefix_of(tag_at(self.data, self._parts["fills"].start))

    def _is_ours(self, fill: bytes) -> bool:
        return any(colour.encode() in fill for colour in _OURS)

    def _wrapped(self, font: int) -> str:
        return (
            f'<xf numFmtId="49" fontId="{font}" fillId="0" borderId="0" applyNumberFormat="1" '
            'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
        )

    def _solid(self, colour: str) -> bytes:
        return (
            f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
            '<bgColor indexed="64"/></patternFill></fill>'
        ).encode()

    def _add(self, xf: str) -> int:
        return self._add_bytes(self._prefixed(xf.encode()))

    def _add_bytes(self, xf: bytes) -> int:
        if len(self._xfs) > MAX_STYLES:
            raise CannotMarkError("the workbook would have too many styles")
        self._xfs.append(xf)
        return len(self._xfs) - 1

    def _prefixed(self, xml: bytes) -> bytes:
        return re.sub(rb"(</?)(?=[a-zA-Z])", rb"\1" + self._prefix, xml)

    def _appended(self, name: str, new: list[bytes]) -> list[Edit]:
        part = self._parts[name]
        count = str(len(part.children) + len(new))
        written = b"".join(xml if name == "cellXfs" else self._prefixed(xml) for xml in new)
        return [
            attribute_edit(self.data, part.start, count=count),
            (part.end, part.end, written),
        ]
