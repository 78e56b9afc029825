"""Which agencies a table of several speaks of, and which of its rows are whose.

Belongs here: grouping the data rows by the column of the agency, for a layout that says so.
Stays out: reading the rows of one of them (`tidy.reader`), what its report lands as (`submission`).
"""

from __future__ import annotations

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import Template
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.tidy.cover import AgencyRows
from dagster_project.sae.intake.forms.tidy.layout import TidyLayout
from dagster_project.sae.intake.forms.tidy.match import match_tidy
from dagster_project.sae.intake.forms.tidy.records import TidyRecords


def agencies_in(
    workbook: WorkbookData, layout: TidyLayout, *, template: Template, profile: Profile
) -> tuple[AgencyRows | None, ...]:
    """The agencies of a table in the order of its rows; one None where the table is of one report.

    Rows of agencies that the profile does not know stand together as the last part: nobody's
    report, told to whoever sent the file.
    """
    fit = match_tidy(workbook, layout)
    sheet = workbook.sheet(fit.sheet or "")
    column = layout.cover.opd.column
    if not layout.cover.opd.each_row or column is None or not fit.ok or sheet is None:
        return (None,)
    reader = TidyRecords(layout, sheet, fit=fit, template=template, profile=profile)
    words = {theirs.casefold(): ours for theirs, ours in column.vocabulary.items()}
    texts: dict[str | None, set[str]] = {}
    for row in reader.rows:
        text = reader.agency_text(row)
        texts.setdefault(_code(words.get(text.casefold(), text), profile), set()).add(text)
    unknown = texts.pop(None, None)
    parts = [AgencyRows(code, frozenset(own)) for code, own in texts.items()]
    if unknown is not None:
        parts.append(AgencyRows(None, frozenset(unknown)))
    return tuple(parts) or (None,)


def _code(text: str, profile: Profile) -> str | None:
    if profile.opd_known(text):
        return text
    named = profile.find_opd_by_name(text) if text else None
    return named.code if named else None
