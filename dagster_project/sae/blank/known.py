"""What is already known about an agency: its indicators and the targets it last stated.

Belongs here: the agency's own last accepted report in the archive, and the release that is served.
Stays out: which of it goes into which cell (`rows`). Names and contacts of people are never taken
over: who fills and who signs is said anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dagster_project.sae.blank.request import Request
from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import Archived, archived_files
from dagster_project.sae.intake.forms.names import name_parts
from dagster_project.sae.intake.ledger import naming_receipt, template_file
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.pull import task_of
from dagster_project.sae.intake.submission import Submission
from dagster_project.sae.readers import notebook as reader
from dagster_project.sae.release.serving import served_file

Row = dict[str, Any]

MAX_TRIED = 4
"""Reports opened before the release is asked instead: a refused file is rarely followed by more."""

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
        source: where the indicators come from, for people; None when nothing is known.
        version: the number the next report of that agency and period is to carry.
    """

    indicators: tuple[Row, ...] = ()
    values: tuple[Row, ...] = ()
    source: str | None = None
    version: int = 1


def what_is_known(settings: Settings, profile: Profile, request: Request) -> Known:
    """Look into the archive and the served release; both may be missing.

    The agency's own report is preferred, for a release does not hold every field of INDIKATOR.
    A report is read by the reader of the pipeline, in a child process.
    """
    files = list(archived_files(settings.archive))
    own = _own_reports(files, profile, request)
    indicators, released = _released(settings, request)
    source = f"rilis {reader_name(settings)}" if indicators else None
    values = released
    found = _last_report(settings, profile, request, files=own)
    if found is not None:
        file, report = found
        indicators = report.tables["indikator"].dicts()
        if "realisasi" in report.tables:
            values = [*released, *report.tables["realisasi"].dicts()]
        source = f"laporan {naming_receipt(file).nama_berkas} yang diterima sebelumnya"
    return Known(tuple(indicators), tuple(values), source, _next_version(files, request))


def reader_name(settings: Settings) -> str:
    """Id of the release that is served."""
    with reader.buka(settings=settings) as connection:
        row = connection.execute("select id_rilis from rilis").fetchone()
    return str(row[0]) if row else "-"


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


def _own_reports(files: list[Archived], profile: Profile, request: Request) -> list[Archived]:
    """Reports of the agency by their names, of this period or an earlier one, the latest first."""
    dated: list[tuple[tuple[date, int, str], Archived]] = []
    for file in files:
        receipt = naming_receipt(file)
        parts = name_parts(receipt.nama_berkas)
        if parts.code != request.opd.code or parts.year is None or parts.period is None:
            continue
        cycle = profile.cycle_of(parts.year, parts.period)
        if cycle is not None and cycle.opened <= request.cycle.opened:
            dated.append(((cycle.opened, parts.version or 0, receipt.diterima_pada), file))
    return [file for _, file in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _last_report(
    settings: Settings, profile: Profile, request: Request, *, files: list[Archived]
) -> tuple[Archived, Submission] | None:
    """The latest report in our own form that was accepted as this agency's."""
    if not files:
        return None
    form = load_template(template_file(settings)).id
    with ReadingPool(settings.layouts_dir, profile, workers=1) as pool:
        for file, read in _reports(pool, files[:MAX_TRIED]):
            about = read.file
            is_own = about.get("kode_opd") == request.opd.code and about.get("id_layout") == form
            has_rows = bool(read.tables.get("indikator"))
            if read.accepted and is_own and has_rows:
                return file, read
    return None


def _reports(pool: ReadingPool, files: list[Archived]) -> Iterator[tuple[Archived, Submission]]:
    for file in files:
        [read] = pool.read_all([task_of(file)])
        yield file, read


def _next_version(files: list[Archived], request: Request) -> int:
    wanted = (request.opd.code, request.cycle.year, request.cycle.period)
    sent = [
        parts.version or 1
        for file in files
        for receipt in file.receipts
        if ((parts := name_parts(receipt.nama_berkas)).code, parts.year, parts.period) == wanted
    ]
    return max(sent, default=0) + 1
