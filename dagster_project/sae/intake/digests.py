"""How a received file is called where it lands: by its hash, and the agency if it holds several.

Belongs here: making and reading that name.
Stays out: the archive, which knows whole files only (`archive`), which agencies a file holds
(`forms.tidy.agencies`).
"""

from __future__ import annotations

PART = ":"


def part_of(sha256: str, agency: str | None) -> str:
    """Name of the report of one agency in a file of several; None: of agencies nobody knows."""
    return f"{sha256}{PART}{agency or '-'}"


def whole(digest: str) -> str:
    """Hash of the received file that something landed as, also as a part of it."""
    return digest.partition(PART)[0]
