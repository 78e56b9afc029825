"""What an .xlsx really holds at some cells: contents, headings, and whether they can be seen.

Belongs here: looking cells up in the parts of a workbook, why a cell is out of sight.
Stays out: judging them, which remarks want it (`answer.seen`).
Only files that a reading child has accepted are looked at, within the limits of a marked copy.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from xml.parsers import expat

from dagster_project.sae.answer.copy.package import Package, opened_package
from dagster_project.sae.answer.copy.splice import CannotMarkError, walk
from dagster_project.sae.checks.messages import shown
from dagster_project.sae.intake.file.cells import column_letter, parse_address
from dagster_project.sae.intake.file.xml_stream import local

Place = tuple[int, int]
HEADING_ROW = 1

_DATE_FORMATS = frozenset({*range(14, 18), 22})
_EPOCH = datetime(1899, 12, 30)
_LAST_DAY = 2_958_465
_QUOTED = re.compile(r'"[^"]*"|\\[.]|\[[^\]]*\]')
_WHITE = frozenset({"FFFFFFFF", "00FFFFFF", "FFFFFF"})
_HIDES_ALL = ";;;"


@dataclass
class SeenSheet:
    """What was seen of one sheet.

    Attributes:
        texts: contents of the cells that were asked about and of the headings, as people read them.
        hidden: why a place cannot be seen, for those of the asked places that cannot.
    """

    texts: dict[Place, str] = field(default_factory=dict)
    hidden: dict[Place, str] = field(default_factory=dict)


def look(source: Path, wanted: Mapping[str, Collection[Place]]) -> dict[str, SeenSheet]:
    """Look at places of sheets, and at the headings of these sheets.

    Args:
        source: an .xlsx that has been read.
        wanted: 1-based places by the name of the sheet.

    Returns:
        By sheet; sheets that are not there are missing.

    Raises:
        CannotMarkError: it is no .xlsx, or larger or stranger than what is opened safely.
    """
    with opened_package(source) as package:
        return _Book(package).look(wanted)


@dataclass(frozen=True)
class _Style:
    is_date: bool = False
    hides: str | None = None


class _Book:
    def __init__(self, package: Package) -> None:
        self._package = package
        part = package.relations("").of("officeDocument") or "xl/workbook.xml"
        self._relations = package.relations(part)
        self._sheets: dict[str, tuple[str, str]] = {}
        walk(package.read(part), self._sheet)
        styles = self._relations.of("styles")
        self._styles = _styles(package.read(styles)) if styles else []

    def look(self, wanted: Mapping[str, Collection[Place]]) -> dict[str, SeenSheet]:
        found: dict[str, SeenSheet] = {}
        waiting: dict[int, list[tuple[SeenSheet, Place]]] = {}
        for name, places in wanted.items():
            state, relation = self._sheets.get(name, ("", ""))
            kind, part = self._relations.found.get(relation, ("", ""))
            if not kind.endswith("/worksheet"):
                continue
            seen = SeenSheet()
            scan = _Scan(places, self._styles, is_hidden=state not in ("", "visible"))
            scan.read(self._package.read(part), seen, waiting)
            found[name] = seen
        shared = self._relations.of("sharedStrings")
        if waiting and shared:
            for number, text in _strings(self._package.read(shared), waiting.keys()):
                for seen, place in waiting[number]:
                    seen.texts[place] = shown(text)
        return found

    def _sheet(self, name: str, attrs: dict[str, str], _: int) -> None:
        if name == "sheet":
            relation = next((v for k, v in attrs.items() if k.endswith(":id")), "")
            self._sheets[attrs.get("name", "")] = (attrs.get("state", ""), relation)


class _Scan:
    """One worksheet part, read once."""

    def __init__(self, places: Collection[Place], styles: list[_Style], *, is_hidden: bool) -> None:
        self._places = frozenset(places)
        self._rows = {row for row, _ in self._places}
        self._styles = styles
        self._is_hidden = is_hidden
        self._hidden_columns: list[tuple[int, int]] = []
        self._hidden_rows: set[int] = set()
        self._why: dict[Place, str] = {}
        self._at: Place = (0, 0)
        self._kind = ""
        self._style = _Style()
        self._text: list[str] | None = None
        self._found: list[tuple[Place, str, _Style, str]] = []

    def read(
        self, data: bytes, seen: SeenSheet, waiting: dict[int, list[tuple[SeenSheet, Place]]]
    ) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, attrs: self._open(local(name), attrs)
        parser.EndElementHandler = lambda name: self._close(local(name))
        parser.CharacterDataHandler = self._said
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise CannotMarkError(f"a part is not well-formed: {error}") from error
        for place, kind, style, text in self._found:
            if kind == "s":
                waiting.setdefault(int(text), []).append((seen, place))
            else:
                seen.texts[place] = _shown(kind, text, style)
        for place in self._places:
            why = self._reason(place)
            if why:
                seen.hidden[place] = why

    def _open(self, name: str, attrs: dict[str, str]) -> None:
        if name == "col" and attrs.get("hidden") in {"1", "true"}:
            self._hidden_columns.append((int(attrs["min"]), int(attrs["max"])))
        elif name == "row":
            self._at = (int(attrs["r"]) if "r" in attrs else self._at[0] + 1, 0)
            if attrs.get("hidden") in {"1", "true"}:
                self._hidden_rows.add(self._at[0])
        elif name == "c":
            place = parse_address(attrs["r"]) if "r" in attrs else (self._at[0], self._at[1] + 1)
            self._at = place
            self._kind = attrs.get("t", "n")
            number = int(attrs.get("s", "0"))
            self._style = self._styles[number] if number < len(self._styles) else _Style()
            if place in self._places and self._style.hides:
                self._why[place] = self._style.hides
        elif name in ("v", "t") and self._is_asked(self._at):
            self._text = self._text or []

    def _said(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _close(self, name: str) -> None:
        if name == "c":
            if self._text:
                self._found.append((self._at, self._kind, self._style, "".join(self._text)))
            self._text = None

    def _is_asked(self, place: Place) -> bool:
        return (
            place in self._places
            or place[0] == HEADING_ROW
            or (place[1] == 1 and place[0] in self._rows)
        )

    def _reason(self, place: Place) -> str | None:
        row, column = place
        if self._is_hidden:
            return "lembarnya disembunyikan"
        if row in self._hidden_rows:
            return f"baris {row} disembunyikan"
        if any(low <= column <= high for low, high in self._hidden_columns):
            return f"kolom {column_letter(column)} disembunyikan"
        return self._why.get(place)


def _shown(kind: str, text: str, style: _Style) -> str:
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    if kind != "n":
        return shown(text)
    try:
        number = float(text)
    except ValueError:
        return shown(text)
    if style.is_date and 0 < number < _LAST_DAY:
        return shown((_EPOCH + timedelta(days=number)).date())
    return shown(number)


def _strings(data: bytes, wanted: Collection[int]) -> list[tuple[int, str]]:
    """Shared texts by their numbers; readings aloud of a text are no part of it."""
    found: list[tuple[int, str]] = []
    number = -1
    parts: list[str] = []
    state = {"text": False, "aloud": False}

    def opened(name: str, _: dict[str, str]) -> None:
        nonlocal number
        if local(name) == "si":
            number += 1
            parts.clear()
        state["aloud"] = state["aloud"] or local(name) == "rPh"
        state["text"] = local(name) == "t" and not state["aloud"]

    def closed(name: str) -> None:
        if local(name) == "rPh":
            state["aloud"] = False
        elif local(name) == "t":
            state["text"] = False
        elif local(name) == "si" and number in wanted:
            found.append((number, "".join(parts)))

    def said(text: str) -> None:
        if state["text"]:
            parts.append(text)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = said
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise CannotMarkError(f"a part is not well-formed: {error}") from error
    return found


def _styles(data: bytes) -> list[_Style]:
    """What the styles of cells make of a content, by number."""
    formats: dict[int, str] = {}
    whites: list[bool] = []
    filled: list[bool] = []
    styles: list[_Style] = []
    path: list[str] = []

    def opened(name: str, attrs: dict[str, str], _: int) -> None:
        path.append(name)
        inside = path[-2] if len(path) > 1 else ""
        if name == "numFmt":
            formats[int(attrs.get("numFmtId", "0"))] = attrs.get("formatCode", "")
        elif name == "font" and inside == "fonts":
            whites.append(False)
        elif name == "color" and inside == "font" and "fonts" in path:
            is_white = attrs.get("rgb", "").upper() in _WHITE or attrs.get("theme") == "0"
            whites[-1] = is_white
        elif name == "fill" and inside == "fills":
            filled.append(False)
        elif name == "fgColor" and "fills" in path:
            filled[-1] = attrs.get("rgb", "").upper() not in _WHITE
        elif name == "xf" and inside == "cellXfs":
            styles.append(_style(attrs, formats, whites, filled))

    def closed(*_: object) -> None:
        path.pop()

    walk(data, opened, closed=closed)
    return styles


def _style(
    attrs: Mapping[str, str], formats: Mapping[int, str], whites: list[bool], filled: list[bool]
) -> _Style:
    number = int(attrs.get("numFmtId", "0"))
    font, fill = int(attrs.get("fontId", "0")), int(attrs.get("fillId", "0"))
    code = formats.get(number, "")
    plain = _QUOTED.sub("", code).lower()
    is_date = number in _DATE_FORMATS or ("y" in plain and ("d" in plain or "m" in plain))
    if code.strip() == _HIDES_ALL:
        return _Style(is_date, "format selnya menyembunyikan isi")
    is_white = font < len(whites) and whites[font]
    has_fill = fill < len(filled) and filled[fill]
    return _Style(is_date, "tulisannya putih" if is_white and not has_fill else None)
