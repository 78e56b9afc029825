"""One safe way to walk through an XML part without building a tree.

Belongs here: the streaming parser that refuses document types and entities.
Stays out: what elements mean (`xlsx`, `ods`), sizes (`guard` looked at them before).
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn
from xml.parsers import expat

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.guard import BROKEN_ZIP, SAVE_AS

_CHUNK = 256 * 1024

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]


class XmlStream:
    """A parser whose handlers a scanner sets; text is only reported while a scanner wants it."""

    def __init__(self, start: StartHandler, *, end: EndHandler | None = None) -> None:
        """Make a parser that calls `start` (and `end`) with names as written, prefix included."""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end
        # No office program writes a document type; entity bombs and file includes need one.
        self.parser.StartDoctypeDeclHandler = _refuse_doctype

    def on_text(self, handler: TextHandler | None) -> None:
        """Report character data to the handler from now on, or to nobody."""
        self.parser.CharacterDataHandler = handler

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        """Walk through one part of a zip, piece by piece.

        Raises:
            UnreadableFileError: the part is missing, broken, or holds a document type.
        """
        with reading_of(part), archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)

    def feed(self, data: bytes, part: str) -> None:
        """Walk through a part that is in memory; raises as `read` does."""
        with reading_of(part):
            self.parser.Parse(data, True)


@contextmanager
def reading_of(part: str) -> Iterator[None]:
    """Turn what goes wrong with a part of a zip into a refusal that names it.

    Raises:
        UnreadableFileError: the part is missing or broken.
    """
    try:
        yield
    except KeyError as error:
        raise UnreadableFileError(
            f"Berkas tidak lengkap: bagian {part} hilang. {SAVE_AS}"
        ) from error
    # An encoding that nobody knows is a LookupError, one of several bytes a ValueError.
    except (expat.ExpatError, LookupError, *BROKEN_ZIP) as error:
        raise UnreadableFileError(f"Berkas rusak pada bagian {part}. {SAVE_AS}") from error


def refuse_unsound_parts(archive: zipfile.ZipFile) -> None:
    """Walk through every XML part: who could not read a file learns which part is to blame.

    Raises:
        UnreadableFileError: the first part that is broken or holds a document type.
    """
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            XmlStream(lambda _name, _attributes: None).read(archive, name)


def _refuse_doctype(*_: object) -> NoReturn:
    raise UnreadableFileError(
        f"Berkas memuat perintah XML (DOCTYPE) yang tidak dibuat oleh Excel. {SAVE_AS}"
    )


def local(name: str) -> str:
    """Element or attribute name without its prefix: 'x:row' -> 'row'."""
    return name.rpartition(":")[2]
