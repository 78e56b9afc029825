"""What `sae rumus` shows: the formulas of a release, and two of them side by side.

Belongs here: rich tables and Indonesian sentences. Stays out: computing
(`sae.readers.formula_versions`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from dagster_project.cli.shown.plain import plain

if TYPE_CHECKING:
    from dagster_project.sae.readers.formula_versions import Comparison, Formula

SHOWN_ROWS = 20
_WIDE = 140


def print_formulas(formulas: Sequence[Formula]) -> None:
    """Every formula with its version, in the order of the release."""
    table = Table(title="Rumus pada rilis", title_justify="left")
    for name in ("Rumus", "Nama", "Ekspresi", "Berlaku dari", "Bawaan"):
        table.add_column(name, overflow="fold", no_wrap=name in ("Rumus", "Berlaku dari"))
    for one in formulas:
        default = "ya" if one.is_default else "tidak"
        table.add_row(
            *(plain(t) for t in (one.label, one.name, one.expression, one.valid_from, default))
        )
    _console().print(table)


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
            f"{len(found.figures)} angka dihitung; {len(found.differing)} capaian berbeda, "
            f"{found.changed_predicates} predikat berubah. Status tercapai tidak berubah: "
            "status membandingkan angka dengan targetnya, tanpa rumus capaian."
        )
    )
    rows = found.differing if everything else found.differing[:SHOWN_ROWS]
    if not rows:
        return
    table = Table()
    for name in ("Indikator", "Tahun", "Periode", "Target", "Realisasi"):
        table.add_column(name, justify="left" if name in ("Indikator", "Periode") else "right")
    for formula in (one, other):
        table.add_column(formula.label, justify="right", overflow="fold")
    table.add_column("Predikat", overflow="fold")
    for row in rows:
        predicates = (row.first_predicate or "-", row.second_predicate or "-")
        table.add_row(
            plain(row.id_indikator),
            str(row.tahun),
            row.periode,
            *(_number(value) for value in (row.target, row.realisasi, row.first, row.second)),
            plain(
                predicates[0]
                if predicates[0] == predicates[1]
                else f"{predicates[0]} → {predicates[1]}"
            ),
        )
    console.print(table)
    if len(rows) < len(found.differing):
        console.print(plain(f"... dan {len(found.differing) - len(rows)} lagi; pakai --semua."))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}".replace(".", ",")


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else _WIDE)
