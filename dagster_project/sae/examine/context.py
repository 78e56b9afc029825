"""What else is known when one file is judged: the landed rows it is compared with.

Belongs here: choosing them: all reports of the same agency, and of other agencies what they say of
the same indicators or of this agency.
Stays out: reading files (`intake`), the tables they go into (`tables`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dagster_project.sae.contract.landing import BASE_BATCH
from dagster_project.sae.contract.rows import Rows
from dagster_project.sae.examine.tables import Tables, literal
from dagster_project.sae.installation.settings import Settings

_SHARED = ("indikator", "realisasi", "kolaborasi")
"""Tables in which agencies speak of each other's indicators."""

_ASKED = (("sha256_berkas", "text"), ("kode_opd", "text"))
_SORTED = """
    create table masukan.lain as
    select
        berkas.sha256_berkas,
        coalesce(berkas.kode_opd = ditanya.kode_opd, false) as is_sendiri
    from masukan.berkas
    cross join masukan.ditanya
    where berkas.sha256_berkas <> ditanya.sha256_berkas
"""
_SPOKEN_OF = """
    select trim(id_indikator) from masukan.indikator
    union select trim(id_indikator_induk) from masukan.indikator
    union select trim(id_indikator) from masukan.realisasi
    union select trim(id_indikator) from masukan.kolaborasi
"""


@dataclass(frozen=True)
class Context:
    """What a file was compared with.

    Attributes:
        files: landed files of the installation, without this one.
        own: those of the same agency.
    """

    files: int
    own: int


def load_context(
    settings: Settings, tables: Tables, *, sha256: str, agency: str | None
) -> Context | None:
    """Put the landed rows a file is compared with beside its own; None where nothing has landed.

    Args:
        settings: where the landing lies; it is only read.
        tables: hold the rows of the file already.
        sha256: hash of the file; what landed of the same content is left out.
        agency: code of its agency, or None when that is not known.
    """
    if not any(b.name != BASE_BATCH for b in settings.landing.glob("[!.]*")):
        return None
    landing = _Landing(settings.landing, tables)
    tables.create("ditanya", _ASKED)
    tables.put("ditanya", _ASKED, Rows.of([{"sha256_berkas": sha256, "kode_opd": agency}]))
    landing.add("berkas", "sha256_berkas not in (select sha256_berkas from masukan.ditanya)")
    tables.connection.execute(_SORTED)
    [counts] = tables.rows(
        "select count(*) as files, count(*) filter (where is_sendiri) as own from masukan.lain"
    )
    own = "sha256_berkas in (select sha256_berkas from masukan.lain where is_sendiri)"
    if counts["own"]:
        for name in tables.landed:
            if name != "berkas":
                landing.add(name, own)
    tables.connection.execute(f"create table masukan.dibicarakan as {_SPOKEN_OF}")
    others = "sha256_berkas in (select sha256_berkas from masukan.lain where not is_sendiri)"
    for name in _SHARED:
        landing.add(name, f"{others} and trim(id_indikator) in (from masukan.dibicarakan)")
    landing.add("aduan", f"{others} and trim(kode_opd) in (select kode_opd from masukan.ditanya)")
    # What was found in a definition decides whether it travels to later cycles.
    landing.add(
        "temuan", f"{others} and sha256_berkas in (select sha256_berkas from masukan.indikator)"
    )
    return Context(counts["files"], counts["own"])


class _Landing:
    """The batches on disk, read table by table."""

    def __init__(self, folder: Path, tables: Tables) -> None:
        self._folder = re.sub(r"([*?\[])", r"[\1]", str(folder))
        self._tables = tables

    def add(self, name: str, condition: str) -> None:
        """Add the rows of a table that meet a condition; columns no longer known are left out."""
        known = ", ".join(f"'{column}'" for column, _ in self._tables.landed[name])
        files = literal(f"{self._folder}/[!.]*/{name}.parquet")
        self._tables.connection.execute(
            f'insert into masukan."{name}" by name select columns(c -> c in ({known})) '
            f"from read_parquet({files}, union_by_name = true) where {condition}"
        )
