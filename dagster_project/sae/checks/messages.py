"""Sentences of a violation: templates filled with the values of a row, safe to keep.

Belongs here: how a value is written for an OPD, what is masked, how long a text may be.
Stays out: the templates themselves (the catalogue), where messages are kept (`evidence`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from dagster_project.sae.contract import personal_data

MESSAGE_CAP = 300
CONTENT_CAP = 80
SCAN_CAP = 600  # of a text; twice what a message holds, so that a mask is never cut in half
EMPTY = "(kosong)"


def shown(value: Any) -> str:
    """One value as an OPD reads it: decimal comma, no grouping, `(kosong)` when missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return EMPTY
    if isinstance(value, float):
        return _number(value + 0.0)  # adding zero drops the sign of a negative zero
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    text = " ".join(str(value)[:SCAN_CAP].split())
    return masked(text) or EMPTY


def masked(text: str) -> str:
    """The text with what looks like personal data replaced."""
    return personal_data.masked(text)


def clipped(text: str, *, cap: int) -> str:
    """The text, ended by an ellipsis when it is longer than `cap` characters."""
    return text if len(text) <= cap else text[: cap - 1] + "…"


def message(template: str, row: Mapping[str, Any]) -> str:
    """The template filled with the values of the row, at most `MESSAGE_CAP` characters.

    Raises:
        KeyError: the template names a column that the row does not have.
    """
    filled = {name: clipped(shown(value), cap=MESSAGE_CAP // 2) for name, value in row.items()}
    return clipped(template.format_map(filled), cap=MESSAGE_CAP)


def content(value: Any) -> str | None:
    """What stands in the cell, short and masked; None when nothing does."""
    text = shown(value)
    return None if text == EMPTY else clipped(text, cap=CONTENT_CAP)


def _number(value: float) -> str:
    """Up to four decimals, so that 81,67 stays short and 0,0005 stays a number."""
    if math.isinf(value) or (value != 0 and abs(value) < 0.0001):
        return f"{value:g}".replace(".", ",")
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
