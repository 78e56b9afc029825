"""Reading a tidy table with its layout: each row an indicator, its figures by year and period.

Belongs here: the order in which a table is read, columns nobody reads (STR-09).
Stays out: landing rows (`tidy.records`), what a cell says (`tidy.values`), who and when
(`tidy.cover`), the columns (`tidy.match`).
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.rows import Row
from dagster_project.sae.contract.template import Template
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.findings import Finding, clip, finding, once_a_column
from dagster_project.sae.intake.forms.patterns import pattern
from dagster_project.sae.intake.forms.reading import Cover, Reading
from dagster_project.sae.intake.forms.speaks import speaks
from dagster_project.sae.intake.forms.template.header import MAX_UNKNOWN_NAMED, HeaderMap
from dagster_project.sae.intake.forms.tidy.areas import table_area
from dagster_project.sae.intake.forms.tidy.cover import AgencyRows, CoverReader
from dagster_project.sae.intake.forms.tidy.layout import TidyLayout
from dagster_project.sae.intake.forms.tidy.match import match_tidy
from dagster_project.sae.intake.forms.tidy.places import map_of, place_of
from dagster_project.sae.intake.forms.tidy.records import TidyRecords
from dagster_project.sae.intake.forms.tidy.sums import inner_sums

_EVALUATED = ("STR-03", "STR-04", "STR-06", "STR-08", "STR-09", "STR-13", "FRM-02", "ISI-03")


def read_tidy(
    workbook: WorkbookData,
    layout: TidyLayout,
    *,
    template: Template,
    profile: Profile,
    file_name: str,
    received: datetime | None = None,
    agency: AgencyRows | None = None,
) -> Reading:
    """Read a workbook that holds a tidy table.

    Args:
        workbook: its cells.
        layout: the table it holds, as `recognise` found.
        template: gives the type of every field.
        profile: agencies, cycles, units, pillars.
        file_name: the name it is read under; counts for what the layout takes from it.
        received: receipt under that name; a cycle that opened later is not open. None: not judged.
        agency: whose rows of a table of several agencies are read; None where it is one report.

    Returns:
        `realisasi` rows by year and period, `indikator` rows where the table defines indicators,
        `hambatan_tl` rows where it tells obstacles, one `sampul` row, `peta`, and the findings.

    Raises:
        UnreadableFileError: the table does not fit after all, or it has no row with an indicator.
    """
    fit = match_tidy(workbook, layout)
    sheet = workbook.sheet(fit.sheet or "")
    if not fit.ok or sheet is None or fit.header_row is None:
        raise UnreadableFileError(
            f"Tabel '{layout.title}' tidak lengkap: tidak ditemukan {'; '.join(fit.missing)}."
        )
    reader = TidyRecords(
        layout,
        sheet,
        fit=fit,
        template=template,
        profile=profile,
        file_name=file_name,
        agency=agency,
    )
    if not reader.rows and reader.left_out:
        raise UnreadableFileError(
            f"Tabel '{layout.title}' pada '{sheet.name}': tidak satu pun dari "
            f"{len(reader.left_out)} baris data termasuk yang dibaca menurut tata letaknya "
            f"({', '.join(rule.column.what for rule in layout.filters)}). Periksa isi kolom itu."
        )
    if not reader.rows:
        raise UnreadableFileError(
            f"Tabel '{layout.title}' pada '{sheet.name}' hanya berisi kepala tabel: tidak ada "
            f"baris data di bawah baris {fit.header_row}. Isi, lalu kirim lagi."
        )
    told = CoverReader(layout, sheet, rows=reader.rows, text=reader.values.text).read(
        reader.places, profile=profile, file_name=file_name, received=received, agency=agency
    )
    tables = reader.tables(told.cover)
    tables["sampul"] = [_cover_row(told.cover, row=reader.rows[0])]
    tables["peta"] = map_of(reader, told.cover) + [
        place_of(sheet.name, cell.col, "sampul", name) | {"baris": cell.row}
        for name, cell in told.cells.items()
    ]
    findings = once_a_column(
        [
            *told.findings,
            *reader.values.findings,
            *_body_findings(reader, template),
            *_unknown_columns(reader),
            *(speaks(sheet, tables["realisasi"]) if layout.figures else ()),
            *inner_sums(reader),
        ]
    )
    return Reading(
        tables=tables,
        findings=tuple(findings),
        evaluated=dict.fromkeys((*_EVALUATED, *(["FRM-01"] if layout.sums else [])), 0)
        | Counter(found.rule for found in findings),
        cover=told.cover,
        layout_id=layout.id,
        data_rows=len(reader.rows),
        stated=told.stated,
        areas={sheet.name: table_area(reader)},
    )


def _body_findings(reader: TidyRecords, template: Template) -> list[Finding]:
    """Merged cells over data rows (STR-06) and hidden rows or columns with data (FRM-02)."""
    own = next(s for s in template.sheets if s.table == "realisasi")
    named = own.model_copy(update={"name": reader.sheet.name})
    columns = {str(column): column for column in reader.columns}
    return HeaderMap(named, columns).body_findings(reader.sheet, rows=reader.rows)


def _unknown_columns(reader: TidyRecords) -> list[Finding]:
    """STR-09 for each column that the layout neither reads nor names as not read."""
    findings = []
    for (row, column), cell in sorted(reader.sheet.cells.items()):
        text = " ".join(cell.raw.split())
        if row != reader.header_row or column in reader.columns or not text:
            continue
        if any(pattern(known).fullmatch(text) for known in reader.layout.not_read):
            continue
        findings.append(
            finding(
                "STR-09",
                f"{reader.sheet.name}!{cell.address}: kolom '{clip(text)}' tidak dikenal dan "
                "tidak dibaca.",
                remedy="Hapus kolom itu bila tidak perlu.",
                table="realisasi",
                sheet=reader.sheet.name,
                address=cell.address,
                row=row,
                content=text,
            )
        )
    return findings[:MAX_UNKNOWN_NAMED]


def _cover_row(cover: Cover, *, row: int) -> Row:
    return {
        "baris": row,
        "kode_opd": cover.kode_opd,
        "nama_opd": cover.nama_opd_tertulis,
        "id_siklus": cover.id_siklus,
        "tahun": cover.tahun,
        "periode": cover.periode,
    }
