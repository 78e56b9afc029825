"""`sae templat`: from an agency and a period to a workbook on disk, or from a cycle to all of them.

Belongs here: the order of the steps, the names of the files, never writing over another.
Stays out: each step (`request`, `received`, `known`, `rows`, `book`).
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dagster_project.sae.answer.words import safe_text
from dagster_project.sae.blank.book import write_book
from dagster_project.sae.blank.known import next_versions, what_is_known
from dagster_project.sae.blank.periods import Periods
from dagster_project.sae.blank.received import received
from dagster_project.sae.blank.request import Request, resolve, resolve_all
from dagster_project.sae.blank.rows import sheet_rows
from dagster_project.sae.contract.profile import Profile, load_profile
from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.errors import BlankError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.ledger import template_file

LIST_NAME = "RINGKASAN.csv"
_LIST_HEAD = (
    *("kode_opd", "nama_opd", "berkas", "diisi_dari", "indikator", "realisasi"),
    *("hambatan", "pos_anggaran", "kolaborasi"),
)
_COUNTED = ("INDIKATOR", "REALISASI", "HAMBATAN_TL", "ANGGARAN", "KOLABORASI")
NOTHING_KNOWN = "hanya SAMPUL"


@dataclass(frozen=True)
class Blank:
    """A workbook that was written.

    Attributes:
        path: where it lies.
        request: for whom and which period.
        indicators: how many are prefilled.
        source: where what is prefilled comes from, for people; None when nothing is known.
        send_as: the name the filled workbook is to be sent under.
        rows: prefilled rows by sheet, of the sheets that are told.
    """

    path: Path
    request: Request
    indicators: int
    source: str | None
    send_as: str
    rows: dict[str, int]


def write_blank(settings: Settings, *, opd: str, period: str, target: Path | None = None) -> Blank:
    """Write a fresh workbook for one agency and period.

    Args:
        settings: profile, layouts, archive, landing and the served release; only read.
        opd: code of the agency.
        period: like 2026-TW1, or the id of the cycle.
        target: file to write, or a folder; the present folder when None.

    Raises:
        BlankError: no such agency or period, the file is there already, or it cannot be written.
        SaeError: the installation is wrong.
    """
    profile = load_profile(settings.profile_dir)
    request = resolve(profile, opd=opd, period=period)
    [blank] = _written(
        settings, profile, [request], place=lambda name: _file(target, name), said="--ke FILE"
    )
    return blank


def write_all(settings: Settings, *, period: str, folder: Path | None = None) -> list[Blank]:
    """Write the workbooks of every agency of a cycle into one folder, with a list of them.

    Args:
        settings: as for `write_blank`.
        period: like 2026-TW1, or the id of the cycle.
        folder: made when missing; `templat-<cycle>` in the present folder when None. A workbook
            that is there already stops the work before any is written.

    Raises:
        BlankError: no such cycle, a file is there already, or the folder cannot be written.
        SaeError: the installation is wrong.
    """
    profile = load_profile(settings.profile_dir)
    requests = resolve_all(profile, period=period)
    folder = folder or Path(f"templat-{requests[0].cycle.id}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BlankError(
            f"Folder {folder} tidak dapat dibuat ({error.strerror}); pakai --ke FOLDER."
        ) from error
    if (folder / LIST_NAME).exists():
        raise _exists(folder / LIST_NAME)
    blanks = list(
        _written(
            settings,
            profile,
            requests,
            place=lambda name: _file(folder, name),
            said="--ke FOLDER",
        )
    )
    with _new_file(folder / LIST_NAME, said="--ke FOLDER") as made:
        made.write_bytes(_list(blanks))
    return blanks


def _written(
    settings: Settings,
    profile: Profile,
    requests: Sequence[Request],
    *,
    place: Callable[[str], Path],
    said: str,
) -> Iterator[Blank]:
    template = load_template(template_file(settings))
    periods = Periods.of(settings)
    versions = next_versions(settings, requests)
    # All names are looked at before the first workbook is made.
    paths = [place(r.file_name(versions[r.opd.code])) for r in requests]
    codes = frozenset(versions)
    with received(settings, profile, requests[0].cycle, agencies=codes) as found:
        for path, request in zip(paths, requests, strict=True):
            known = what_is_known(
                settings, template, request, received=found, version=versions[request.opd.code]
            )
            rows = sheet_rows(template, profile, periods=periods, request=request, known=known)
            with _new_file(path, said=said) as made:
                write_book(
                    made,
                    template,
                    profile=profile,
                    request=request,
                    known=known,
                    rows=rows,
                    created=settings.now(),
                )
            yield Blank(
                path,
                request,
                len(rows.get("INDIKATOR", ())),
                known.source,
                request.file_name(known.version),
                {name: len(rows.get(name, ())) for name in _COUNTED},
            )


def _list(blanks: Sequence[Blank]) -> bytes:
    """The list of the workbooks, as a table that spreadsheet programs open."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_LIST_HEAD)
    for blank in blanks:
        told = (
            *(blank.request.opd.code, blank.request.opd.name, blank.path.name),
            *(blank.source or NOTHING_KNOWN, *(blank.rows[name] for name in _COUNTED)),
        )
        writer.writerow([safe_text(str(value)) for value in told])
    return text.getvalue().encode("utf-8-sig")


def _file(target: Path | None, name: str) -> Path:
    target = target or Path()
    path = target / name if target.is_dir() else target
    if path.suffix.lower() != ".xlsx":
        raise BlankError(f"Templat adalah buku kerja .xlsx; tulis --ke dengan akhiran itu: {path}")
    if path.exists():
        raise _exists(path)
    return path


def _exists(path: Path) -> BlankError:
    return BlankError(
        f"Berkas {path} sudah ada dan tidak ditimpa, karena mungkin sudah diisi. "
        "Pindahkan dahulu, atau pilih tempat lain dengan --ke."
    )


@contextmanager
def _new_file(path: Path, *, said: str) -> Iterator[Path]:
    """A file to write that gets its name when it is whole, and never that of another."""
    try:
        with tempfile.TemporaryDirectory(prefix=".templat-", dir=path.parent) as folder:
            made = Path(folder) / path.name
            yield made
            _put(made, path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise BlankError(
            f"Templat tidak dapat ditulis ke {path} ({error.strerror}); pakai {said}."
        ) from error


def _put(made: Path, path: Path) -> None:
    """Give the finished file its name at once, and never take that of another."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: nobody else writes this name meanwhile
        made.rename(path)
