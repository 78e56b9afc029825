"""Reading a foreign form with its layout: indicators, realisation, budget, each with its cell.

Belongs here: the order in which a form is read.
Stays out: what the rows are (`printed.rows`), what a cell says (`printed.values`), who and when
(`printed.cover`), landing rows (`printed.records`), what the form contradicts (`printed.checks`),
and any form in particular: those are files in data_raw/layouts.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.printed.areas import form_area
from dagster_project.sae.intake.forms.printed.checks import (
    hidden_content,
    nameless_figures,
    printed_totals,
)
from dagster_project.sae.intake.forms.printed.cover import read_cover
from dagster_project.sae.intake.forms.printed.header import SheetTexts
from dagster_project.sae.intake.forms.printed.layout import Layout, match
from dagster_project.sae.intake.forms.printed.records import FormRecords
from dagster_project.sae.intake.forms.printed.rows import read_body
from dagster_project.sae.intake.forms.printed.subtotals import wrong_subtotals
from dagster_project.sae.intake.forms.printed.values import FormValues
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.speaks import speaks


def read_foreign(
    workbook: WorkbookData,
    layout: Layout,
    *,
    profile: Profile,
    sha256: str,
    received: datetime | None = None,
) -> Reading:
    """Read a workbook that follows a foreign form.

    Args:
        workbook: its cells.
        layout: the form it follows, as `recognise` found.
        profile: agencies, cycles and units.
        sha256: hash of its bytes; names the indicators of a sender the profile does not know.
        received: first receipt; a cycle that opened later counts as not open. None: not judged.

    Returns:
        One `indikator` row for each row with an indicator, `realisasi` rows for the year and its
        quarters, `anggaran` rows for each row whose budget counts once, one `sampul` row, `peta`
        with the column of every field, and the findings. What is not certain is None and STR-06.

    Raises:
        UnreadableFileError: the form does not fit after all, or it has no data row.
    """
    fit = match(workbook, layout)
    sheet = workbook.sheet(fit.sheet or "")
    if not fit.ok or fit.block is None or sheet is None:
        raise UnreadableFileError(
            f"Formulir '{layout.title}' tidak lengkap: tidak ditemukan {'; '.join(fit.missing)}."
        )
    keys = {name.split(".")[1]: found for name, found in fit.columns.items() if _is_key(name)}
    texts = SheetTexts(sheet)
    body = read_body(texts, layout.rows, data_from=fit.block.data_from, columns=keys)
    if not body.rows:
        raise UnreadableFileError(
            f"Formulir '{layout.title}' pada lembar '{sheet.name}' hanya berisi kepala tabel: "
            f"tidak ada baris data di bawah baris {fit.block.last}. Isi, lalu kirim lagi."
        )
    values = FormValues(sheet, {name: found[0] for name, found in fit.columns.items()})
    form = read_cover(
        texts,
        layout.cover,
        block=fit.block,
        profile=profile,
        received=received,
        last_quarter=values.last_quarter(layout.quarters, rows=body.rows, leaves=body.leaves),
    )
    records = FormRecords(layout, values, body=body, form=form, units=profile.unit_codes)
    tables = records.tables(owner=form.cover.kode_opd or sha256[:8])
    evaluated = dict.fromkeys(("STR-03", "STR-04", "STR-06", "STR-08", "FRM-02", "ISI-03"), 0)
    if (
        body.total_row is not None
        or not body.is_tree_known
        or any(row.budget is not None and not row.is_leaf for row in body.rows)
    ):
        evaluated["FRM-01"] = 0
    if layout.year_is_sum_of_quarters:
        evaluated["FRM-03"] = 0
    sums = records.sums(tables["anggaran"])
    columns = sorted({column for found in fit.columns.values() for column in found})
    findings = [
        *form.findings,
        *values.findings,
        *speaks(sheet, tables["realisasi"]),
        *nameless_figures(sheet, body, columns=values.columns),
        *printed_totals(sheet, body, sums=sums),
        *wrong_subtotals(sheet, body, sums=sums, budget_column=values.columns["year.pagu"]),
        *hidden_content(workbook, sheet, body, columns=columns),
        *records.contradictions,
    ]
    return Reading(
        tables=tables,
        findings=tuple(findings),
        evaluated=evaluated | Counter(found.rule for found in findings),
        cover=form.cover,
        layout_id=layout.id,
        data_rows=len(body.rows),
        stated=form.stated,
        areas={sheet.name: form_area(body, fit.block, columns=columns, reader=values)},
        period_alias={layout.cover.full_year_after: layout.cover.full_year},
    )


def _is_key(name: str) -> bool:
    return name.startswith("labels.") or name == "year.pagu"
