"""Texts and numbers as people read them, wherever they are read: screen, log, message, Dagster.

Belongs here: a text of somebody outside made safe to show, Indonesian numbers.
Stays out: sentences (who says them), documents of a release (`release.wording`).
A name of a file, a path or a cell of a report is data. On a terminal an escape sequence in it could
move the cursor or colour what follows, and a mark of writing direction turns a line around.
"""

from __future__ import annotations

import errno
import re

_MARK = "·"
_SWAPPED = str.maketrans(",.", ".,")


def printable(text: object, *, limit: int | None = None) -> str:
    """One line of visible characters: whatever steers a terminal or turns a line is shown as a dot.

    Args:
        text: what somebody typed, or an error that quotes it.
        limit: at most so many characters; a longer text ends with an ellipsis.
    """
    return _cut("".join(c if c.isprintable() else _MARK for c in str(text)), limit)


def printable_lines(text: object, *, limit: int | None = None) -> str:
    """The same with its line breaks, for a text of our own that quotes somebody."""
    return _cut("".join(c if c.isprintable() or c == "\n" else _MARK for c in str(text)), limit)


def number(value: float | None, decimals: int = 0) -> str:
    """Indonesian notation: dots between thousands, a decimal comma; a dash for what is not there.

    Args:
        value: a number, or None.
        decimals: digits after the comma, always as many.
    """
    if value is None:
        return "–"
    return f"{value:,.{decimals}f}".translate(_SWAPPED)


def exact(value: float, *, most: int = 6) -> str:
    """The same with no more digits than there are: 2.004.106.779 and 34,5.

    Args:
        value: a number.
        most: digits after the comma at the most, one at least.
    """
    return number(value, most).rstrip("0").rstrip(",")


def mebibytes(size: int) -> str:
    """Bytes as MiB with one decimal."""
    return f"{number(size / 1_048_576, 1)} MiB"


def why(error: OSError) -> str:
    """What the system says of a file or folder, in Indonesian; its own words where we have none."""
    known = _REASONS.get(error.errno or 0)
    return known or error.strerror or type(error).__name__


def markdown(text: object, *, limit: int | None = None) -> str:
    """A text inside Markdown that says nothing to Markdown: no style, link, picture, list, cell."""
    shown = _MARKDOWN.sub(r"\\\g<0>", printable(text, limit=limit).strip())
    return _WEB.sub(r"\1\\.", _AT_START.sub(r"\1\\\2", shown))


def for_chat(text: object, *, limit: int | None = None) -> str:
    """A text inside a chat message that no chat server takes for a mention, a link or a style.

    Slack, Mattermost, Telegram and Teams each read another dialect, and none can be asked which:
    the signs that any of them reads are replaced by signs that look like them.
    """
    shown = printable(text, limit=limit).translate(_LOOKALIKES)
    shown = _STYLE_MARK.sub("\uff3f", shown)
    return _JOINED_COLON.sub("\uff1a", shown)


_LOOKALIKES = str.maketrans("<>@*~`[]|#&\\", "‹›＠∗∼ʼ［］¦＃＆＼")
# An underline inside a word styles nothing, and names of files are full of them.
_STYLE_MARK = re.compile(r"(?<!\w)_+|_+(?!\w)")
_JOINED_COLON = re.compile(r":(?=\S)")
_REASONS = {
    errno.EACCES: "tidak diizinkan",
    errno.EPERM: "tidak diizinkan",
    errno.ENOENT: "tidak ada",
    errno.EISDIR: "folder, bukan berkas",
    errno.ENOTDIR: "berkas, bukan folder",
    errno.EEXIST: "sudah ada",
    errno.EIO: "disk tidak dapat membacanya",
    errno.ENOSPC: "disk penuh",
    errno.EDQUOT: "kuota disk habis",
    errno.EROFS: "disk hanya dapat dibaca",
    errno.ELOOP: "tautan berputar",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.ESTALE: "disk jaringan terputus",
    errno.EBUSY: "sedang dipakai",
    errno.EINVAL: "tidak dapat dibaca sebagai berkas",
}
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>|~#!:&@$]")
_AT_START = re.compile(r"^(\d*)([-+=.)])")
_WEB = re.compile(r"\b(www)\.", re.IGNORECASE)


def _cut(text: str, limit: int | None) -> str:
    return text if limit is None or len(text) <= limit else f"{text[: limit - 1]}…"
