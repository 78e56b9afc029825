"""The parts of an .xlsx around its sheets: what relates to what, sheet names, number formats.

Belongs here: reading a part, and the meaning of the small ones.
Stays out: the sheets (`xlsx`, `plain_sheet`), walking through XML (`xml_stream`).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from functools import lru_cache
from typing import Concatenate, ParamSpec, TypeVar

from dagster_project.sae.intake.file.xml_stream import XmlStream, local, reading_of

Rest = ParamSpec("Rest")
Found = TypeVar("Found")

_KEPT_PARTS = 64
_KEPT_BYTES = 32 * 1024
"""Small parts whose meaning is kept: files made with the same program and form share theirs. All
of them together stay below 2 MiB."""

_BUILTIN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip


def kept(
    read: Callable[Concatenate[bytes, Rest], Found],
) -> Callable[Concatenate[bytes, Rest], Found]:
    """Keep what the last small parts meant, by their very bytes; what is refused is not kept."""
    remembered = lru_cache(maxsize=_KEPT_PARTS)(read)

    def reading(data: bytes, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Found:
        if len(data) > _KEPT_BYTES:
            return read(data, *args, **kwargs)
        return remembered(data, *args, **kwargs)  # type: ignore[arg-type]

    reading.__doc__ = read.__doc__
    return reading


def read_part(archive: zipfile.ZipFile, part: str) -> bytes:
    """The bytes of a part, whose size `guard` has looked at.

    Raises:
        UnreadableFileError: the part is missing or broken.
    """
    with reading_of(part):
        return archive.read(part)


def workbook_part(archive: zipfile.ZipFile) -> str:
    """Name of the part that lists the sheets."""
    for kind, part in relations_of(archive, "").values():
        if kind.endswith("/officeDocument"):
            return part
    return "xl/workbook.xml"


def relations_of(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id to (type, absolute part name) of one part."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    actual = {name.lower(): name for name in archive.namelist()}
    return {
        relation: (kind, actual.get(whole.lower(), whole))
        for relation, kind, whole in _relation_list(read_part(archive, rels), rels, folder)
    }


@kept
def _relation_list(data: bytes, part: str, folder: str) -> tuple[tuple[str, str, str], ...]:
    """(relation id, type, absolute part name) of every relation within the file."""
    found: list[tuple[str, str, str]] = []

    def start(name: str, attrs: dict[str, str]) -> None:
        if local(name) == "Relationship" and attrs.get("TargetMode") != "External":
            target = attrs.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found.append((attrs.get("Id", ""), attrs.get("Type", ""), posixpath.normpath(whole)))

    XmlStream(start).feed(data, part)
    return tuple(found)


@kept
def sheet_list(data: bytes, part: str) -> tuple[tuple[str, str], ...]:
    """(name, relation id) of every sheet in order."""
    sheets: list[tuple[str, str]] = []

    def start(name: str, attrs: dict[str, str]) -> None:
        if local(name) == "sheet":
            relation = next((v for k, v in attrs.items() if local(k) == "id" and ":" in k), "")
            sheets.append((attrs.get("name", ""), relation))

    XmlStream(start).feed(data, part)
    return tuple(sheets)


@kept
def number_formats(data: bytes, part: str) -> tuple[str | None, ...]:
    """Excel format code by style number; None for General."""
    own: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(name: str, attrs: dict[str, str]) -> None:
        nonlocal inside
        tag = local(name)
        if tag == "numFmt":
            own[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            styles.append(attrs.get("numFmtId", "0"))

    def end(name: str) -> None:
        nonlocal inside
        if local(name) == "cellXfs":
            inside = False

    XmlStream(start, end=end).feed(data, part)

    def code(number: str) -> str | None:
        text = own.get(number) or _BUILTIN_FORMATS.get(int(number) if number.isdigit() else 0)
        return None if text is None or text.lower() == "general" else text

    return tuple(code(number) for number in styles)
