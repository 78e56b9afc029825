"""Names of a table looked up in a list of the profile: the name of a pillar gives its code.

Belongs here: reading one seed of the profile as names and codes.
Stays out: agencies (the cover resolves them with their dates), words of a layout (`vocabulary`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dagster_project.sae.contract.profile import name_key
from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.intake.forms.tidy.layout import Lookup


@cache
def codes_by_name(folder: Path, lookup: Lookup) -> Mapping[str, frozenset[str]]:
    """Codes by name, in the spelling of `name_key`; a code is a name of itself.

    Args:
        folder: the profile.
        lookup: which seed and which of its columns.

    Raises:
        ProfileError: the seed is not there, is torn, or has no such column.
    """
    found: dict[str, set[str]] = {}
    for row in seed_rows(folder, f"{lookup.seed}.csv"):
        code, name = row.text(lookup.code), row.optional(lookup.name)
        for spelling in {name_key(code), name_key(name or "")} - {""}:
            found.setdefault(spelling, set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}
