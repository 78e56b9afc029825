"""Who went back to which release and why: the register of pins, kept when the pin itself is gone.

Belongs here: one line for each time readers were taken back or let go.
Stays out: the pin that holds now (`pin`), the register of frozen releases (`retention`).
"""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import why
from dagster_project.sae.release.wording import spreadsheet_safe

FILE = "SEMATAN.csv"
BACK, GONE = "kembali", "lepas"


@dataclass(frozen=True)
class PinEntry:
    """One line of the register.

    Attributes:
        pada: local time.
        tindakan: `kembali` readers were taken back to a release, `lepas` they were let go.
        id_rilis: the release that was pinned.
        sebelumnya: what readers saw before; empty when nothing.
        alasan: why, as it was typed.
    """

    pada: datetime
    tindakan: str
    id_rilis: str
    sebelumnya: str
    alasan: str


_COLUMNS = [field.name for field in fields(PinEntry)]


def pin_history(settings: Settings) -> tuple[PinEntry, ...]:
    """The register, oldest first.

    Raises:
        ReleaseError: it cannot be read.
    """
    file = settings.releases / FILE
    if not file.is_file():
        return ()
    try:
        rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
        return tuple(
            PinEntry(datetime.fromisoformat(row["pada"]), *(row[name] for name in _COLUMNS[1:]))
            for row in rows
        )
    except OSError as error:
        raise ReleaseError(f"{FILE} tidak dapat dibaca ({why(error)}).") from error
    except (KeyError, TypeError, ValueError) as error:
        raise ReleaseError(
            f"{FILE} rusak ({error}); perbaiki barisnya, atau pindahkan berkas itu ke luar folder."
        ) from error


def note_pin(settings: Settings, entry: PinEntry) -> None:
    """Add a line to the register; called on the write lane.

    Raises:
        ReleaseError: it cannot be read or written.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    for one in (*pin_history(settings), entry):
        moment, *texts = astuple(one)
        writer.writerow([moment.isoformat(timespec="seconds"), *map(spreadsheet_safe, texts)])
    try:
        disk.write_whole(settings.releases / FILE, stream.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise ReleaseError(f"{FILE} tidak dapat ditulis ({why(error)}).") from error
