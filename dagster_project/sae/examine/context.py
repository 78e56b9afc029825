"""What else is known when one file is judged: the landed rows it is compared with.

Belongs here: choosing them: all reports of the same agency, and of other agencies what they say of
the same indicators or of this agency; or all that has landed.
Stays out: reading files (`intake`), the tables they go into (`tables`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dagster_project.sae.contract.landing import BASE_BATCH
from dagster_project.sae.contract.rows import Rows
from dagster_project.sae.examine.changes import Received, in_force
from dagster_project.sae.examine.tables import Tables, literal
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.submission import Submission

_SHARED = ("indikator", "realisasi", "kolaborasi")
"""Tables in which agencies speak of each other's indicators."""

_ASKED = (("sha256_berkas", "text"), ("kode_opd", "text"), ("id_siklus", "text"))
_IN_FILE = (("sha256_berkas", "text"),)

_SORTED = """
    create table masukan.sudah_diterima as
    select
        berkas.sha256_berkas,
        min(berkas.diterima_pada) as diterima_pada,
        min(berkas.dikirim_pada) as dikirim_pada
    from masukan.berkas
    inner join masukan.seberkas on berkas.sha256_berkas = seberkas.sha256_berkas
    group by berkas.sha256_berkas;
    create table masukan.lain as
    select distinct
        berkas.sha256_berkas,
        coalesce(berkas.kode_opd = ditanya.kode_opd, false) as is_sendiri
    from masukan.berkas
    cross join masukan.ditanya
    where berkas.sha256_berkas not in (select sha256_berkas from masukan.seberkas)
"""
_WITHOUT_ITSELF = """
    delete from masukan.berkas
    where sha256_berkas in (select sha256_berkas from masukan.seberkas)
"""
_FIRST_RECEIPT = """
    update masukan.berkas
    set
        diterima_pada = sudah_diterima.diterima_pada,
        dikirim_pada = sudah_diterima.dikirim_pada
    from masukan.sudah_diterima
    where berkas.sha256_berkas = sudah_diterima.sha256_berkas
"""
_SPOKEN_OF = """
    create table masukan.dibicarakan as
    select trim(id_indikator) from masukan.indikator
    union select trim(id_indikator_induk) from masukan.indikator
    union select trim(id_indikator) from masukan.realisasi
    union select trim(id_indikator) from masukan.kolaborasi
"""
_MAKE_WAY = """
    create table masukan.minggir as
    select berkas.sha256_berkas
    from masukan.berkas
    inner join masukan.ditanya
        on berkas.kode_opd = ditanya.kode_opd and berkas.id_siklus = ditanya.id_siklus
    where berkas.sha256_berkas <> ditanya.sha256_berkas;
    delete from masukan.berkas
    where sha256_berkas in (select sha256_berkas from masukan.minggir);
    update masukan.berkas
    set diterima_pada = least(diterima_pada, lingkup.batas_terima)
    from masukan.lingkup
    where sha256_berkas in (select sha256_berkas from masukan.ditanya)
"""


@dataclass(frozen=True)
class Context:
    """What a file was compared with.

    Attributes:
        before: reports of its agency that are in force without it, the oldest cycle first.
        received: when the same content was received, or None when it is new.
    """

    before: tuple[Received, ...]
    received: datetime | None


def land_beside(
    settings: Settings, tables: Tables, submission: Submission, *, together: Submission
) -> Context | None:
    """Land a submission beside the landed rows it is compared with; None where nothing has landed.

    Args:
        settings: where the landing lies; it is only read.
        tables: with the scope, but nothing landed yet.
        submission: from a reading child.
        together: the file it came in, which lands as a whole: itself, or the reports of several
            agencies.
    """
    file = submission.file
    tables.create("ditanya", _ASKED)
    tables.put("ditanya", _ASKED, Rows.of([file]))
    tables.create("seberkas", _IN_FILE)
    tables.put("seberkas", _IN_FILE, together.tables["berkas"])
    if not _has_landed(settings):
        tables.land(together.tables)
        return None
    landing = _Landing(settings.landing, tables)
    landing.add("berkas", "true")
    tables.connection.execute(_SORTED)
    tables.connection.execute(_WITHOUT_ITSELF)
    tables.build_one("int_kiriman__aktif")
    before = in_force(tables, file["kode_opd"])
    tables.land(together.tables)
    received = _keep_receipt(tables, file)
    own = "sha256_berkas in (select sha256_berkas from masukan.lain where is_sendiri)"
    for name in tables.landed:
        if name != "berkas":
            landing.add(name, own)
    tables.connection.execute(_SPOKEN_OF)
    others = "sha256_berkas in (select sha256_berkas from masukan.lain where not is_sendiri)"
    for name in _SHARED:
        landing.add(name, f"{others} and trim(id_indikator) in (from masukan.dibicarakan)")
    landing.add("aduan", f"{others} and trim(kode_opd) in (select kode_opd from masukan.ditanya)")
    # What was found in a definition decides whether it travels to later cycles.
    defined = "sha256_berkas in (select sha256_berkas from masukan.indikator)"
    landing.add("temuan", f"{others} and {defined}")
    return Context(before, received)


def land_all(settings: Settings, tables: Tables) -> None:
    """Land every row that has landed so far; nothing where nothing has.

    Args:
        settings: where the landing lies; it is only read.
        tables: with nothing landed yet.
    """
    if _has_landed(settings):
        landing = _Landing(settings.landing, tables)
        for name in tables.landed:
            landing.add(name, "true")


def _has_landed(settings: Settings) -> bool:
    return any(batch.name != BASE_BATCH for batch in settings.landing.glob("[!.]*"))


def put_in_force(tables: Tables) -> None:
    """Take away what stands in the file's place, so that it is judged as if it counted."""
    tables.connection.execute(_MAKE_WAY)


def _keep_receipt(tables: Tables, file: Mapping[str, Any]) -> datetime | None:
    """A content that has come before was received then, whatever day it is examined on."""
    tables.connection.execute(_FIRST_RECEIPT)
    rows = tables.rows("select sha256_berkas, diterima_pada from masukan.sudah_diterima")
    before = {row["sha256_berkas"]: row["diterima_pada"] for row in rows}
    received: datetime | None = before.get(file["sha256_berkas"])
    return received


class _Landing:
    """The batches on disk, read table by table."""

    def __init__(self, folder: Path, tables: Tables) -> None:
        self._root = folder
        self._folder = re.sub(r"([*?\[])", r"[\1]", str(folder))
        self._tables = tables

    def add(self, name: str, condition: str) -> None:
        """Add the rows of a table that meet a condition; columns no longer known are left out.

        A table of a sheet that is newer than all that has landed has no rows yet.
        """
        if not any(self._root.glob(f"[!.]*/{name}.parquet")):
            return
        known = ", ".join(f"'{column}'" for column, _ in self._tables.landed[name])
        files = literal(f"{self._folder}/[!.]*/{name}.parquet")
        self._tables.connection.execute(
            f'insert into masukan."{name}" by name select columns(lambda c: c in ({known})) '
            f"from read_parquet({files}, union_by_name = true) where {condition}"
        )
