"""The page at the end of a run, as facts read from the build warehouse.

Belongs here: a few queries over `pub_` tables, and what the official forms held.
Stays out: how it looks (`cli.shown`, `record`), any rule or formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dagster_project.sae.build.scope import Scope
from dagster_project.sae.build.site import read_only
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import duckdb

OWN_LAYOUT = "templat%"
YEAR = "THN"


@dataclass(frozen=True)
class PillarLine:
    """One pillar in the period of the cycle; scores are None where none may be shown."""

    name: str
    score: float | None
    strict_score: float | None
    coverage: float | None
    indicators: int
    reason: str | None


@dataclass(frozen=True)
class FindingLine:
    """All findings of one rule, with one of them as example."""

    rule: str
    severity: str
    count: int
    place: str
    message: str


@dataclass(frozen=True)
class FormReport:
    """What an official form held: budget in rupiah of its leaf rows, verdicts of its indicators."""

    file: str
    agency: str
    period_label: str
    leaves: int
    budget: float
    realised: float
    absorption: float | None
    quarters: tuple[tuple[str, float], ...]
    with_target: int
    met: int
    missed: tuple[tuple[int, float | None], ...]
    target_zero: int
    without_target: int


@dataclass(frozen=True)
class RefusedFile:
    """A file that could not be read, with the sentence its sender gets."""

    file: str
    reason: str


@dataclass(frozen=True)
class WaitingFile:
    """A file received after the last day of receipt, with the sentence its sender gets."""

    file: str
    message: str


@dataclass(frozen=True)
class NetLine:
    """What the net said about the difference from the served release."""

    is_holding: bool
    message: str


@dataclass(frozen=True)
class Summary:
    """Everything the last page shows."""

    label_data: str | None
    period_label: str
    files_accepted: int
    files_rejected: int
    agencies_expected: int
    agencies_received: int
    agencies_on_time: int
    agencies_held: int
    rows_released: int
    rows_held: int
    pillars: tuple[PillarLine, ...]
    findings: tuple[FindingLine, ...]
    forms: tuple[FormReport, ...]
    refused: tuple[RefusedFile, ...]
    waiting: tuple[WaitingFile, ...] = ()
    net: tuple[NetLine, ...] = ()


def read_summary(settings: Settings, scope: Scope) -> Summary:
    """Read the last page from the build warehouse.

    Raises:
        WarehouseError: there is no warehouse.
    """
    with read_only(settings) as db:
        accepted, rejected = _one(
            db,
            "select count(*) filter (where hasil = 'DITERIMA'),"
            " count(*) filter (where hasil = 'DITOLAK')"
            " from stg_intake__berkas where not is_menunggu",
        )
        expected, received, on_time, held = _one(
            db,
            "select coalesce(sum(diharapkan), 0), coalesce(sum(diterima), 0),"
            " coalesce(sum(tepat_waktu), 0), count(*) filter (where is_ditahan)"
            " from pub_kpi_kelengkapan where id_siklus = ?",
            scope.id_siklus,
        )
        released, withheld = _one(
            db,
            "select count(*) filter (where keputusan = 'rilis'),"
            " count(*) filter (where keputusan = 'tahan')"
            " from pub_mutu_keputusan where entitas = 'BARIS'",
        )
        (label,) = _one(db, "select max(label_data) from pub_rilis")
        return Summary(
            label_data=label,
            period_label=f"{scope.tahun} {scope.periode}",
            files_accepted=accepted,
            files_rejected=rejected,
            agencies_expected=int(expected),
            agencies_received=int(received),
            agencies_on_time=int(on_time),
            agencies_held=held,
            rows_released=released,
            rows_held=withheld,
            pillars=_pillars(db, scope),
            findings=_findings(db),
            forms=_forms(db),
            refused=_refused(db),
            waiting=_waiting(db),
            net=_net(db),
        )


def _one(db: duckdb.DuckDBPyConnection, sql: str, *values: Any) -> tuple[Any, ...]:
    row = db.execute(sql, list(values)).fetchone()
    return row if row is not None else ()


def _pillars(db: duckdb.DuckDBPyConnection, scope: Scope) -> tuple[PillarLine, ...]:
    rows = db.execute(
        "select nama_pilar, skor_tersedia, skor_ketat, cakupan, jumlah_indikator,"
        " alasan_tanpa_skor from pub_kpi_pilar"
        " where tahun = ? and periode = ? order by kode_pilar",
        [scope.tahun, scope.periode],
    ).fetchall()
    return tuple(PillarLine(*row) for row in rows)


def _findings(db: duckdb.DuckDBPyConnection) -> tuple[FindingLine, ...]:
    rows = db.execute(
        "select id_aturan, tingkat, count(*),"
        " coalesce(min_by(concat_ws(' ', berkas, sel), urut), ''), min_by(pesan, urut)"
        " from (select *, concat_ws('|', id_siklus, berkas, sel) as urut from pub_mutu_temuan)"
        " group by id_aturan, tingkat"
        " order by position(tingkat in 'KBPI'), id_aturan"
    ).fetchall()
    return tuple(FindingLine(*row) for row in rows)


def _refused(db: duckdb.DuckDBPyConnection) -> tuple[RefusedFile, ...]:
    rows = db.execute(
        "select nama_berkas, alasan from stg_intake__berkas where hasil = 'DITOLAK' order by 1"
    ).fetchall()
    return tuple(RefusedFile(*row) for row in rows)


def _waiting(db: duckdb.DuckDBPyConnection) -> tuple[WaitingFile, ...]:
    rows = db.execute(
        "select berkas.nama_berkas, temuan.pesan from int_temuan__status as temuan"
        " inner join stg_intake__berkas as berkas using (sha256_berkas)"
        " where berkas.is_menunggu and temuan.id_aturan = 'WKT-03' order by 1, 2"
    ).fetchall()
    return tuple(WaitingFile(*row) for row in rows)


def _net(db: duckdb.DuckDBPyConnection) -> tuple[NetLine, ...]:
    rows = db.execute(
        "select jenis <> 'TERHITUNG' as menahan, pesan from stg_run__jaring"
        # Figures first, then the scores made of them, then what follows from both.
        " where jenis <> 'DINILAI' order by menahan desc, tabel is distinct from 'kpi_indikator',"
        " tabel is distinct from 'kpi_pilar', tabel, kunci, pesan"
    ).fetchall()
    return tuple(NetLine(*row) for row in rows)


def _forms(db: duckdb.DuckDBPyConnection) -> tuple[FormReport, ...]:
    files = db.execute(
        "select sha256_berkas, nama_berkas, coalesce(nama_opd_tertulis, '?'), tahun, periode"
        " from int_kiriman__aktif where id_layout not like ? order by nama_berkas",
        [OWN_LAYOUT],
    ).fetchall()
    return tuple(_form(db, *file) for file in files)


def _form(
    db: duckdb.DuckDBPyConnection, sha256: str, name: str, agency: str, year: int, period: str
) -> FormReport:
    """The form's own period: a year's form holds its quarters beside the year, a quarter's not."""
    leaves, budget, realised, absorption = _one(
        db,
        "select count(*), coalesce(sum(pagu), 0), coalesce(sum(realisasi_anggaran), 0),"
        " 100.0 * sum(realisasi_anggaran) / nullif(sum(pagu), 0) from int_anggaran__serapan"
        " where sha256_berkas = ? and tingkat_anggaran = 'SUB_KEGIATAN' and periode = ?",
        sha256,
        period,
    )
    quarters = db.execute(
        "select periode, coalesce(sum(realisasi_periode), 0) from int_anggaran__serapan"
        " where sha256_berkas = ? and tingkat_anggaran = 'SUB_KEGIATAN' and periode <> 'THN'"
        " group by 1 order by 1",
        [sha256],
    ).fetchall()
    verdicts = (
        "from int_realisasi__capaian where sha256_berkas = ? and periode = ? and not is_turunan"
    )
    with_target, met, zero, none = _one(
        db,
        "select count(*) filter (where target > 0),"
        " count(*) filter (where target > 0 and status_capaian = 'TERCAPAI'),"
        f" count(*) filter (where target = 0), count(*) filter (where target is null) {verdicts}",
        sha256,
        period,
    )
    missed = db.execute(
        f"select baris, capaian_mentah {verdicts} and target > 0"
        " and status_capaian = 'TIDAK_TERCAPAI' order by baris",
        [sha256, period],
    ).fetchall()
    return FormReport(
        file=name,
        agency=agency,
        period_label=str(year) if period == YEAR else f"{year} {period}",
        leaves=leaves,
        budget=budget,
        realised=realised,
        absorption=absorption,
        quarters=tuple(quarters),
        with_target=with_target,
        met=met,
        missed=tuple(missed),
        target_zero=zero,
        without_target=none,
    )
