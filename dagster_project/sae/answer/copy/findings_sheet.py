"""The sheet PERBAIKAN as a worksheet part of somebody else's workbook.

Belongs here: its XML. Stays out: its words (`words`), putting it into the workbook (`marked`).
Texts are inline strings, so the workbook's own texts stay untouched, and never formulas.
"""

from __future__ import annotations

from dagster_project.sae.answer.copy.splice import plain, quoted
from dagster_project.sae.answer.copy.styles import Styles
from dagster_project.sae.answer.groups import Group, grouped
from dagster_project.sae.answer.remarks import Answer
from dagster_project.sae.answer.words import (
    HEAD,
    WIDTHS,
    copy_lines,
    head_lines,
    rows,
    safe_text,
    tail_lines,
)
from dagster_project.sae.intake.file.cells import cell_address, column_letter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PLACE_COLUMN = HEAD.index("Sel") + 1
_LINE_POINTS = 15
_MOST_LINES = 12


def findings_sheet(answer: Answer, styles: Styles, *, sheets: frozenset[str]) -> bytes:
    """The worksheet part.

    Args:
        answer: what is listed.
        styles: gives title, head, link and text.
        sheets: names that links may lead to.
    """
    lines: list[str] = []
    links: list[str] = []
    for text in [*head_lines(answer), *copy_lines(answer.file_name)]:
        lines.append(_row(len(lines) + 1, [text], style=0 if lines else styles.title))
    lines.append(f'<row r="{len(lines) + 1}"/>')
    lines.append(_row(len(lines) + 1, HEAD, style=styles.head))
    first = len(lines)
    groups = grouped(answer)
    for group, texts in zip(groups, rows(groups), strict=True):
        number = len(lines) + 1
        link = _link(group, number, sheets=sheets)
        links += [link] if link else []
        linked = {_PLACE_COLUMN: styles.link} if link else {}
        lines.append(_row(number, texts, style=styles.text, own=linked))
    last = len(lines)
    for text in tail_lines(answer):
        lines.append(_row(len(lines) + 1, [text], style=0))
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(WIDTHS, start=1)
    )
    span = f"A{first}:{column_letter(len(HEAD))}{last}"
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_MAIN}"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr '
        'fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{first}" topLeftCell="A{first + 1}" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData>"
        f'<autoFilter ref="{span}"/>{hyperlinks}'
        '<pageMargins left="0.4" right="0.4" top="0.4" bottom="0.4" header="0.2" footer="0.2"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(
    number: int,
    texts: list[str] | tuple[str, ...],
    *,
    style: int,
    own: dict[int, int] | None = None,
) -> str:
    cells = "".join(
        f'<c r="{cell_address(number, column)}" s="{(own or {}).get(column, style)}" '
        f't="inlineStr"><is><t xml:space="preserve">{plain(safe_text(text))}</t></is></c>'
        for column, text in enumerate(texts, start=1)
        if text
    )
    height = ""
    if len(texts) == len(HEAD):
        need = max(1 + len(t) // max(8, w - 8) for t, w in zip(texts, WIDTHS, strict=True))
        height = f' ht="{min(need, _MOST_LINES) * _LINE_POINTS}" customHeight="1"'
    return f'<row r="{number}"{height}>{cells}</row>'


def _link(group: Group, number: int, *, sheets: frozenset[str]) -> str | None:
    """A link to the cell, or to the first of several."""
    remark = group.first
    if remark.sheet not in sheets:
        return None
    name = str(remark.sheet).replace("'", "''")
    target = f"'{name}'!{remark.cell or 'A1'}"
    cell = cell_address(number, _PLACE_COLUMN)
    return f'<hyperlink ref="{cell}" location={quoted(target)} display={quoted(group.place)}/>'
