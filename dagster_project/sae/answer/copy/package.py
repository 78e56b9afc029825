"""The parts of an .xlsx and the relations between them, with those that changed.

Belongs here: reading a part when it is asked for, naming and relating new ones, the whole file.
Stays out: what stands in a part (`cells`, `styles`, `notes`, `seen`).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.sae.answer.copy.splice import (
    NO_PACKAGE,
    TOO_LARGE,
    CannotMarkError,
    walk,
)
from dagster_project.sae.intake.file import limits

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAX_FILE_BYTES = 5 * limits.MIB
MAX_TOTAL_BYTES = 32 * limits.MIB
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_TYPES_PART = "[Content_Types].xml"


@contextmanager
def opened_package(source: Path) -> Iterator[Package]:
    """Open the parts of an .xlsx that a reading child has accepted.

    Raises:
        CannotMarkError: it is no .xlsx, or larger or stranger than what is opened safely.
    """
    if source.stat().st_size > MAX_FILE_BYTES:
        raise CannotMarkError("the file is too large to copy", why=TOO_LARGE)
    try:
        with zipfile.ZipFile(source) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_TOTAL_BYTES:
                raise CannotMarkError("the file unpacks too large to copy", why=TOO_LARGE)
            yield Package(archive)
    except zipfile.BadZipFile as error:
        raise CannotMarkError("the file is no package", why=NO_PACKAGE) from error
    except (NotImplementedError, EOFError, KeyError, ValueError) as error:
        raise CannotMarkError(f"{type(error).__name__}: {error}") from error


@dataclass
class Relations:
    """Relations of one part: id to (type, part it names)."""

    part: str
    found: dict[str, tuple[str, str]] = field(default_factory=dict)

    def of(self, kind: str) -> str | None:
        """The part of the first relation of a kind."""
        return next((part for k, part in self.found.values() if k.endswith("/" + kind)), None)


class Package:
    """The parts of an .xlsx, read when asked for, with those that changed or are new."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        self._changed: dict[str, bytes] = {}

    def has(self, part: str) -> bool:
        """Whether the workbook has a part of that name, in letters of any case."""
        return part.lower() in self._names or part in self._changed

    def read(self, part: str) -> bytes:
        """A part as it stands now."""
        if part in self._changed:
            return self._changed[part]
        return self._archive.read(self._names[part.lower()])

    def write(self, part: str, data: bytes) -> None:
        """Put a part in the place of the old one, or beside the others."""
        self._changed[self._names.get(part.lower(), part)] = data

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern, numbered from 1, that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> Relations:
        """Which parts a part names; none when it has no relations."""
        folder, file = posixpath.split(part)
        found = Relations(posixpath.join(folder, "_rels", f"{file}.rels"))
        if self.has(found.part):

            def opened(name: str, attrs: dict[str, str], _: int) -> None:
                if name == "Relationship":
                    target = attrs.get("Target", "")
                    if attrs.get("TargetMode") != "External":
                        rooted = target.startswith("/")
                        target = target[1:] if rooted else posixpath.join(folder, target)
                        target = posixpath.normpath(target)
                    found.found[attrs.get("Id", "")] = (attrs.get("Type", ""), target)

            walk(self.read(found.part), opened)
        return found

    def relate(self, relations: Relations, kind: str, part: str) -> str:
        """Add a relation and tell its id."""
        number = 1
        while f"rIdSae{number}" in relations.found:
            number += 1
        name = f"rIdSae{number}"
        said = f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="/{part}"/>'
        if self.has(relations.part):
            self._before_end(relations.part, "Relationships", said)
        else:
            space = "http://schemas.openxmlformats.org/package/2006/relationships"
            text = f'<Relationships xmlns="{space}">{said}</Relationships>'
            self.write(relations.part, text.encode())
        relations.found[name] = (f"{OFFICE}/{kind}", part)
        return name

    def declare(self, part: str, content_type: str) -> None:
        """Name the content type of a new part."""
        said = f'<Override PartName="/{part}" ContentType="{content_type}"/>'
        self._before_end(_TYPES_PART, "Types", said)

    def written(self) -> bytes:
        """The whole file."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            names = [*self._archive.namelist()]
            for name in [*names, *(n for n in sorted(self._changed) if n not in names)]:
                entry = zipfile.ZipInfo(name, _FIXED_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                copy.writestr(entry, self._changed.get(name) or self._archive.read(name))
        return target.getvalue()

    def _before_end(self, part: str, element: str, said: str) -> None:
        data = self.read(part)
        end = re.search(rb"</(\w+:)?%s\s*>\s*\Z" % element.encode(), data)
        if end is None or end[1]:
            raise CannotMarkError(f"{part} is written in an unknown way")
        self.write(part, data[: end.start()] + said.encode() + data[end.start() :])
