"""What has been received so far, as tables in memory: the same rows and the same SQL as a run.

Belongs here: the landed rows of every agency, files of the archive that have not landed, which
reports are in force and which promises are open.
Stays out: what a workbook makes of it (`known`), reading files (`intake`), SQL (dbt models).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dagster_project.sae.build.scope import cycle_scope
from dagster_project.sae.contract.profile import Cycle, Profile
from dagster_project.sae.examine.context import land_all
from dagster_project.sae.examine.prepared import prepared
from dagster_project.sae.examine.tables import Tables
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import archived_files
from dagster_project.sae.intake.forms.names import name_parts
from dagster_project.sae.intake.ledger import naming_receipt
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.pull import task_of

Row = dict[str, Any]

_IN_FORCE = """
    select sha256_berkas, nama_berkas, kode_opd, id_siklus, tahun, periode, dibuka
    from int_kiriman__aktif
    where kunci_opd = kode_opd and id_siklus is not null
    order by dibuka, id_siklus
"""
_OPEN_PROMISES = """
    select hambatan.*, lapor.kode_opd, lapor.tahun
    from (
        from int_tindak_lanjut__lapor
        where is_kunci_lengkap
        qualify row_number() over (partition by id_tindak_lanjut order by dibuka desc) = 1
    ) as lapor
    inner join masukan.hambatan_tl as hambatan
        on lapor.sha256_berkas = hambatan.sha256_berkas and lapor.baris = hambatan.baris
    where lapor.status_tl is null or lapor.status_tl not in ('SELESAI', 'BATAL')
    order by lapor.tahun, lapor.tenggat, lapor.id_indikator, hambatan.baris
"""


@dataclass(frozen=True)
class Report:
    """A report in force.

    Attributes:
        opened: day on which its cycle opened.
    """

    sha256: str
    name: str
    agency: str
    cycle: str
    year: int | None
    period: str | None
    opened: date


class Received:
    """The reports in force as one cycle sees them, by agency."""

    def __init__(self, tables: Tables) -> None:
        """Ask which reports are in force and which promises are open."""
        tables.build_one("int_kiriman__aktif")
        tables.build_one("int_tindak_lanjut__lapor")
        self._tables = tables
        self._reports: dict[str, list[Report]] = {}
        for row in tables.rows(_IN_FORCE):
            report = Report(
                sha256=row["sha256_berkas"],
                name=row["nama_berkas"],
                agency=row["kode_opd"],
                cycle=row["id_siklus"],
                year=row["tahun"],
                period=row["periode"],
                opened=row["dibuka"],
            )
            self._reports.setdefault(report.agency, []).append(report)
        self._promises: dict[str, list[Row]] = {}
        for row in tables.rows(_OPEN_PROMISES):
            self._promises.setdefault(row["kode_opd"], []).append(row)
        self._rows: dict[str, dict[str, list[Row]]] = {}

    def reports(self, agency: str) -> list[Report]:
        """Reports of an agency that are in force, the oldest cycle first."""
        return self._reports.get(agency, [])

    def open_promises(self, agency: str) -> list[Row]:
        """Rows of HAMBATAN_TL, as they stood last, whose follow-up is neither done nor given up."""
        return self._promises.get(agency, [])

    def rows(self, table: str, report: Report) -> list[Row]:
        """Landed rows of a table from one report, in the order of its sheet."""
        if table not in self._rows:
            found: dict[str, list[Row]] = {}
            for row in self._tables.rows(f'from masukan."{table}" order by baris'):
                found.setdefault(row["sha256_berkas"], []).append(row)
            self._rows[table] = found
        return self._rows[table].get(report.sha256, [])


@contextmanager
def received(
    settings: Settings, profile: Profile, cycle: Cycle, *, agencies: Collection[str]
) -> Iterator[Received]:
    """Open what has been received; the state on disk is only read.

    Args:
        settings: profile, landing and archive.
        profile: agencies, for the readers.
        cycle: reports of later cycles are left out, so that they do not speak for this one.
        agencies: codes; archived files that have not landed are read when their names say one.

    Raises:
        ArchiveError: an archived content or its receipt is damaged.
        SaeError: the installation is wrong.
    """
    with Tables(settings, prepared(settings)) as tables:
        scope = cycle_scope(settings, cycle)
        # What came after the cut-off waits for the next release, but its sender goes on from it.
        until = max(scope.batas_terima, settings.now().date())
        tables.set_scope(replace(scope, batas_terima=until))
        land_all(settings, tables)
        _land_unread(settings, profile, tables, agencies=agencies)
        yield Received(tables)


def _land_unread(
    settings: Settings, profile: Profile, tables: Tables, *, agencies: Collection[str]
) -> None:
    """Read files of these agencies that only the archive has, such as after a lost work folder."""
    landed = {row["sha256_berkas"] for row in tables.rows("from masukan.berkas")}
    tasks = [
        task_of(file)
        for file in archived_files(settings.archive)
        if file.sha256 not in landed
        and name_parts(naming_receipt(file).nama_berkas).code in agencies
    ]
    if not tasks:
        return
    with ReadingPool(settings.layouts_dir, profile) as pool:
        for submission in pool.read_all(tasks):
            tables.land(submission.tables)
