"""Invented values over time: consistent for any plan, and independent of what is asked first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.sample.catalogue import Measure
from dagster_project.sae.sample.series import Clock, Path

CLOCK = Clock(2024, 2029)


def _measure(**changes: object) -> Measure:
    return Measure.model_validate(
        {
            "nama": "Ukuran",
            "definisi": "Ukuran rekaan untuk menguji deret waktu.",
            "satuan": "orang",
            "awal": 100,
            "akhir": 200,
            "sumber": "ADM-OPD",
            "sasaran": "Warga",
            "penerima": 10,
        }
        | changes
    )


plans = st.tuples(st.integers(10, 10_000), st.integers(10, 10_000))


@given(plans, st.text("abc", min_size=1), st.integers(2023, 2028))
def test_quarters_of_a_cumulative_indicator_add_up_to_the_year(
    plan: tuple[int, int], key: str, year: int
) -> None:
    path = Path(key, _measure(awal=plan[0], akhir=plan[1], agregasi="KUMULATIF"), 0, CLOCK)
    quarters = [path.value(year, f"TW{n}").actual for n in range(1, 5)]
    assert path.value(year, "THN").actual == sum(quarters)
    assert path.value(year, "SM1").actual == sum(quarters[:2])


@given(plans, st.text("abc", min_size=1), st.integers(2023, 2028))
def test_the_year_of_a_position_is_its_last_quarter(
    plan: tuple[int, int], key: str, year: int
) -> None:
    path = Path(key, _measure(awal=plan[0], akhir=plan[1]), 2, CLOCK)
    assert path.value(year, "THN") == path.value(year, "TW4")


@given(st.floats(5, 60), st.floats(61, 95), st.integers(200, 90_000))
def test_a_percentage_is_its_numerator_over_its_denominator(
    start: float, end: float, people: int
) -> None:
    measure = _measure(
        satuan="persen", awal=start, akhir=end, populasi=people, pembilang="a", penyebut="b"
    )
    value = Path("k", measure, 2, CLOCK).value(2026, "TW3")
    assert value.numerator is not None
    assert value.denominator
    assert value.actual == round(100 * value.numerator / value.denominator, 2)


def test_the_plan_ends_at_its_end_target() -> None:
    path = Path("k", _measure(), 0, CLOCK)
    assert path.point(2029, "THN").target_year == 200


@pytest.mark.parametrize(("pace", "is_missed"), [(1.2, False), (0.5, True)])
@pytest.mark.parametrize(("start", "end", "direction"), [(100, 200, "NAIK"), (200, 100, "TURUN")])
def test_a_slow_year_misses_its_target_in_either_direction(
    pace: float, is_missed: bool, start: int, end: int, direction: str
) -> None:
    measure = _measure(awal=start, akhir=end, arah=direction, laju=(pace, pace))
    assert Path("k", measure, 0, CLOCK).point(2025, "THN").is_missed is is_missed


def test_an_annual_indicator_has_no_value_within_the_year() -> None:
    point = Path("k", _measure(agregasi="TAHUNAN_SAJA"), 0, CLOCK).point(2026, "TW2")
    assert (point.value, point.target_period, point.is_missed) == (None, None, False)


def test_values_do_not_depend_on_what_was_asked_before() -> None:
    fresh, used = Path("k", _measure(), 2, CLOCK), Path("k", _measure(), 2, CLOCK)
    for year in range(2028, 2022, -1):
        used.point(year, "THN")
    assert fresh.point(2026, "TW2") == used.point(2026, "TW2")
