"""Remarks beside the workbook they are about: what really stands there, under which heading.

Belongs here: adding to remarks what the cell holds, its heading for people, why it is out of sight.
Stays out: looking into the file (`copy.seen`), the words of an answer (`words`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dagster_project.sae.answer.compose import TEXT_CAP
from dagster_project.sae.answer.copy.seen import Place, SeenSheet, look
from dagster_project.sae.answer.copy.splice import CannotMarkError
from dagster_project.sae.answer.remarks import Answer, Remark
from dagster_project.sae.checks.messages import clipped
from dagster_project.sae.contract.template import Template


def as_seen(answer: Answer, source: Path, template: Template) -> Answer:
    """The answer with what its file really shows; the same answer where it cannot be looked into.

    Args:
        answer: to a file that has been read.
        source: its bytes; they are only read.
        template: knows people's words for the columns of our own form.
    """
    wanted: dict[str, set[Place]] = {}
    for remark in answer.remarks:
        if remark.sheet is not None and remark.anchor is not None:
            wanted.setdefault(remark.sheet, set()).add(remark.anchor)
    if answer.is_refused or not wanted:
        return answer
    try:
        sheets = look(source, wanted)
    except (CannotMarkError, OSError):
        return answer  # a file of another kind: its list says of no cell that it is empty
    words = {
        sheet.name: {field.id: field.label for field in sheet.fields} for sheet in template.sheets
    }
    forms = {sheet.name for sheet in template.sheets if sheet.shape == "isian"}
    return replace(
        answer,
        remarks=tuple(
            _seen(r, sheets[r.sheet], words.get(r.sheet, {}), is_form=r.sheet in forms)
            if r.sheet in sheets
            else r
            for r in answer.remarks
        ),
    )


def _seen(remark: Remark, sheet: SeenSheet, words: Mapping[str, str], *, is_form: bool) -> Remark:
    if remark.anchor is None:
        return remark
    hidden = sheet.hidden.get(remark.anchor)
    if remark.position is None:
        return replace(remark, hidden=hidden)
    row, column = remark.position
    text, found = sheet.texts.get(remark.position), remark.found
    if found is None and text is not None:
        found = clipped(text, cap=TEXT_CAP)
    name = sheet.texts.get((row, 1) if is_form else (1, column), "")
    is_heading = not is_form and (row == 1 or text == words.get(name))
    return replace(
        remark,
        found=found,
        is_empty=found is None,
        heading=None if is_heading else words.get(name),
        hidden=hidden,
    )
