"""A pillar that had a score in the last release and has none now is told, with both sides."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.lost_scores import lost_scores
from dagster_project.sae.tell.alerts import tell_outcome
from dagster_project.sae.tell.outcome import Outcome
from lab.simulasi.webhook import webhook

SCOPE: Any = SimpleNamespace(
    id_rilis="R-baru", id_siklus="S-4", tahun=2026, periode="TW3", tanggal_batas=date(2026, 11, 10)
)
COLUMNS = (
    "kode_pilar varchar, nama_pilar varchar, tahun integer, periode varchar, "
    "skor_tersedia double, alasan_tanpa_skor varchar"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A candidate for TW3 after a release for TW2 that also tells of TW1."""
    made = Settings(home=tmp_path, profile="probolinggo", inbox=tmp_path)
    former = made.releases / "R-lama"
    for folder in (former, made.work):
        folder.mkdir(parents=True)
    with duckdb.connect(str(former / "sae.duckdb")) as connection:
        connection.execute("create table rilis as select 2026 as tahun, 'TW2' as periode")
        connection.execute(f"create table kpi_pilar ({COLUMNS})")
        connection.execute(
            "insert into kpi_pilar values"
            " ('1', 'SAE Pemerintahan', 2026, 'TW2', 96.26, null),"
            " ('2', 'SAE Ekonomi', 2026, 'TW2', 1081.5, null),"
            " ('3', 'SAE Sosial', 2026, 'TW2', null, 'Cakupan kurang.'),"
            " ('3', 'SAE Sosial', 2026, 'TW1', 70, null),"
            " ('4', 'SAE Infrastruktur', 2026, 'TW2', 88, null)"
        )
    with duckdb.connect(str(made.warehouse)) as connection:
        connection.execute(f"create table pub_kpi_pilar ({COLUMNS})")
        connection.execute(
            "insert into pub_kpi_pilar values"
            " ('1', 'SAE Pemerintahan', 2026, 'TW3', 95, null),"
            " ('2', 'SAE Ekonomi', 2026, 'TW3', null, 'Cakupan 12,5% di bawah batas.'),"
            " ('3', 'SAE Sosial', 2026, 'TW3', null, 'Cakupan kurang.')"
        )
        connection.execute(
            "create table stg_run__jaring as from (values ('DINILAI', 'R-lama'),"
            " ('TERHITUNG', null)) t(jenis, id_pembanding)"
        )
    return made


def test_only_what_had_a_score_in_its_release_can_lose_it(settings: Settings) -> None:
    assert [one.sentence for one in lost_scores(settings, SCOPE)] == [
        "SAE Ekonomi kehilangan skor: 1.081,50 pada 2026 TW2, kini tanpa skor. Cakupan 12,5% di "
        "bawah batas.",
        "SAE Infrastruktur kehilangan skor: 88,00 pada 2026 TW2, kini tanpa skor. Tidak ada "
        "indikatornya pada periode ini.",
    ]


def test_the_first_release_loses_nothing(settings: Settings) -> None:
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("update stg_run__jaring set id_pembanding = null")
    assert lost_scores(settings, SCOPE) == ()


def test_a_former_release_that_cannot_be_read_is_named(settings: Settings) -> None:
    (settings.releases / "R-lama" / "sae.duckdb").write_bytes(b"rusak")
    with pytest.raises(ReleaseError, match=r"R-lama/sae\.duckdb tidak dapat dibaca"):
        lost_scores(settings, SCOPE)


def test_a_run_tells_of_them_in_its_alert(settings: Settings) -> None:
    decision: Any = SimpleNamespace(is_released=True, alasan="", jumlah={"jumlah_baris_rilis": 7})
    intake: Any = SimpleNamespace(unreadable=())
    with webhook(200) as hook:
        told = Settings(home=settings.home, profile="probolinggo", inbox=settings.home,
                        webhook=hook.url)  # fmt: skip
        outcome = Outcome(
            "rilis", intake, SCOPE, decision, "R-baru", lost=lost_scores(settings, SCOPE)
        )
        delivery = tell_outcome(told, outcome)
    assert delivery is not None
    assert delivery.is_sent
    [message] = hook.received
    assert "skor pilar HILANG. SAE Ekonomi kehilangan skor" in message["text"]
