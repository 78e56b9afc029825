"""Office files whose bytes depend on their content alone.

Belongs here: taking the clock out of a package of parts. Stays out: the content.
"""

from __future__ import annotations

import io
import re
import zipfile

# A package has no honest time but that of its release, and a zip entry no zone to say it in.
_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def seal_package(content: bytes, *, stamp: str) -> bytes:
    """The same package with the same parts, without the moment at which it was written.

    Workbooks inside it, which hold the figures of its charts, are sealed as well.

    Args:
        content: a zip file as an office library wrote it.
        stamp: what the file says of when it was made, in UTC, such as `2026-04-20T09:00:00Z`.
    """
    sealed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(sealed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name.endswith(".xlsx"):
                part = seal_package(part, stamp=stamp)
            elif name == _CORE:
                part = _STAMP.sub(rb"\g<1>" + stamp.encode("ascii") + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, part)
    return sealed.getvalue()
