"""The text of one environment variable as the value of a setting, refused with its name.

Belongs here: reading and refusing one value, an address as people may see it.
Stays out: which variables there are and what they are for (`settings`), reading the environment.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from dagster_project.sae.installation.errors import SettingsError


def keep_releases(text: str) -> int:
    """How many releases are kept: the served one and at least one to go back to."""
    if text.isdecimal() and int(text) >= 2:
        return int(text)
    raise SettingsError(f"SAE_SIMPAN_RILIS={text!r} bukan bilangan bulat mulai 2.")


def webhook(text: str) -> str | None:
    """The address, or None when empty; a wrong one is not repeated, it may hold a token."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if is_usable and text.isascii() and not any(c.isspace() for c in text):
        return text
    raise SettingsError("SAE_WEBHOOK bukan alamat yang diawali http:// atau https://.")


def memory_limit(text: str) -> str:
    """A size as DuckDB reads it."""
    if re.fullmatch(r"[1-9][0-9]*([.][0-9]+)? ?[KMGT]i?B", text):
        return text
    raise SettingsError(f"SAE_MEMORY_LIMIT={text!r} bukan ukuran; tulis seperti 4GB atau 6GiB.")


def shown(address: str) -> str:
    """An address without user, password and query; a folder as it is."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return address
    before, at, after = rest.rpartition("@")
    # A password may itself hold `/`, `@` or `?`; cutting too much is better than too little.
    is_user = at and (":" in before or "/" not in before)
    place = after if is_user else rest
    return f"{scheme}://{place.partition('?')[0]}"


def answers_to(text: str) -> str | None:
    """An address as it is; a folder as an absolute path."""
    if not text or "://" in text:
        return text or None
    return str(Path(text).resolve())


def threads(text: str) -> int:
    """A number of cores."""
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise SettingsError(f"SAE_THREADS={text!r} bukan bilangan bulat mulai 1.")


def copy_of(address: str, home: Path) -> Path:
    """Folder of the local copy of an inbox at an address; another address, another copy."""
    return home / "kerja" / "masuk" / sha256(address.encode()).hexdigest()[:12]
