"""One received file becomes rows of every landing table, or a refusal that lands too.

Belongs here: the way of one file: check, read, recognise, read by form, rows with its hash.
Stays out: processes and limits (`child`, `pool`), many files (`pull`), any rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.rows import Rows
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.context import ReaderContext
from dagster_project.sae.intake.digests import part_of
from dagster_project.sae.intake.file.packed import PACKED_COLUMNS, pack
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.coverage import account
from dagster_project.sae.intake.forms.findings import finding
from dagster_project.sae.intake.forms.publishable import personal_data
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.statements import Arrival
from dagster_project.sae.intake.forms.who_when import AGREED, Identity, settle
from dagster_project.sae.intake.parts import content_mark, join_parts, remark_findings, split_parts

if TYPE_CHECKING:
    from dagster_project.sae.contract.template import Template
    from dagster_project.sae.intake.forms.printed.layout import AnyLayout
    from dagster_project.sae.intake.forms.tidy.cover import AgencyRows

ACCEPTED, REFUSED = "DITERIMA", "DITOLAK"

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
    def reports(self) -> list[Submission]:
        """The reports of a file of several agencies, each as if it had come alone; else itself."""
        parts = split_parts(self.tables)
        if len(parts) == 1:
            return [self]
        return [
            Submission(
                tables["berkas"].dicts()[0]["hasil"] == ACCEPTED, len(tables["temuan"]), tables
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
        parts = _parts(workbook, form, context)
        landed = [
            _landed(
                task,
                settle(
                    task.came,
                    lambda arrival, part=part: _read(  # type: ignore[misc]
                        workbook, form, task, arrival=arrival, context=context, part=part
                    ),
                    profile=context.profile,
                ),
                workbook=workbook,
                context=context,
                digest=task.sha256 if part is None else part_of(task.sha256, part.code),
            )
            for part in parts
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
    task: Task,
    identity: Identity,
    *,
    workbook: WorkbookData,
    context: ReaderContext,
    digest: str,
) -> Submission:
    reading = identity.reading
    cover = reading.cover
    is_accepted = not identity.is_contradicted
    file_row = _file_row(task) | {
        "sha256_berkas": digest,
        "nama_berkas": identity.naming.name,
        "diterima_pada": identity.received,
        "dikirim_pada": identity.naming.received,
        "id_layout": reading.layout_id,
        "hasil": ACCEPTED if is_accepted else REFUSED,
        "alasan": None if is_accepted else reading.findings[0].message,
        "kode_opd": identity.kode_opd,
        "kode_opd_tertulis": cover.kode_opd_tertulis,
        "nama_opd_tertulis": cover.nama_opd_tertulis,
        "id_siklus": identity.id_siklus,
        "tahun": cover.tahun,
        "periode": cover.periode,
        "versi_kiriman": identity.parts.version,
        "perbaikan_ke": identity.parts.revision,
        "identitas": identity.status,
        "folder_opd": identity.naming.folder,
        "sidik_isi": content_mark(reading),
        "jumlah_baris": reading.data_rows,
    }
    tables: dict[str, Rows] = {
        name: Rows.of(rows).constant(sha256_berkas=digest) for name, rows in reading.tables.items()
    }
    cells = account(workbook, reading.areas, template=context.template)
    file_row |= {
        "jumlah_sel": cells.total,
        "sel_dibaca": cells.read,
        "sel_dilewati": cells.passed_over,
        "sel_disebut": cells.named,
    }
    own = [*remark_findings(workbook), *personal_data(reading.tables), *cells.findings]
    findings = [*reading.findings, *own]
    evaluated = {
        **dict.fromkeys(
            ("STR-00", "STR-10", "STR-11", "IDT-01", "IDT-02", "ISI-01", "ISI-02", "PUB-01"), 0
        ),
        **reading.evaluated,
    }
    evaluated |= Counter(found.rule for found in findings)
    tables["berkas"] = Rows.of([file_row])
    tables["temuan"] = Rows.of([found.landing_row(digest) for found in findings])
    tables["periksa"] = Rows.of_tuples(
        ("sha256_berkas", "id_aturan", "jumlah_temuan"),
        [(digest, rule, count) for rule, count in sorted(evaluated.items())],
    )
    tables["lembar"] = Rows.of_tuples(
        PACKED_COLUMNS, [pack(sheet, task.sha256) for sheet in workbook.sheets if sheet.cells]
    )
    return Submission(is_accepted, len(findings), tables)


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
