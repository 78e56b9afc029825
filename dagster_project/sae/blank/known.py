"""What is already known about an agency: what it last stated in every sheet, and what is open.

Belongs here: the agency's own reports in force and, where there are none, the served release.
Stays out: which of it goes into which cell (`rows`, `carried`), the tables it is read from
(`received`). Names and contacts of people are taken over only into the same period's next version:
who fills and who signs is said anew each period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dagster_project.sae.blank.received import Received, Report
from dagster_project.sae.blank.request import Request
from dagster_project.sae.contract.template import Template
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import archived_files
from dagster_project.sae.intake.forms.names import name_parts
from dagster_project.sae.readers import notebook as reader
from dagster_project.sae.release.serving import served_file

Row = dict[str, Any]

_DEFINITIONS = "indikator"
_FROM_RELEASE = """
select d.*, case when is_program_unggulan then 'YA' when not is_program_unggulan then 'TIDAK' end
    as program_unggulan, case when is_layak_publik then 'YA' else 'TIDAK' end as layak_publik
from dim_indikator as d
where kode_opd = ? and berlaku_dari <= ?
qualify row_number() over (partition by id_indikator order by versi_definisi desc) = 1
order by id_indikator
"""
_RELEASED_VALUES = """
select id_indikator, tahun, periode, kode_wilayah, nullif(dimensi, '') as dimensi, target_tahun,
    case when periode <> 'THN' and not is_target_prorata then target end as target_periode,
    target_bawah, target_atas, realisasi_periode as realisasi
from kpi_indikator
where kode_opd = ? and tahun <= ?
order by tahun, periode, id_indikator
"""


@dataclass(frozen=True)
class Known:
    """What a new workbook can begin with.

    Attributes:
        indicators: rows by field ids of the sheet INDIKATOR; what is not known is missing.
        values: rows of REALISASI stated before, those that count most last.
        last: rows of the other sheets in the last report, by table.
        last_year: the year of that report.
        promises: rows of HAMBATAN_TL whose follow-up is open, with the `tahun` they are of.
        again: every row of the version in force of this very period, by table; None when it has
            not been reported.
        source: where it comes from, for people; None when nothing is known.
        version: the number the next report of that agency and period is to carry.
    """

    indicators: tuple[Row, ...] = ()
    values: tuple[Row, ...] = ()
    last: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    last_year: int | None = None
    promises: tuple[Row, ...] = ()
    again: Mapping[str, Sequence[Row]] | None = None
    source: str | None = None
    version: int = 1


def what_is_known(
    settings: Settings,
    template: Template,
    request: Request,
    *,
    received: Received,
    version: int,
) -> Known:
    """Everything that is known about an agency as one cycle begins; all of it may be missing.

    The agency's own reports are preferred, for a release does not hold every field of INDIKATOR.
    """
    reports = received.reports(request.opd.code)
    defined = [report for report in reports if received.rows(_DEFINITIONS, report)]
    own = next((r for r in reports if r.cycle == request.cycle.id), None)
    indicators, released = _released(settings, request)
    source = f"rilis {reader_name(settings)}" if indicators else None
    if defined:
        indicators = received.rows(_DEFINITIONS, defined[-1])
        source = _said(own or defined[-1], is_own=own is not None)
    values = [*released, *_values(received, reports, request)]
    base = defined[-1] if defined else None
    return Known(
        indicators=tuple(indicators),
        values=tuple(values),
        last=_tables(received, template, base) if base else {},
        last_year=base.year if base else None,
        promises=tuple(received.open_promises(request.opd.code)),
        again=_again(received, template, own, indicators) if own else None,
        source=source,
        version=version,
    )


def next_versions(settings: Settings, requests: Collection[Request]) -> dict[str, int]:
    """The number that the next report of each agency is to carry, by its code.

    Counted are all files ever received for the period, in force or not: no name comes twice.
    """
    wanted = {(r.opd.code, r.cycle.year, r.cycle.period) for r in requests}
    found = dict.fromkeys((r.opd.code for r in requests), 0)
    for file in archived_files(settings.archive):
        for receipt in file.receipts:
            parts = name_parts(receipt.nama_berkas)
            if parts.code is not None and (parts.code, parts.year, parts.period) in wanted:
                found[parts.code] = max(found[parts.code], parts.version or 1)
    return {code: version + 1 for code, version in found.items()}


def reader_name(settings: Settings) -> str:
    """Id of the release that is served."""
    with reader.buka(settings=settings) as connection:
        row = connection.execute("select id_rilis from rilis").fetchone()
    return str(row[0]) if row else "-"


def _said(report: Report, *, is_own: bool) -> str:
    kind = "versi yang berlaku" if is_own else "laporan"
    return f"{kind} {report.name} yang diterima sebelumnya"


def _values(received: Received, reports: Sequence[Report], request: Request) -> Iterator[Row]:
    """Figures of all reports but that of the cycle itself, and of it last."""
    for report in sorted(reports, key=lambda r: (r.cycle == request.cycle.id, r.opened)):
        yield from received.rows("realisasi", report)


def _tables(received: Received, template: Template, report: Report) -> dict[str, list[Row]]:
    return {
        sheet.table: [dict(row) for row in received.rows(sheet.table, report)]
        for sheet in template.sheets
    }


def _again(
    received: Received, template: Template, report: Report, indicators: Sequence[Row]
) -> dict[str, list[Row]]:
    """All of one report; definitions that it does not repeat come from the one before."""
    rows = _tables(received, template, report)
    rows[_DEFINITIONS] = rows[_DEFINITIONS] or list(indicators)
    at = {(table, row["baris"]): row for table, found in rows.items() for row in found}
    # What could not be read is handed back as it was typed, so that it is mended and not lost.
    for doubt in received.rows("temuan", report):
        row = at.get((doubt["tabel"], doubt["baris"]))
        if row is not None and doubt["id_aturan"] == "STR-06" and doubt["isi"] is not None:
            row.setdefault(doubt["kolom"], None)
            row[doubt["kolom"]] = row[doubt["kolom"]] or doubt["isi"]
    return rows


def _released(settings: Settings, request: Request) -> tuple[list[Row], list[Row]]:
    if not served_file(settings).is_file():
        return [], []
    with reader.buka(settings=settings) as connection:
        answers = []
        for query, limit in (
            (_FROM_RELEASE, request.cycle.opened),
            (_RELEASED_VALUES, request.cycle.year),
        ):
            asked = connection.execute(query, [request.opd.code, limit])
            names = [column[0] for column in asked.description or ()]
            answers.append([dict(zip(names, row, strict=True)) for row in asked.fetchall()])
    return answers[0], answers[1]
