"""What `sae rumus` shows: the formulas of a release, and two of them side by side.

Belongs here: rich tables and Indonesian sentences. Stays out: computing
(`sae.readers.formula_versions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dagster_project.cli.shown.plain import plain, screen, table
from dagster_project.sae.installation.words import number

if TYPE_CHECKING:
    from rich.console import Console

    from dagster_project.sae.readers.formula_versions import Comparison, Formula

SHOWN_ROWS = 20
_WIDE = 140


def print_formulas(formulas: Sequence[Formula]) -> None:
    """Every formula with its version, in the order of the release."""
    made = table(("Rumus", "Nama", "Ekspresi", "Berlaku dari", "Bawaan"), title="Rumus pada rilis")
    for column in (made.columns[0], made.columns[3]):
        column.no_wrap = True
    for one in formulas:
        default = "ya" if one.is_default else "tidak"
        made.add_row(one.label, one.name, one.expression, one.valid_from, default)
    _console().print(made)


def print_comparison(found: Comparison, *, everything: bool) -> None:
    """How many figures two formulas see differently, and which."""
    console = _console()
    one, other = found.first, found.second
    console.print(
        plain(f"{one.label} dan {other.label} pada rilis {found.release_id}", style="bold")
    )
    for formula in (one, other):
        standing = "bawaan" if formula.is_default else "pembanding, tidak berlaku"
        console.print(plain(f"  {formula.label}: {formula.expression} ({standing})"))
    console.print(
        plain(
            f"{number(len(found.figures))} angka dihitung; {len(found.differing)} capaian berbeda, "
            f"{found.changed_predicates} predikat berubah. Status tercapai tidak berubah: "
            "status membandingkan angka dengan targetnya, tanpa rumus capaian."
        )
    )
    rows = found.differing if everything else found.differing[:SHOWN_ROWS]
    if not rows:
        return
    figures = ("Tahun", "Target", "Realisasi", one.label, other.label)
    made = table(("Indikator", "Tahun", "Periode", *figures[1:], "Predikat"), right=figures)
    for row in rows:
        predicates = (row.first_predicate or "-", row.second_predicate or "-")
        same = predicates[0] == predicates[1]
        made.add_row(
            row.id_indikator,
            str(row.tahun),
            row.periode,
            *(number(value, 2) for value in (row.target, row.realisasi, row.first, row.second)),
            predicates[0] if same else f"{predicates[0]} → {predicates[1]}",
        )
    console.print(made)
    if len(rows) < len(found.differing):
        console.print(plain(f"... dan {len(found.differing) - len(rows)} lagi; pakai --semua."))


def _console() -> Console:
    return screen(width_of_a_log=_WIDE)
