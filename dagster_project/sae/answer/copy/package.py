"""The parts of an .xlsx and the relations between them, with those that changed.

Belongs here: reading a part when it is asked for, naming and relating new ones, the whole file.
Stays out: what stands in a part (`cells`, `styles`, `notes`, `seen`).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from dagster_project.sae.answer.copy.splice import CannotMarkError, walk

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_TYPES_PART = "[Content_Types].xml"


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
        return part.lower() in self._names or part in self._changed

    def read(self, part: str) -> bytes:
        if part in self._changed:
            return self._changed[part]
        return self._archive.read(self._names[part.lower()])

    def write(self, part: str, data: bytes) -> None:
        self._changed[self._names.get(part.lower(), part)] = data

    def free_name(self, pattern: str) -> str:
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> Relations:
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
