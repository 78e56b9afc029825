"""How much text fits where: estimated widths, so that nothing runs off a slide or a card.

Belongs here: counting and cutting. Stays out: drawing. A program that shows the text may have other
letters; the estimate is on the wide side.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from dagster_project.sae.pages.site import words

CUT = "…"
# Widths in parts of the font size, for a face as wide as Arial.
_NARROW, _USUAL, _CAPITAL, _WIDE = 0.31, 0.56, 0.74, 1.1
_THIN = frozenset("iljtfrI.,:;'|!()[] ")


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF" or unicodedata.category(letter) == "So":
        return _WIDE
    if unicodedata.combining(letter):
        return 0.0
    if letter in _THIN:
        return _NARROW
    return _CAPITAL if letter.isupper() or letter in "mwMW%@" else _USUAL


def width(text: str, size: float) -> float:
    """Width of a text on one line, in the unit of the font size."""
    return sum(map(_letter, text)) * size


def lines(text: str, *, wide: float, size: float) -> list[str]:
    """A text broken into lines as a slide would break it; a word that is too long is broken."""
    found: list[str] = []
    line = ""
    for word in _pieces(text, wide=wide, size=size):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size) > wide:
            found.append(line)
            line = word
        else:
            line = longer
    return [*found, line] if line else found


def fit(text: str | None, *, wide: float, size: float, most: int) -> list[str]:
    """At most so many lines of a text that a person typed; the last ends in '…' where it was cut.

    Args:
        text: anything; control and direction marks are taken out.
        wide: width of a line, in the unit of `size`.
        size: font size.
        most: how many lines there is room for.
    """
    # No font is so narrow that more would fit; a text of a megabyte need not be measured.
    ceiling = int(most * wide / (size * _NARROW)) + 2
    told = words.bare(text, ceiling)
    found = lines(told, wide=wide, size=size)
    if len(found) <= most:
        return found
    last = found[most - 1].removesuffix(CUT)
    while last and width(f"{last}{CUT}", size) > wide:
        last = last[:-1]
    return [*found[: most - 1], f"{last.rstrip()}{CUT}"]


def _pieces(text: str, *, wide: float, size: float) -> Iterator[str]:
    for word in text.split():
        start, used = 0, 0.0
        for n, letter in enumerate(word):
            used += _letter(letter) * size
            if used > wide and n > start:
                yield word[start:n]
                start, used = n, _letter(letter) * size
        yield word[start:]
