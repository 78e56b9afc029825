"""What deserves telling, as the rules of a release find it, with the rows behind each.

Belongs here: asking the query beside it, putting the rows of the subset beside the answer.
Stays out: the rules themselves (`pantas_dikabarkan`), words (`caption`), pictures (`card`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.pages.site.address import slug
from dagster_project.sae.pages.site.facts import Facts, Indicator

CARD = "KARTU"
WITHDRAWN, CORRECTED = "DITARIK", "DIPERBAIKI"
SWADAYA = "SWADAYA"
_FIGURES = "kpi_indikator"
_TABLES = {"MUNDUR": "kpi_akselerasi", "DIPERCEPAT": "kpi_akselerasi", SWADAYA: "kpi_swadaya"}
"""Where the row behind a rule stands, but for the rules of figures; keys are one table's own."""

_RULES = "pantas_dikabarkan"
_QUERY = Path(__file__).parent / "kabar.sql"


@dataclass(frozen=True)
class News:
    """One released change that deserves telling.

    Attributes:
        rule: by which rule of `pantas_dikabarkan`.
        kind: KOREKSI, BURUK or BAIK.
        status: DRAF, DISETUJUI or TERBIT, as reports of the release say.
        link: where a report says it was published; empty when none does.
        told_on: when.
        note: KARTU, or why there is no card of it.
        name: of the indicator, or what the swadaya was.
        value: the released figure; None for one that was withdrawn.
        former: what it is compared with, and `former_name` what that is.
        cause: codes of the causes of a correction.
        row: the released row behind it, None for one that was withdrawn.
        indicator: with its series; None for what is about none, or no longer public.
    """

    rule: str
    kind: str
    status: str
    link: str
    told_on: date | None
    note: str
    id: str
    name: str
    agency: str
    pillar: str
    year: int | None
    period: str
    value: float | None
    former: float | None
    former_name: str
    cause: str
    row: Any
    indicator: Indicator | None

    @property
    def has_card(self) -> bool:
        """Whether a card is drawn of it."""
        return self.note == CARD


def read_news(subset: Path, facts: Facts) -> list[News]:
    """What deserves telling in a release: cards first, in the order of their rules.

    Args:
        subset: file of the public subset; nothing else is read.
        facts: its rows.

    Raises:
        ReleaseError: the subset cannot be read.
    """
    import duckdb

    if _RULES not in facts.tables:
        return []
    config = {"memory_limit": "256MB", "threads": "1", "autoinstall_known_extensions": "false"}
    try:
        with duckdb.connect(str(subset), read_only=True, config=config) as connection:
            cursor = connection.execute(_QUERY.read_text(encoding="utf-8"))
            names = [str(column[0]) for column in cursor.description]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except duckdb.Error as error:
        raise ReleaseError(f"the press pack could not be made: {error}") from error
    rows = {
        (table, row.kunci): row
        for table in (_FIGURES, *_TABLES.values())
        for row in facts.tables[table]
    }
    return [_news(one, rows, facts) for one in found]


def _news(one: Mapping[str, Any], rows: Mapping[tuple[str, str], Any], facts: Facts) -> News:
    indicator = facts.indicators.get(one["id_indikator"] or "")
    row = rows.get((_TABLES.get(one["aturan"], _FIGURES), one["kunci_asal"] or ""))
    what = one["id_indikator"] or one["kunci_asal"] or ""
    known = facts.agencies.get(one["kode_opd"] or "")
    return News(
        rule=one["aturan"],
        kind=one["arah"],
        status=one["status"],
        link=one["tautan_media"] or "",
        told_on=one["tanggal_media"],
        note=one["keterangan"],
        id="-".join((one["aturan"].lower(), slug(what), str(one["tahun"]), slug(one["periode"]))),
        name=one["nama"] or (indicator.definition.nama_indikator if indicator else None) or what,
        agency=(known.nama_opd if known else one["kode_opd"]) or "",
        pillar=one["kode_pilar"] or "",
        year=one["tahun"],
        period=one["periode"] or "",
        value=one["nilai"],
        former=one["pembanding"],
        former_name=one["nama_pembanding"] or "",
        cause=one["sebab"] or "",
        row=row,
        indicator=indicator,
    )
