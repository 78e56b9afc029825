"""Small things remembered between runs in the work folder, whose loss costs time and no number.

Belongs here: writing such a file whole, reading it back or finding that there is nothing to read.
Stays out: what is remembered and what its loss costs (`inbox`, `tell.reminders`).
"""

from __future__ import annotations

import json
from pathlib import Path

from dagster_project.sae.installation import disk


def remember(file: Path, content: object) -> None:
    """Write a JSON file that is never seen half written.

    Raises:
        OSError: the folder cannot be written.
    """
    disk.write_whole(file, json.dumps(content).encode())


def remembered(file: Path) -> dict[str, object]:
    """The object in a JSON file; empty when there is none, or one that is torn or no object."""
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
