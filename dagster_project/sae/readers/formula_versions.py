"""Two formulas of one thing over the released figures: what would change, and where.

Belongs here: which formulas can be computed again from a released figure, both results side by
side. Stays out: the formulas themselves (`formulas`), changing anything: a release keeps the
formula and version that each of its numbers carries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.figures import formulas
from dagster_project.sae.figures.formulas import Band, Target
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.readers.notebook import buka

if TYPE_CHECKING:
    import duckdb

Compute = Callable[[float | None, Target, float], float | None]


def _in_force(way: formulas.Polarity) -> Compute:
    def compute(actual: float | None, target: Target, tolerance: float) -> float | None:
        return formulas.capaian_mentah(way, actual, target=target, tolerance=tolerance)

    return compute


def _ratio(actual: float | None, target: Target, tolerance: float) -> float | None:
    return formulas.capaian_rasio(actual, target=target, tolerance=tolerance)


# Formula and version to its direction and its statement here; one row of seed `rumus` each.
STATED: Mapping[tuple[str, str], tuple[formulas.Polarity, Compute]] = {
    ("CAPAIAN-NAIK", "1.0"): ("NAIK", _in_force("NAIK")),
    ("CAPAIAN-TURUN", "1.0"): ("TURUN", _in_force("TURUN")),
    ("CAPAIAN-TURUN-RASIO", "1.0"): ("TURUN", _ratio),
    ("CAPAIAN-RENTANG", "1.0"): ("RENTANG", _in_force("RENTANG")),
}


@dataclass(frozen=True)
class Formula:
    """One row of the published table `rumus`."""

    id: str
    version: str
    name: str
    polarity: str | None
    expression: str
    is_default: bool
    valid_from: str
    reason: str

    @property
    def label(self) -> str:
        """Id and version as they are typed: CAPAIAN-TURUN@1.0."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True)
class Figure:
    """One released figure under both formulas; percents, None where a formula says nothing."""

    id_indikator: str
    tahun: int
    periode: str
    kode_opd: str
    target: float | None
    realisasi: float | None
    first: float | None
    second: float | None
    first_predicate: str | None
    second_predicate: str | None

    @property
    def gap(self) -> float | None:
        """Second minus first, in percent points of what is shown."""
        one, other = formulas.shown(self.first), formulas.shown(self.second)
        return None if one is None or other is None else other - one


@dataclass(frozen=True)
class Comparison:
    """Both formulas over one release.

    Attributes:
        figures: all released figures of their direction that have a value, by indicator and period.
        differing: those whose shown percent differs, or that only one formula can state; the
            widest difference first.
    """

    release_id: str
    first: Formula
    second: Formula
    figures: Sequence[Figure]
    differing: Sequence[Figure]

    @property
    def changed_predicates(self) -> int:
        """How many figures would get another predicate."""
        return sum(f.first_predicate != f.second_predicate for f in self.figures)


def published_formulas(settings: Settings, *, release: str | None = None) -> list[Formula]:
    """Every formula of a release, as it was published.

    Raises:
        ReleaseError: nothing is served, or there is no such release.
    """
    with buka(release, settings=settings) as connection:
        return _formulas(connection)


def compare_formulas(
    settings: Settings, first: str, *, second: str, release: str | None = None
) -> Comparison:
    """Compute two formulas over every released figure of their direction.

    The verdict of a figure compares value and target, so no formula changes it; percents and
    predicates may change. What the second formula gives is shown, never published.

    Args:
        settings: the installation.
        first: id and version of a formula, `CAPAIAN-TURUN@1.0`; without a version the latest.
        second: the same.
        release: id of a kept release; the served one when None.

    Raises:
        ReleaseError: nothing is served, a formula is not in the release or cannot be computed from
            a figure, or the two are for different directions.
    """
    with buka(release, settings=settings) as connection:
        known = _formulas(connection)
        one, other = _named(known, first), _named(known, second)
        ways = {_stated(formula)[0] for formula in (one, other)}
        if len(ways) > 1:
            raise ReleaseError(
                f"{one.label} dan {other.label} untuk arah yang berbeda ({', '.join(sorted(ways))})"
            )
        [way] = ways
        [(release_id,)] = connection.execute("select id_rilis from rilis").fetchall()
        rows = _rows(connection, way)
    tolerance = _tolerance(settings)
    scales = {
        version: _bands(settings, version) for version in {row["versi_skala"] for row in rows}
    }
    figures = [
        _figure(row, (_stated(one)[1], _stated(other)[1]), tolerance=tolerance, scales=scales)
        for row in rows
    ]
    differing = [f for f in figures if _differs(f, tolerance)]
    differing.sort(key=lambda f: (f.gap is not None, -abs(f.gap or 0), f.id_indikator, f.periode))
    return Comparison(release_id, first=one, second=other, figures=figures, differing=differing)


