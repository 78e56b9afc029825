"""Notes on cells: the comments of a sheet and the boxes they are shown in.

Belongs here: new parts for notes, notes put into parts that are there, our old ones taken out.
Stays out: relations and content types (`marked`), what a note says (`words`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from dagster_project.sae.answer.copy.splice import (
    CannotMarkError,
    Edit,
    apply,
    element_end,
    is_empty,
    plain,
    prefix_of,
    tag_at,
    walk,
)
from dagster_project.sae.intake.file.cells import cell_address, parse_address

AUTHOR = "SAE periksa"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FIRST_SHAPE = 1025

_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_EMPTY_BOXES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    f'<o:idmap v:ext="edit" data="1"/></o:shapelayout>{_SHAPE_TYPE}</xml>'
)
_EMPTY_NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{_MAIN}"><authors></authors><commentList></commentList></comments>'
)
_MARK = "[SAE] "
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>")
_BODY = re.compile(rb"(<(?:\w+:)?text(?:\s[^>]*)?>).*(</(?:\w+:)?text>)", re.DOTALL)
_SHAPE = re.compile(rb"<(\w+):shape\s.*?</\1:shape>", re.DOTALL)
_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}

Notes = Mapping[tuple[int, int], str]


def merge_notes(data: bytes | None, notes: Notes) -> tuple[bytes, frozenset[tuple[int, int]]]:
    """The comments part with our notes, and the cells of our old notes that are gone.

    A cell that has a note of somebody else keeps it, with ours below.

    Raises:
        CannotMarkError: the part is not what a spreadsheet program writes.
    """
    data = _EMPTY_NOTES.encode() if data is None else data
    scan = _Scan(data)
    edits: list[Edit] = []
    gone: set[tuple[int, int]] = set()
    waiting = dict(notes)
    for cell, (author, start, end) in scan.notes.items():
        own = data[start:end]
        if author in scan.our_authors or _said(own).startswith(_MARK):
            gone.add(cell)
            edits.append((start, end, b""))
            continue
        kept = _without_ours(own, scan.prefix)
        if cell in waiting:
            said = b"<%sr><%st xml:space=\"preserve\">%s</%st></%sr>" % (
                scan.prefix, scan.prefix, plain("\n" + _MARK + waiting.pop(cell)).encode(),
                scan.prefix, scan.prefix,
            )  # fmt: skip
            close = b"</%stext>" % scan.prefix
            if kept.count(close) != 1:
                raise CannotMarkError("a note has no text")
            kept = kept.replace(close, said + close)
        if kept != own:
            edits.append((start, end, kept))
    if waiting:
        p = scan.prefix
        new_author = b"<%sauthor>%s</%sauthor>" % (p, AUTHOR.encode(), p)
        edits.append((scan.authors_end, scan.authors_end, new_author))
        new = b"".join(
            b'<%scomment ref="%s" authorId="%d"><%stext><%sr><%st xml:space="preserve">%s</%st>'
            b"</%sr></%stext></%scomment>"
            % (
                p, cell_address(*cell).encode(), scan.authors, p, p, p,
                plain(_MARK + text).encode(), p, p, p, p,
            )
            for cell, text in sorted(waiting.items())
        )  # fmt: skip
        edits.append((scan.list_end, scan.list_end, new))
    return apply(data, edits), frozenset(gone - set(notes))


def _said(note: bytes) -> str:
    """The words of a note."""
    return unescape(b"".join(_TEXT.findall(note)).decode())


def _without_ours(note: bytes, prefix: bytes) -> bytes:
    """Somebody else's note without what we once put below it; some programs join the two."""
    said, mark, _ = _said(note).partition("\n" + _MARK)
    if not mark:
        return note
    text = plain(said).encode()
    p = prefix
    run = b'<%sr><%st xml:space="preserve">%s</%st></%sr>' % (p, p, text, p, p)
    return _BODY.sub(lambda body: body[1] + run + body[2], note, count=1)


