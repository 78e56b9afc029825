"""What a card says of when its figure was reached."""

from __future__ import annotations

import pytest

from dagster_project.sae.pages.paket.caption import words_of
from dagster_project.sae.pages.paket.news import CARD, News
from dagster_project.sae.pages.site.facts import Facts
from tests.unit.pages.made import figure, tables


@pytest.mark.parametrize(
    ("aggregation", "period", "reached"),
    [
        ("KUMULATIF", "TW3", "sampai Triwulan III 2026"),
        ("KUMULATIF", "THN", "pada 2026"),
        ("POSISI_AKHIR", "TW3", "pada Triwulan III 2026"),
    ],
)
def test_a_running_total_is_told_as_one_up_to_its_period(aggregation, period, reached):
    news = News(
        rule="MELESET", kind="BURUK", status="DRAF", link="", told_on=None, note=CARD, id="x",
        name="Kasus", agency="Dinas Satu", pillar="P-1", year=2026, period=period, value=12.5,
        former=None, former_name="", cause="", indicator=None,
        row=figure("I-1", period=period, jenis_agregasi=aggregation, target_atas=15.0),
    )  # fmt: skip
    words = words_of(news, Facts(tables()))
    assert f"Kasus. 12,5% {reached}. " in words.caption
    assert f"Kasus. 12,5% {reached}. " in words.alternative
    # Bad news without a plan says so.
    assert "Hambatan dan rencananya belum dijelaskan." in words.caption
