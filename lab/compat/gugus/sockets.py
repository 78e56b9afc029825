"""Which addresses processes of this machine listen on, as the kernel says.

Belongs here: reading `/proc`. Stays out: whose processes they are (`cluster`).
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

_LISTENS = "0A"


def listening(sessions: Collection[int]) -> set[str]:
    """Addresses that processes of these sessions listen on, without ports."""
    inodes = _inodes(sessions)
    return {
        _address(words[1].partition(":")[0])
        for table in ("tcp", "tcp6")
        for words in map(str.split, _lines(Path("/proc/net") / table))
        if words[3] == _LISTENS and words[9] in inodes
    }


def _lines(table: Path) -> list[str]:
    return table.read_text(encoding="ascii").splitlines()[1:] if table.is_file() else []


def _inodes(sessions: Collection[int]) -> set[str]:
    """Sockets that are open in a process of these sessions."""
    found: set[str] = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended while we looked
            # The name of a program may hold anything; the session is the fourth word after it.
            said = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(said[3]) in sessions:
                found |= set(filter(None, map(_inode, (process / "fd").iterdir())))
    return found


def _inode(descriptor: Path) -> str | None:
    """The socket behind an open file; None for what is none, or was closed while we looked."""
    with suppress(FileNotFoundError, ProcessLookupError):
        name = str(descriptor.readlink())
        if name.startswith("socket:["):
            return name[len("socket:[") : -1]
    return None


def _address(hexadecimal: str) -> str:
    """An address as the kernel writes it: words of four bytes in this machine's order."""
    words = [int(hexadecimal[at : at + 8], 16) for at in range(0, len(hexadecimal), 8)]
    address = ip_address(struct.pack(f"={len(words)}I", *words))
    return str(getattr(address, "ipv4_mapped", None) or address)