def merge_boxes(
    data: bytes | None, cells: frozenset[tuple[int, int]], *, gone: frozenset[tuple[int, int]]
) -> bytes:
    """The drawing part with a hidden box for each noted cell, without those of notes that are gone.

    Args:
        data: the drawing that is there, or None.
        cells: cells that need a box; one that has a box already keeps it.
        gone: cells whose boxes go.

    Raises:
        CannotMarkError: the part is not what a spreadsheet program writes.
    """
    data = _EMPTY_BOXES.encode() if data is None else data
    shapes = [shape.group() for shape in _SHAPE.finditer(data)]
    data = _SHAPE.sub(lambda shape: b"" if _cell_of(shape.group()) in gone else shape.group(), data)
    present = {cell for shape in shapes if (cell := _cell_of(shape)) and cell not in gone}
    numbers = [int(n) for n in re.findall(rb"_x0000_s(\d+)", data)]
    number = max([_FIRST_SHAPE - 1, *numbers])
    end = re.search(rb"</xml>\s*\Z", data)
    if end is None or _SPACES["v"].encode() not in data:
        raise CannotMarkError("the drawing of the notes is of an unknown kind")
    root = tag_at(data, data.index(b"<xml"))
    boxes = [] if b"_x0000_t202" in data else [_SHAPE_TYPE]
    for row, column in sorted(cells - present):
        number += 1
        boxes.append(_box(number, row, column))
    new = "".join(_declared(box, root) for box in boxes)
    return data[: end.start()] + new.encode() + data[end.start() :]


def _declared(box: str, root: bytes) -> str:
    """A box of ours that is well-formed below a root, whatever names that has for namespaces.

    Excel writes them on the root; openpyxl has names of its own, and with lxml on every element.
    """
    said = [
        f' xmlns:{prefix}="{space}"'
        for prefix, space in _SPACES.items()
        if f'xmlns:{prefix}="{space}"'.encode() not in root
    ]
    name, rest = box.split(" ", 1)
    return f"{name}{''.join(said)} {rest}"


class _Scan:
    """Authors and notes of a comments part."""

    def __init__(self, data: bytes) -> None:
        self.notes: dict[tuple[int, int], tuple[int, int, int]] = {}
        self.our_authors: set[int] = set()
        self.authors = 0
        self.authors_end = self.list_end = -1
        self.prefix = b""
        stack: list[tuple[str, int, dict[str, str]]] = []

        def opened(name: str, attrs: dict[str, str], place: int) -> None:
            stack.append((name, place, attrs))
            if name == "comments":
                self.prefix = prefix_of(tag_at(data, place))
            elif name == "author":
                tag = tag_at(data, place)
                after = data[place + len(tag) : place + len(tag) + len(AUTHOR)]
                if after == AUTHOR.encode():
                    self.our_authors.add(self.authors)
                self.authors += 1

        def closed(name: str, place: int) -> None:
            _, start, attrs = stack.pop()
            if name == "comment":
                cell = _address(attrs.get("ref", ""))
                author = attrs.get("authorId", "")
                whose = int(author) if author.isdigit() else -1
                self.notes[cell] = (whose, start, element_end(data, start, place))
            elif name == "authors" and not is_empty(data, start):
                self.authors_end = place
            elif name == "commentList" and not is_empty(data, start):
                self.list_end = place

        walk(data, opened, closed=closed)
        if self.authors_end < 0 or self.list_end < 0:
            raise CannotMarkError("the notes have no list")


def _address(text: str) -> tuple[int, int]:
    try:
        return parse_address(text)
    except ValueError as error:
        raise CannotMarkError("a note has no cell") from error


def _cell_of(shape: bytes) -> tuple[int, int] | None:
    row = re.search(rb"<\w+:Row>\s*(\d+)", shape)
    column = re.search(rb"<\w+:Column>\s*(\d+)", shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else None


def _box(number: int, row: int, column: int) -> str:
    top = max(0, row - 2)
    anchor = f"{column}, 15, {top}, 10, {column + 5}, 15, {top + 9}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        'margin-left:60pt;margin-top:2pt;width:340pt;height:150pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
