"""Patterns that layouts are written with.

Belongs here: how a pattern of a layout is compiled and matched, for printed and tidy forms.
Stays out: which patterns a form has (its layout in `data_raw/layouts`).
"""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=2048)
def pattern(text: str) -> re.Pattern[str]:
    """A pattern of a layout, compiled once; upper and lower case are the same."""
    return re.compile(text, re.IGNORECASE)
