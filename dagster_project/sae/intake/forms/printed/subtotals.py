"""The sums a printed form has inside its table, checked as its foot is (FRM-01).

Belongs here: which leaf rows a subtotal covers, where a wrong sum begins.
Stays out: the foot and the years (`printed.checks`), which rows are leaves (`printed.rows`).
A subtotal covers the leaves whose code begins with its own; without codes, those that its budget
formula takes, however many sums lie between. Printed sums are never adopted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from dagster_project.sae.installation.words import exact
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.coerce import coerce_number
from dagster_project.sae.intake.forms.findings import Finding, clip
from dagster_project.sae.intake.forms.printed.checks import (
    RUPIAH_TOLERANCE,
    Sum,
    off_by,
    total_finding,
)
from dagster_project.sae.intake.forms.printed.rows import FormBody, FormRow

Covered = Mapping[int, frozenset[int]]
_TAKEN = re.compile(
    r"(?<![A-Za-z0-9_!])\$?[A-Z]{1,3}\$?([0-9]{1,7})(?::\$?[A-Z]{1,3}\$?([0-9]{1,7}))?"
    r"(?![0-9(A-Za-z_])"
)


def wrong_subtotals(
    sheet: SheetData, body: FormBody, *, sums: Sequence[Sum], budget_column: int
) -> list[Finding]:
    """FRM-01 for each subtotal that is not the sum of its leaves, where the fault begins.

    A sum that is only wrong because one below it is wrong is not told again.

    Args:
        sheet: the sheet of the form.
        body: its rows.
        sums: the columns it adds up, with the amount of each leaf as read.
        budget_column: where the formulas of the tree stand.
    """
    if not body.is_tree_known:
        return []
    covered = covered_leaves(sheet, body, budget_column=budget_column)
    findings = []
    for one in sums:
        if one.expected is None:
            continue
        off = {row: _off(sheet, row, leaves, one) for row, leaves in covered.items()}
        for row in sorted(covered):
            own = off[row]
            below = sum(off[child] or 0.0 for child in _children(covered, row))
            cell = sheet.cell(row, one.column)
            if own is not None and cell is not None and abs(own - below) >= RUPIAH_TOLERANCE:
                findings.append(_told(sheet, cell, one, name=_name(body, row), off=own))
    return findings


def covered_leaves(sheet: SheetData, body: FormBody, *, budget_column: int) -> Covered:
    """Sheet row of each subtotal -> sheet rows of the leaves it covers; without any it is none."""
    by_row = {row.row: row for row in body.rows}
    leaves = {row.row for row in body.leaves}
    found: dict[int, frozenset[int]] = {}
    for row in body.rows:
        if row.is_leaf or row.is_second or row.budget is None:
            continue
        if row.code:
            under = {leaf.row for leaf in body.leaves if leaf.code.startswith(f"{row.code}.")}
        else:
            under = _taken(sheet, row, budget_column, by_row=by_row) & leaves
        if under:
            found[row.row] = frozenset(under)
    return found


def _taken(
    sheet: SheetData, row: FormRow, column: int, *, by_row: Mapping[int, FormRow]
) -> set[int]:
    """Rows the budget formula of a row takes, through the sums between; never in a circle."""
    reached: set[int] = set()
    ahead = [row.row]
    while ahead:
        at = ahead.pop()
        cell = sheet.cell(at, column)
        for first, last in _TAKEN.findall((cell.formula if cell else None) or ""):
            span = range(int(first), min(int(last or first), max(by_row)) + 1)
            new = {r for r in span if r in by_row and r != row.row} - reached
            reached |= new
            ahead += [r for r in new if by_row[r].budget == "computed"]
    return reached


def _children(covered: Covered, row: int) -> list[int]:
    """Subtotals right below one: inside it, with none in between."""
    inside = [
        other
        for other, leaves in covered.items()
        if other != row and (leaves < covered[row] or (leaves == covered[row] and other > row))
    ]
    return [
        one
        for one in inside
        if not any(
            covered[one] < covered[other] or (covered[one] == covered[other] and other < one)
            for other in inside
            if other != one
        )
    ]


def _off(sheet: SheetData, row: int, leaves: frozenset[int], one: Sum) -> float | None:
    """By how much a printed subtotal exceeds its leaves; None when it shows no number."""
    printed = coerce_number(sheet.cell(row, one.column)).value
    if printed is None:
        return None
    return printed - math.fsum(one.amounts.get(leaf, 0.0) for leaf in leaves)


def _told(sheet: SheetData, cell: Cell, one: Sum, *, name: str, off: float) -> Finding:
    printed = coerce_number(cell).value or 0.0
    message = (
        f"jumlah tercetak {exact(printed)} untuk '{clip(name)}' berbeda dari jumlah "
        f"baris rinciannya {exact(printed - off)} "
        f"({off_by(off)}). "
        "Yang dipakai jumlah baris rinciannya."
    )
    return total_finding(sheet, cell, one=one, message=message)


def _name(body: FormBody, row: int) -> str:
    return next((one.name for one in body.rows if one.row == row), "")
