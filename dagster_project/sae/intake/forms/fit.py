"""How a workbook compares with a layout, whatever kind of layout it is.

Belongs here: the answer of a comparison, and which of several sheets it speaks about.
Stays out: comparing (`layout` for printed forms, `tidy.match` for tidy tables).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dagster_project.sae.intake.forms.printed.header import HeaderBlock


@dataclass(frozen=True)
class Match:
    """How a workbook compares with a layout.

    Attributes:
        ok: every text and every required column was found on exactly one sheet.
        sheet: name of the sheet that fits best.
        header_row: first header row there, or None.
        missing: what was looked for and not found, in Indonesian.
        found: what was found, in Indonesian, with its cell or column.
        block: the header block of a printed form, when there is one.
        columns: place in the layout -> its columns; more than one only where the rule allows it.
    """

    ok: bool
    sheet: str | None = None
    header_row: int | None = None
    missing: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    block: HeaderBlock | None = None
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def best_fit(fits: Sequence[Match]) -> Match:
    """The fit of the best sheet; two sheets that fit are none: nobody can tell which is meant."""
    if not fits:
        return Match(ok=False, missing=["lembar yang tidak tersembunyi"])
    good = [fit for fit in fits if fit.ok]
    if len(good) == 1:
        return good[0]
    if good:
        names = ", ".join(str(fit.sheet) for fit in good)
        return Match(
            ok=False,
            sheet=good[0].sheet,
            missing=[f"satu lembar saja dengan bentuk ini (ada {len(good)}: {names})"],
            found=good[0].found,
        )
    return max(fits, key=lambda fit: (len(fit.found), -len(fit.missing)))
