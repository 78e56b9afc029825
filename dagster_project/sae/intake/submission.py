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

from dagster_project.sae.contract.profile import Profile, load_profile
from dagster_project.sae.contract.rows import Row, Rows
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.eras import settle_eras
from dagster_project.sae.intake.forms.findings import finding
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.statements import Arrival
from dagster_project.sae.intake.forms.who_when import AGREED
from dagster_project.sae.intake.landed import REFUSED, landing_tables

if TYPE_CHECKING:
    from dagster_project.sae.contract.template import Template
    from dagster_project.sae.intake.forms.printed.layout import AnyLayout

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
        """Its row of `berkas` as of today."""
        return self.tables["berkas"].dicts()[-1]


@dataclass(frozen=True)
class ReaderContext:
    """What every file is read against."""

    profile: Profile
    template: Template
    layouts: tuple[AnyLayout, ...]

    @classmethod
    def load(cls, layouts_dir: Path, profile_dir: Path) -> ReaderContext:
        """Load the template, the layouts and the profile, and every reader with them.

        Only who reads files pays for the readers: they take a quarter of a second.

        Raises:
            LayoutError: a layout file is wrong.
            ProfileError: a seed of the profile is wrong.
        """
        from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
        from dagster_project.sae.intake.file import reader
        from dagster_project.sae.intake.forms import recognise
        from dagster_project.sae.intake.forms.printed import reader as printed
        from dagster_project.sae.intake.forms.printed.layout import load_layouts
        from dagster_project.sae.intake.forms.template import reader as template
        from dagster_project.sae.intake.forms.tidy import reader as tidy

        del reader, recognise, printed, template, tidy  # they are loaded now
        return cls(
            load_profile(profile_dir),
            load_template(layouts_dir / TEMPLATE_NAME),
            load_layouts(layouts_dir),
        )


def read_submission(task: Task, context: ReaderContext) -> Submission:
    """Read one file in this process; what cannot be read comes back as a refusal.

    Whoever calls this must bear what parsers do with hostile bytes: the pipeline calls it in a
    child process only.
    """
    from dagster_project.sae.intake.file.reader import read_workbook

    try:
        workbook = read_workbook(Path(task.path), file_name=task.file_name)
        eras = settle_eras(
            task.came,
            lambda arrival: _read(workbook, task, arrival=arrival, context=context),
            profile=context.profile,
        )
    except UnreadableFileError as error:
        return refusal(task, str(error), profile=context.profile)
    tables, findings = landing_tables(
        _file_row(task), eras, workbook=workbook, template=context.template
    )
    return Submission(not eras[-1].identity.is_contradicted, findings, tables)


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


def _read(
    workbook: WorkbookData, task: Task, *, arrival: Arrival, context: ReaderContext
) -> Reading:
    from dagster_project.sae.contract.template import Template
    from dagster_project.sae.intake.forms.printed.reader import read_foreign
    from dagster_project.sae.intake.forms.recognise import recognise
    from dagster_project.sae.intake.forms.template.reader import read_template
    from dagster_project.sae.intake.forms.tidy.layout import TidyLayout
    from dagster_project.sae.intake.forms.tidy.reader import read_tidy

    form = recognise(workbook, context.template, context.layouts)
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
        )
    return read_foreign(workbook, form, profile=profile, sha256=task.sha256, received=received)


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
