"""One received file becomes rows of every landing table, or a refusal that lands too.

Belongs here: the way of one file: check, read, recognise, read by form; a refusal.
Stays out: processes and limits (`child`, `pool`), many files (`pull`), rows of what was read
(`landed`), any rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.rows import Row, Rows
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.context import ReaderContext
from dagster_project.sae.intake.digests import part_of
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.eras import settle_eras
from dagster_project.sae.intake.forms.findings import finding
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.statements import Arrival
from dagster_project.sae.intake.forms.who_when import AGREED
from dagster_project.sae.intake.landed import ACCEPTED, REFUSED, landing_tables
from dagster_project.sae.intake.parts import join_parts, split_parts

if TYPE_CHECKING:
    from dagster_project.sae.contract.template import Template
    from dagster_project.sae.intake.forms.printed.layout import AnyLayout
    from dagster_project.sae.intake.forms.tidy.cover import AgencyRows

_REFUSED_REMEDY = "Perbaiki berkas seperti disebut pada pesan, lalu kirim lagi."


@dataclass(frozen=True)
class Task:
    """One file to read: where its bytes lie and the facts of its receipt.

    Attributes:
        path: where the bytes lie.
        sha256: their hash.
        file_name: the name it is read under.
        size: bytes.
        received: first receipt, local time, ISO.
        judged: receipt under that name; whether its cycle was open is judged on that day.
        source: how it first came.
        arrivals: every receipt as (name, OPD folder or None, local time ISO), first one first;
            empty for the one receipt that the other fields tell.
    """

    path: str
    sha256: str
    file_name: str
    size: int
    received: str
    judged: str
    source: str
    arrivals: Sequence[Sequence[str | None]] = ()
    receipts: str = ""

    @property
    def came(self) -> tuple[Arrival, ...]:
        """Its receipts."""
        told = self.arrivals or [(self.file_name, None, self.judged)]
        return tuple(
            Arrival(str(name), folder, datetime.fromisoformat(str(when)))
            for name, folder, when in told
        )


@dataclass(frozen=True)
class Submission:
    """What one file lands as; one that contradicts itself was read and is refused all the same."""

    accepted: bool
    findings: int
    tables: dict[str, Rows]

    @property
    def is_read(self) -> bool:
        """Whether its rows are there."""
        return "lembar" in self.tables

    @property
    def file(self) -> Row:
        """Its row of `berkas` as of today; of a file of several agencies that of one of them."""
        return self.tables["berkas"].dicts()[-1]

    @property
    def reports(self) -> list[Submission]:
        """The reports of a file of several agencies, each as if it had come alone; else itself."""
        parts = split_parts(self.tables)
        if len(parts) == 1:
            return [self]
        return [
            Submission(
                tables["berkas"].dicts()[-1]["hasil"] == ACCEPTED, len(tables["temuan"]), tables
            )
            for tables in parts
        ]


def read_submission(task: Task, context: ReaderContext) -> Submission:
    """Read one file in this process; what cannot be read comes back as a refusal.

    Whoever calls this must bear what parsers do with hostile bytes: the pipeline calls it in a
    child process only.
    """
    from dagster_project.sae.intake.file.reader import read_workbook

    try:
        workbook = read_workbook(Path(task.path), file_name=task.file_name)
        form = _recognised(workbook, context)
        landed = [
            _landed(workbook, form, task, context=context, part=part)
            for part in _parts(workbook, form, context)
        ]
    except UnreadableFileError as error:
        return refusal(task, str(error), profile=context.profile)
    return Submission(
        any(part.accepted for part in landed),
        sum(part.findings for part in landed),
        join_parts([part.tables for part in landed]),
    )


def _parts(
    workbook: WorkbookData, form: AnyLayout | Template, context: ReaderContext
) -> tuple[AgencyRows | None, ...]:
    from dagster_project.sae.intake.forms.tidy.agencies import agencies_in
    from dagster_project.sae.intake.forms.tidy.layout import TidyLayout

    if not isinstance(form, TidyLayout):
        return (None,)
    return agencies_in(workbook, form, template=context.template, profile=context.profile)


def refusal(task: Task, sentence: str, *, profile: Profile) -> Submission:
    """The landing rows of a file that was not read, addressed by its name where that is certain.

    Args:
        task: the file.
        sentence: why, in Indonesian, for its sender.
        profile: to tell whether the name holds a known agency and cycle.
    """
    named = max(task.came, key=lambda arrival: arrival.received)
    parts = named.parts(profile)
    cycle = profile.cycle_of(parts.year, parts.period) if parts.year and parts.period else None
    found = finding("STR-00", sentence, remedy=_REFUSED_REMEDY)
    file_row = _file_row(task) | {
        "hasil": REFUSED,
        "alasan": sentence,
        "kode_opd": named.sender(profile),
        "id_siklus": cycle.id if cycle else None,
        "tahun": parts.year,
        "periode": parts.period,
        "versi_kiriman": parts.version,
        "perbaikan_ke": parts.revision,
        "folder_opd": named.folder,
        "jumlah_baris": 0,
    }
    checked = {"sha256_berkas": task.sha256, "id_aturan": found.rule, "jumlah_temuan": 1}
    tables = {
        "berkas": [file_row],
        "temuan": [found.landing_row(task.sha256)],
        "periksa": [checked],
    }
    return Submission(False, 1, {name: Rows.of(rows) for name, rows in tables.items()})


def _recognised(workbook: WorkbookData, context: ReaderContext) -> AnyLayout | Template:
    from dagster_project.sae.intake.forms.recognise import recognise

    return recognise(workbook, context.template, context.layouts)


def _read(
    workbook: WorkbookData,
    form: AnyLayout | Template,
    task: Task,
    *,
    arrival: Arrival,
    context: ReaderContext,
    part: AgencyRows | None,
) -> Reading:
    from dagster_project.sae.contract.template import Template
    from dagster_project.sae.intake.forms.printed.reader import read_foreign
    from dagster_project.sae.intake.forms.template.reader import read_template
    from dagster_project.sae.intake.forms.tidy.layout import TidyLayout
    from dagster_project.sae.intake.forms.tidy.reader import read_tidy

    profile, received = context.profile, arrival.received
    if isinstance(form, Template):
        return read_template(workbook, form, profile=profile, received=received)
    if isinstance(form, TidyLayout):
        return read_tidy(
            workbook,
            form,
            template=context.template,
            profile=profile,
            file_name=arrival.name,
            received=received,
            agency=part,
        )
    return read_foreign(workbook, form, profile=profile, sha256=task.sha256, received=received)


def _landed(
    workbook: WorkbookData,
    form: AnyLayout | Template,
    task: Task,
    *,
    context: ReaderContext,
    part: AgencyRows | None,
) -> Submission:
    """What a file lands as, or the part of it that is of one agency."""
    eras = settle_eras(
        task.came,
        lambda arrival: _read(workbook, form, task, arrival=arrival, context=context, part=part),
        profile=context.profile,
    )
    file = _file_row(task)
    if part is not None:
        file |= {"sha256_berkas": part_of(task.sha256, part.code)}
    tables, findings = landing_tables(file, eras, workbook=workbook, template=context.template)
    return Submission(not eras[-1].identity.is_contradicted, findings, tables)


def _file_row(task: Task) -> dict[str, Any]:
    return {
        "sha256_berkas": task.sha256,
        "nama_berkas": task.file_name,
        "ukuran": task.size,
        "diterima_pada": datetime.fromisoformat(task.received),
        "dikirim_pada": datetime.fromisoformat(task.judged),
        "sumber": task.source,
        "identitas": AGREED,
        "sidik_terima": task.receipts,
    }
