"""Pillars that lose their score with a candidate: what the last release said and this one cannot.

Belongs here: comparing the scores of the candidate with those of the release before it.
Stays out: every other difference (`net`), whether a loss holds the release (nothing here decides).
The score of a pillar belongs to the period of its release. A pillar that had one in the last
release and has none now is what people will ask about first, whatever the period.
"""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.sae.build.net_control import LOOKED
from dagster_project.sae.build.scope import Scope
from dagster_project.sae.build.site import read_only
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import number
from dagster_project.sae.release.facts import DATABASE

_FORMER = """
    select pilar.kode_pilar, pilar.nama_pilar, pilar.skor_tersedia,
        concat_ws(' ', rilis.tahun, rilis.periode)
    from kpi_pilar as pilar
    inner join rilis on pilar.tahun = rilis.tahun and pilar.periode = rilis.periode
    where pilar.skor_tersedia is not null
    order by pilar.kode_pilar
"""
# The net has found which release stands beside the candidate, and that it is whole.
_BESIDE = "select id_pembanding from stg_run__jaring where jenis = ?"
_NOW = """
    select kode_pilar, skor_tersedia, alasan_tanpa_skor
    from pub_kpi_pilar where tahun = ? and periode = ?
"""


@dataclass(frozen=True)
class LostScore:
    """A pillar that had a score in the last release and has none in the candidate.

    Attributes:
        name: of the pillar.
        score: what it was, 0 to 100.
        period: of that score, as people say it: `2026 TW2`.
        reason: why there is none now, in Indonesian.
    """

    name: str
    score: float
    period: str
    reason: str

    @property
    def sentence(self) -> str:
        """The loss as one Indonesian sentence."""
        return (
            f"{self.name} kehilangan skor: {number(self.score, 2)} pada {self.period}, kini tanpa "
            f"skor. {self.reason}"
        ).strip()


def lost_scores(settings: Settings, scope: Scope) -> tuple[LostScore, ...]:
    """Compare the candidate in the build warehouse with the release before it; after the net.

    Args:
        settings: the installation; the candidate stands in its build warehouse.
        scope: the candidate.

    Raises:
        ReleaseError: the release before it cannot be read.
        WarehouseError: there is no build warehouse.
    """
    import duckdb

    with read_only(settings) as connection:
        rows = connection.execute(_NOW, [scope.tahun, scope.periode]).fetchall()
        beside = connection.execute(_BESIDE, [LOOKED]).fetchone()
    if beside is None or beside[0] is None:
        return ()
    former = settings.releases / str(beside[0])
    try:
        with duckdb.connect(str(former / DATABASE), read_only=True) as connection:
            had = connection.execute(_FORMER).fetchall()
    except duckdb.Error as error:
        raise ReleaseError(f"{former.name}/{DATABASE} tidak dapat dibaca: {error}") from error
    now = {code: (score, reason) for code, score, reason in rows}
    lost = []
    for code, name, score, period in had:
        has, reason = now.get(code, (None, "Tidak ada indikatornya pada periode ini."))
        if has is None:
            lost.append(LostScore(name, score, period, reason or ""))
    return tuple(lost)
