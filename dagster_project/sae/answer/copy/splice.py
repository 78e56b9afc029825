"""Changes inside an XML part by place, so that every byte that is not meant stays as it was.

Belongs here: where tags begin and end, attributes of a tag, putting edits into the bytes.
Stays out: what the tags mean (`styles`, `notes`, `marked`).
A library that loads and saves a workbook would drop what it does not know: cached values of
formulas, pictures, charts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from dagster_project.sae.intake.file.xml_stream import local

Edit = tuple[int, int, bytes]
"""Bytes from the first to before the second place become the third."""

_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


STRANGE = "susunan di dalam berkasnya tidak lazim; buka lalu Simpan Sebagai .xlsx lagi"
TOO_LARGE = "berkasnya terlalu besar untuk disalin"
NO_PACKAGE = "berkasnya bukan .xlsx"
REFUSED = "berkas yang ditolak tidak dibuka lagi"
SHARED = "berkasnya memuat laporan beberapa OPD, dan tiap OPD hanya melihat miliknya sendiri"


class CannotMarkError(Exception):
    """The workbook cannot be marked safely; its answer is then a report of its own.

    Attributes:
        why: the reason in words for whoever sent it.
    """

    def __init__(self, message: str, *, why: str = STRANGE) -> None:
        """Say what is wrong with which part, and in `why` what the sender is told."""
        super().__init__(message)
        self.why = why


Opened = Callable[[str, dict[str, str], int], None]
Closed = Callable[[str, int], None]


def walk(data: bytes, opened: Opened, *, closed: Closed | None = None) -> None:
    """Tell each start tag with its attributes and place, and each end tag with its place.

    An empty element `<a/>` is told to end right after its tag.

    Raises:
        CannotMarkError: not UTF-8, not well-formed, or with a document type.
    """
    if b"encoding=" in data[:200] and not re.search(rb"encoding=[\"'](?i:utf-8)[\"']", data[:200]):
        raise CannotMarkError("a part is not UTF-8")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, attrs: opened(
        local(name), attrs, parser.CurrentByteIndex
    )
    if closed is not None:
        report = closed
        parser.EndElementHandler = lambda name: report(local(name), parser.CurrentByteIndex)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise CannotMarkError(f"a part is not well-formed: {error}") from error


def tag_at(data: bytes, place: int) -> bytes:
    """The whole start tag at a place."""
    found = _TAG.match(data, place)
    if found is None:
        raise CannotMarkError("a tag does not end")
    return found.group()


def element_end(data: bytes, start: int, end: int) -> int:
    """The place after an element that starts and closes there (as `walk` tells them)."""
    return end if is_empty(data, start) else end + len(tag_at(data, end))


def is_empty(data: bytes, start: int) -> bool:
    """Whether the element that starts there is written as one tag `<a/>`."""
    return tag_at(data, start).endswith(b"/>")


def prefix_of(tag: bytes) -> bytes:
    """The namespace prefix of a tag with its colon, or nothing."""
    name = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0]
    return name[: name.index(b":") + 1] if b":" in name else b""


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with an attribute set, or taken away when the value is None."""
    pattern = re.compile(rb"\s" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')")
    said = b"" if value is None else f" {name}={quoted(value)}".encode()
    if pattern.search(tag):
        return pattern.sub(lambda _: said, tag, count=1)
    close = b"/>" if tag.endswith(b"/>") else b">"
    return tag.removesuffix(close).rstrip() + said + close


def attribute_edit(data: bytes, place: int, **values: str | None) -> Edit:
    """The edit that sets attributes of the tag at a place."""
    tag = changed = tag_at(data, place)
    for name, value in values.items():
        changed = with_attribute(changed, name, value)
    return place, place + len(tag), changed


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with all edits; edits at one place keep their order.

    Raises:
        CannotMarkError: two edits overlap.
    """
    parts: list[bytes] = []
    done = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start < done:
            raise CannotMarkError("two changes meet in one place")
        parts += [data[done:start], new]
        done = end
    return b"".join([*parts, data[done:]])


def plain(text: str) -> str:
    """A text as XML content: escaped, without characters that XML cannot hold."""
    return escape(_CONTROL.sub("", text))


def quoted(text: str) -> str:
    """A text as an attribute value with its quotes."""
    return '"' + plain(text).replace('"', "&quot;").replace("\n", "&#10;") + '"'


def _refuse_doctype(*_: object) -> NoReturn:
    raise CannotMarkError("a part holds a document type")