def _stated(formula: Formula) -> tuple[formulas.Polarity, Compute]:
    try:
        return STATED[formula.id, formula.version]
    except KeyError:
        able = ", ".join("@".join(key) for key in STATED)
        raise ReleaseError(
            f"{formula.label} tidak dapat dihitung ulang dari satu angka; yang dapat: {able}"
        ) from None


def _named(known: Sequence[Formula], text: str) -> Formula:
    name, _, version = text.partition("@")
    found = [f for f in known if f.id == name and version in ("", f.version)]
    if not found:
        labels = ", ".join(f.label for f in known)
        raise ReleaseError(f"tidak ada rumus {text} pada rilis ini; yang ada: {labels}")
    return max(found, key=lambda f: (f.valid_from, f.version))


def _formulas(connection: duckdb.DuckDBPyConnection) -> list[Formula]:
    rows = connection.execute(
        """
        select rumus_id, versi_rumus, nama_rumus, polaritas, ekspresi, is_bawaan,
            cast(berlaku_dari as varchar), alasan
        from rumus order by kelompok, rumus_id, versi_rumus
        """
    ).fetchall()
    return [Formula(*row) for row in rows]


def _rows(connection: duckdb.DuckDBPyConnection, way: str) -> list[dict[str, Any]]:
    cursor = connection.execute(
        """
        select id_indikator, tahun, periode, kode_opd, target, target_bawah, target_atas, realisasi,
            versi_skala
        from kpi_indikator
        where polaritas = ? and realisasi is not null
        order by id_indikator, tahun, periode, kode_wilayah, dimensi
        """,
        [way],
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _figure(
    row: Mapping[str, Any],
    computes: tuple[Compute, Compute],
    *,
    tolerance: float,
    scales: Mapping[str | None, Sequence[Band]],
) -> Figure:
    target = Target(row["target"], row["target_bawah"], row["target_atas"])
    first, second = (compute(row["realisasi"], target, tolerance) for compute in computes)
    # A figure without a percentage has no scale of its own; that of the others judges both.
    scale = scales[row["versi_skala"]] or next((s for s in scales.values() if s), ())
    return Figure(
        **{name: row[name] for name in ("id_indikator", "tahun", "periode", "kode_opd")},
        target=row["target"],
        realisasi=row["realisasi"],
        first=first,
        second=second,
        first_predicate=formulas.predicate(formulas.shown(first), scale),
        second_predicate=formulas.predicate(formulas.shown(second), scale),
    )


def _differs(figure: Figure, tolerance: float) -> bool:
    if figure.gap is None:
        return (figure.first is None) != (figure.second is None)
    return abs(figure.gap) > tolerance


def _tolerance(settings: Settings) -> float:
    rows = seed_rows(settings.policy_dir, "ambang.csv")
    found = [row for row in rows if row.text("id_ambang") == "toleransi"]
    return float(max(found, key=lambda row: row.day("berlaku_dari")).text("nilai"))


def _bands(settings: Settings, version: str | None) -> list[Band]:
    return [
        Band(float(row.text("batas_bawah")), float(row.text("batas_atas")), row.text("predikat"))
        for row in seed_rows(settings.policy_dir, "skala.csv")
        if row.text("versi_skala") == version
    ]
