"""Texts reduced to what they say: letters only, repeated letters once, what explains nothing.

Belongs here: the same reading of a text as the macros `teks_huruf` and `teks_kata`, and whether a
row of HAMBATAN_TL says all it must.
Stays out: which words explain nothing (seed kata_generik), what follows from it (`honesty`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_BEGUN = 60
_RUN = re.compile(r"([a-z])\1+")


def letters(text: str | None) -> str:
    """Lower case letters of any script with single spaces between words."""
    spaced = "".join(c if c.isalpha() else " " for c in (text or "").lower())
    return " ".join(spaced.split())


def words(text: str | None) -> str:
    """The first 60 characters of that, every run of one Latin letter written once."""
    return _RUN.sub(r"\1", letters(text)[:_BEGUN].strip())


def is_generic(phrases: Iterable[Mapping[str, str]], text: str | None) -> bool:
    """Whether a text explains nothing: no letter at all, or a phrase of kata_generik."""
    plain = words(text)
    return plain == "" or any(
        plain == words(row["kata"])
        if row["cocok"] == "SELURUH"
        else plain.startswith(words(row["kata"]))
        for row in phrases
    )


def is_complete(row: Mapping[str, Any], least: tuple[float, float]) -> bool:
    """Whether kind, obstacle, plan, owner and deadline are all there.

    Args:
        row: of HAMBATAN_TL.
        least: characters that obstacle and plan have at least.
    """
    return (
        row["kategori_hambatan"] is not None
        and len((row["uraian_hambatan"] or "").strip()) >= least[0]
        and len((row["rencana_tindak_lanjut"] or "").strip()) >= least[1]
        and bool((row["penanggung_jawab"] or "").strip())
        and row["tenggat"] is not None
    )
