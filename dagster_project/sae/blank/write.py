"""`sae templat`: from an agency and a period to a workbook on disk.

Belongs here: the order of the steps, the name of the file, never writing over another.
Stays out: each step (`request`, `known`, `book`).
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dagster_project.sae.blank.book import write_book
from dagster_project.sae.blank.known import what_is_known
from dagster_project.sae.blank.request import Request, resolve
from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.errors import BlankError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.ledger import template_file


@dataclass(frozen=True)
class Blank:
    """A workbook that was written.

    Attributes:
        path: where it lies.
        request: for whom and which period.
        indicators: how many are prefilled.
        source: where they come from, for people; None when nothing is known.
        send_as: the name the filled workbook is to be sent under.
    """

    path: Path
    request: Request
    indicators: int
    source: str | None
    send_as: str


def write_blank(settings: Settings, *, opd: str, period: str, target: Path | None = None) -> Blank:
    """Write a fresh workbook for one agency and period.

    Args:
        settings: profile, layouts, archive and the served release; only read.
        opd: code of the agency.
        period: like 2026-TW1.
        target: file to write, or a folder; the present folder when None.

    Raises:
        BlankError: no such agency or period, the file is there already, or it cannot be written.
        SaeError: the installation is wrong.
    """
    profile = load_profile(settings.profile_dir)
    request = resolve(profile, opd=opd, period=period)
    known = what_is_known(settings, profile, request)
    send_as = request.file_name(known.version)
    path = _file(target, send_as)
    template = load_template(template_file(settings))
    try:
        with tempfile.TemporaryDirectory(prefix=".templat-", dir=path.parent) as folder:
            made = Path(folder) / send_as
            write_book(
                made,
                template,
                profile=profile,
                request=request,
                known=known,
                created=settings.now(),
            )
            _put(made, path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise BlankError(
            f"Templat tidak dapat ditulis ke {path} ({error.strerror}); pakai --ke FILE."
        ) from error
    return Blank(path, request, len(known.indicators), known.source, send_as)


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
        "Pindahkan dahulu, atau pilih nama lain dengan --ke FILE."
    )


def _put(made: Path, path: Path) -> None:
    """Give the finished file its name at once, and never take that of another."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: nobody else writes this name meanwhile
        made.rename(path)
