"""What each row below the header of a printed form is.

Belongs here: data rows, their inherited names, their level in the budget tree, total, footer.
Stays out: finding the header (`printed.header`), reading numbers (`printed.values`), judging
(`printed.checks`).
Forms carry no tree of their own: it is in the codes, or in which budgets are sums of other rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dagster_project.sae.intake.forms.coerce import coerce_number
from dagster_project.sae.intake.forms.patterns import pattern
from dagster_project.sae.intake.forms.printed.header import SheetTexts
from dagster_project.sae.intake.forms.printed.schema import LevelRule, Rows

Budget = Literal["typed", "computed"]

_OTHER_SHEET = re.compile(
    r"(?:'[^']{1,64}'|[A-Za-z0-9_.]{1,64})!\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?"
)
_MOST_MERGED_NAMES = 2000
_HALF_A_RUPIAH = 0.5
_ROW_OF_REFERENCE = re.compile(r"(?<![A-Za-z0-9_])\$?[A-Z]{1,3}\$?([0-9]{1,7})(?![0-9(A-Za-z_])")


@dataclass(frozen=True)
class FormRow:
    """One data row.

    Attributes:
        row: 1-based sheet row.
        name: its own or inherited name (program, kegiatan, sub kegiatan), '' when it has none.
        code: its own or inherited code, '' when the form has none.
        indicator: text of the indicator cell, '' when the row has none.
        is_second: the row has an indicator but takes its name from the row above.
        budget: whether its budget is typed or computed from other rows; None when it has none.
        level: level in the budget tree, None when no rule fits.
        is_leaf: its budget counts once in the total.
        is_hidden: the reader of the printed form does not see it.
    """

    row: int
    name: str
    code: str
    indicator: str
    is_second: bool
    budget: Budget | None
    level: str | None
    is_leaf: bool
    is_hidden: bool


@dataclass(frozen=True)
class FormBody:
    """All data rows of a form, its total row if it has one, and whether its tree can be told."""

    rows: tuple[FormRow, ...]
    total_row: int | None
    is_tree_known: bool

    @property
    def leaves(self) -> tuple[FormRow, ...]:
        """Rows whose budget counts once."""
        return tuple(row for row in self.rows if row.is_leaf)


@dataclass(frozen=True)
class _Draft:
    row: int
    name: str
    code: str
    indicator: str
    is_second: bool
    budget: Budget | None
    level: str | None
    has_code_level: bool


def read_body(
    texts: SheetTexts, rules: Rows, *, data_from: int, columns: Mapping[str, tuple[int, ...]]
) -> FormBody:
    """Classify the rows of a form from below its header down to its footer.

    Args:
        texts: the sheet.
        rules: the row rules of the layout.
        data_from: first row below the header.
        columns: columns of 'uraian', 'kode', 'nama_indikator' and 'pagu'.
    """
    scan = _Scan(texts, rules, data_from=data_from, columns=columns)
    drafts, totals = scan.run()
    is_tree_known = (
        any(draft.budget == "computed" or draft.has_code_level for draft in drafts)
        or sum(draft.budget is not None for draft in drafts) <= 1
        or scan.is_flat(drafts, totals)
    )
    leaves = _leaf_rows(drafts, scan, leaf_level=rules.leaf_level) if is_tree_known else set()
    rows = tuple(
        FormRow(
            row=draft.row,
            name=draft.name,
            code=draft.code,
            indicator=draft.indicator,
            is_second=draft.is_second,
            budget=draft.budget,
            level=draft.level if is_tree_known or draft.budget is None else None,
            is_leaf=draft.row in leaves,
            is_hidden=draft.row in texts.sheet.hidden_rows,
        )
        for draft in drafts
    )
    return FormBody(rows, total_row=totals[-1] if totals else None, is_tree_known=is_tree_known)


def is_computed(formula: str | None, *, row: int) -> bool:
    """Whether a formula takes its value from other rows of the sheet: '=SUM(O15:O21)'.

    '=5000000+250000' and '=20906000-R15' in row 15 are typed amounts; so is a link to another
    sheet. A shared formula whose text is not known is taken as computed: typed amounts are not
    dragged down.
    """
    if formula is None:
        return False
    if not formula:
        return True
    own = _OTHER_SHEET.sub("", formula)
    return any(int(found) != row for found in _ROW_OF_REFERENCE.findall(own))


class _Scan:
    """One walk down the sheet."""

    def __init__(
        self,
        texts: SheetTexts,
        rules: Rows,
        *,
        data_from: int,
        columns: Mapping[str, tuple[int, ...]],
    ) -> None:
        self.texts = texts
        self.sheet = texts.sheet
        self.rules = rules
        self.span = range(data_from, texts.last_row + 1)
        self.columns = columns
        names = columns.get("uraian", ())
        self.merged_names = [
            (top, bottom)
            for top, left, bottom, right in texts.sheet.merged
            if top < bottom and any(left <= column <= right for column in names)
        ][:_MOST_MERGED_NAMES]

    def run(self) -> tuple[list[_Draft], list[int]]:
        """Data rows and total rows, in order."""
        drafts: list[_Draft] = []
        totals: list[int] = []
        blanks = 0
        for row in self.span:
            name, indicator = self.own("uraian", row), self.own("nama_indikator", row)
            budget = self.budget_kind(row)
            if not (indicator or budget) and self._is_in(row, self.rules.footer):
                break
            if not (name or indicator or budget):
                blanks += 1
                if blanks > self.rules.blank_rows:
                    break
                continue
            blanks = 0
            if budget and not indicator and self._is_total(row, name):
                totals.append(row)
            elif not any(pattern(wanted).search(name) for wanted in self.rules.skip):
                drafts.append(self._draft(row, drafts[-1] if drafts else None, budget=budget))
        return drafts, totals

    def own(self, label: str, row: int) -> str:
        """The row's own text in a label column; pieces of a code are joined with dots.

        A formula without a result counts as a text that cannot be read ('?'), not as nothing.
        """
        pieces: list[str] = []
        for column in self.columns.get(label, ()):
            cell = self.sheet.cell(row, column)
            unread = cell is not None and cell.kind == "formula_empty"
            pieces.append("?" if unread else self.texts.at(row, column).strip("."))
        return ".".join(piece for piece in pieces if piece)

    def budget_kind(self, row: int) -> Budget | None:
        """Whether the budget of a row is typed or computed; None when the cell is empty."""
        for column in self.columns.get("pagu", ()):
            cell = self.sheet.cell(row, column)
            if cell is not None and (cell.kind != "text" or self.texts.at(row, column)):
                return "computed" if is_computed(cell.formula, row=row) else "typed"
        return None

    def amount(self, row: int) -> float:
        """The budget of a row as a number; 0 when it is empty or not certain."""
        cells = (self.sheet.cell(row, column) for column in self.columns.get("pagu", ()))
        return sum(coerce_number(cell).value or 0.0 for cell in cells)

    def is_flat(self, drafts: list[_Draft], totals: list[int]) -> bool:
        """Whether all budgets together are the printed total, so that every row is a leaf."""
        together = sum(self.amount(draft.row) for draft in drafts)
        return bool(totals) and abs(together - self.amount(totals[-1])) < _HALF_A_RUPIAH

    def _draft(self, row: int, above: _Draft | None, *, budget: Budget | None) -> _Draft:
        name, code = self.own("uraian", row), self.own("kode", row)
        indicator = self.own("nama_indikator", row)
        second = bool(indicator) and not name and above is not None and self._inherits(row)
        if second and above is not None:
            name, code = above.name, above.code
        by_code = next(
            (r for r in self.rules.levels if r.code and _fits(r, name, code, budget)), None
        )
        by_rest = next(
            (r for r in self.rules.levels if not r.code and _fits(r, name, code, budget)), None
        )
        rule = by_code or by_rest
        level = above.level if second and above is not None else rule.level if rule else None
        return _Draft(row, name, code, indicator, second, budget, level, by_code is not None)

    def _inherits(self, row: int) -> bool:
        return self.rules.inherit_name == "merged_or_blank" or self._is_merged_down(row)

    def _is_merged_down(self, row: int) -> bool:
        return any(top < row <= bottom for top, bottom in self.merged_names)

    def _is_total(self, row: int, name: str) -> bool:
        """Whether a row with a budget and no indicator adds up the rows above it."""
        unnamed = not name and not self._is_merged_down(row)
        return self._is_in(row, self.rules.total_labels) or (
            self.rules.total_without_label and unnamed
        )

    def _is_in(self, row: int, patterns: tuple[str, ...]) -> bool:
        shown = [text for _, text in self.texts.row(row)]
        return any(pattern(wanted).search(text) for wanted in patterns for text in shown)


def _fits(rule: LevelRule, name: str, code: str, budget: Budget | None) -> bool:
    return (
        (rule.name is None or bool(pattern(rule.name).search(name)))
        and (rule.code is None or bool(pattern(rule.code).search(code)))
        and (rule.budget is None or rule.budget == budget)
    )


def _leaf_rows(drafts: list[_Draft], scan: _Scan, *, leaf_level: str) -> set[int]:
    """Rows whose budget counts once: the lowest ones, and typed budgets with nothing below them."""
    coded = any(draft.has_code_level for draft in drafts)
    leaves: set[int] = set()
    below: _Draft | None = None
    for draft in reversed(drafts):
        if draft.budget is None or (draft.is_second and scan.amount(draft.row) == 0):
            continue
        nothing_below = below is None or below.level == draft.level
        is_lowest = draft.level == leaf_level and (coded or draft.budget == "typed")
        if (draft.has_code_level or not coded) and (
            is_lowest or (draft.budget == "typed" and nothing_below)
        ):
            leaves.add(draft.row)
        if not draft.is_second:
            below = draft
    return leaves
