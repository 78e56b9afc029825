"""Texts that people outside typed, made safe for a terminal: data, never markup.

Belongs here: the one way in which a name, path or message reaches rich.
Stays out: what is said (the other modules of `shown`).
"""

from __future__ import annotations

from rich.text import Text


def plain(text: str, *, style: str = "") -> Text:
    """A text without markup and without signs that steer a terminal."""
    safe = "".join(sign if sign.isprintable() or sign == "\n" else "·" for sign in text)
    return Text(safe, style=style)
