"""The golden cases of the published method and the properties that hold for every value."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dagster_project.sae.figures.formulas import (
    Band,
    Target,
    capaian,
    capaian_mentah,
    path_share,
    predicate,
    progress,
    verdict,
)

TOLERANCE = 1e-9
POLARITIES = ("NAIK", "TURUN", "RENTANG")
PMDN86 = (
    Band(91, 100, "Sangat Tinggi"),
    Band(76, 90, "Tinggi"),
    Band(66, 75, "Sedang"),
    Band(51, 65, "Rendah"),
    Band(0, 50, "Sangat Rendah"),
)

values = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
positive = st.floats(min_value=1e-3, max_value=1e9, allow_nan=False)
polarities = st.sampled_from(POLARITIES)


def reach(polarity, actual, target, status_data="TERSEDIA"):
    target = target if isinstance(target, Target) else Target(value=target)
    return capaian(polarity, actual, target=target, status_data=status_data, tolerance=TOLERANCE)


@pytest.mark.parametrize(
    ("polarity", "target", "actual", "mentah", "tampil", "status"),
    [
        ("NAIK", 80, 72, 90.00, 90.00, "TIDAK_TERCAPAI"),
        ("TURUN", 14, 30, -14.29, 0, "TIDAK_TERCAPAI"),
        ("TURUN", 14, 0, 200.00, 100, "TERCAPAI"),
        ("TURUN", 0, 0, 100, 100, "TERCAPAI"),
        ("TURUN", 0, 3, None, 0, "TIDAK_TERCAPAI"),
        ("NAIK", 0, 5, None, None, "TIDAK_TERDEFINISI"),
        ("NAIK", 0, 0, None, None, "TIDAK_TERDEFINISI"),
        ("NAIK", -1, 2, None, None, "TERCAPAI"),
        ("NAIK", -1, -2, None, None, "TIDAK_TERCAPAI"),
        ("TURUN", -2, -3, None, None, "TERCAPAI"),
        ("NAIK", 50, 50, 100, 100, "TERCAPAI"),
        ("TURUN", 50, 50, 100, 100, "TERCAPAI"),
        ("TURUN", 15.61, 16.31, 95.52, 95.52, "TIDAK_TERCAPAI"),  # poverty 2025
        ("NAIK", 90, 92, 102.22, 100, "TERCAPAI"),
    ],
)
def test_every_golden_case_of_a_single_target(polarity, target, actual, mentah, tampil, status):
    result = reach(polarity, actual, target)
    assert _round(result.mentah) == mentah
    assert _round(result.tampil) == tampil
    assert result.status == status


@pytest.mark.parametrize(
    ("low", "high", "actual", "mentah", "status"),
    [
        (80, 90, 70, 87.50, "TIDAK_TERCAPAI"),  # PermenPAN-RB 8/2021: below, the lower bound
        (7, 8, 9, 87.50, "TIDAK_TERCAPAI"),  # above, the upper bound
        (7, 8, 6.5, 92.86, "TIDAK_TERCAPAI"),
        (7, 8, 7, 100, "TERCAPAI"),
        (7, 8, 7.5, 100, "TERCAPAI"),
        (7, 8, 8, 100, "TERCAPAI"),
        (0, 8, -1, None, "TIDAK_TERCAPAI"),
        (-2, -1, 0, None, "TIDAK_TERCAPAI"),
        (-2, 2, 0, 100, "TERCAPAI"),
        (7, None, 9, None, "TANPA_TARGET"),
    ],
)
def test_a_range_counts_from_the_bound_that_was_crossed(low, high, actual, mentah, status):
    result = reach("RENTANG", actual, Target(low=low, high=high))
    assert _round(result.mentah) == mentah
    assert result.status == status


@pytest.mark.parametrize("status_data", ["BELUM_RILIS", "TIDAK_DIUKUR", "TIDAK_BERLAKU"])
def test_an_absent_value_has_its_reason_as_verdict_and_no_number(status_data):
    result = reach("NAIK", None, 80, status_data)
    assert (result.mentah, result.tampil, result.status) == (None, None, status_data)


def test_an_absent_value_without_a_reason_is_no_data_and_never_zero():
    assert reach("NAIK", None, 80).status == "TIDAK_ADA_DATA"
    assert reach("NAIK", None, 80, "NOL_TERKONFIRMASI").tampil is None


def test_no_target_means_no_verdict_and_no_number():
    result = reach("TURUN", 3, None)
    assert (result.mentah, result.tampil, result.status) == (None, None, "TANPA_TARGET")
    assert verdict("TURUN", 3, target=Target(), tolerance=TOLERANCE) is None


@pytest.mark.parametrize(
    ("tampil", "name"),
    [
        (100, "Sangat Tinggi"),
        (90.5, "Sangat Tinggi"),
        (90.49, "Tinggi"),
        (90.4, "Tinggi"),
        (75.5, "Tinggi"),
        (75.49, "Sedang"),
        (65.5, "Sedang"),
        (65.49, "Rendah"),
        (50.5, "Rendah"),
        (50.49, "Sangat Rendah"),
        (0, "Sangat Rendah"),
        (None, None),
    ],
)
def test_rounding_half_up_closes_the_holes_between_the_bands(tampil, name):
    assert predicate(tampil, PMDN86) == name


@pytest.mark.parametrize(
    ("actual", "baseline", "target", "percent"),
    [
        (16.31, 16.45, 15.61, 16.67),  # poverty 2025: 95.52 percent of target, a sixth of the way
        (60, 50, 70, 50),
        (45, 50, 70, -25),
        (20, 25, 20, 100),
        (60, 50, 50, None),
        (60, None, 70, None),
        (None, 50, 70, None),
        (60, 50, None, None),
    ],
)
def test_progress_is_measured_from_the_baseline(actual, baseline, target, percent):
    result = progress(actual, baseline=baseline, target=target, tolerance=TOLERANCE)
    assert _round(result) == percent


def test_the_share_of_the_road_needs_an_end_after_the_start():
    assert path_share(2026, start=2024, end=2029) == 40
    assert path_share(2026, start=2029, end=2029) is None


@given(polarities, values, values, values)
def test_a_verdict_exists_wherever_value_and_target_exist(polarity, actual, first, second):
    low, high = sorted((first, second))
    result = reach(polarity, actual, Target(value=first, low=low, high=high))
    undefined = polarity == "NAIK" and abs(first) <= TOLERANCE
    assert (result.status == "TIDAK_TERDEFINISI") == undefined
    assert undefined or result.status in {"TERCAPAI", "TIDAK_TERCAPAI"}


@given(polarities, values, values, values)
def test_what_is_shown_lies_between_0_and_100(polarity, actual, first, second):
    low, high = sorted((first, second))
    result = reach(polarity, actual, Target(value=first, low=low, high=high))
    assert result.tampil is None or 0 <= result.tampil <= 100
    assert result.mentah is None or math.isfinite(result.mentah)


@given(polarities, values, st.sampled_from(["TERSEDIA", "BELUM_RILIS", "TIDAK_DIUKUR", None]))
def test_a_missing_value_never_becomes_a_number(polarity, target, status_data):
    result = reach(polarity, None, Target(value=target, low=target, high=target), status_data)
    assert result.mentah is None
    assert result.tampil is None


@given(values, values)
def test_turning_the_direction_and_the_signs_keeps_the_verdict(actual, target):
    assume(abs(target) > TOLERANCE)
    rising = verdict("NAIK", actual, target=Target(target), tolerance=TOLERANCE)
    falling = verdict("TURUN", -actual, target=Target(-target), tolerance=TOLERANCE)
    assert rising == falling


@given(values, positive)
def test_the_two_directions_mirror_each_other_around_100(actual, target):
    rising = capaian_mentah("NAIK", actual, target=Target(target), tolerance=TOLERANCE)
    falling = capaian_mentah("TURUN", actual, target=Target(target), tolerance=TOLERANCE)
    assert math.isclose(rising + falling, 200, rel_tol=1e-6, abs_tol=1e-6 * abs(rising))


@given(polarities, positive)
def test_reaching_the_target_exactly_is_100(polarity, target):
    result = reach(polarity, target, Target(value=target, low=target, high=target))
    assert math.isclose(result.mentah, 100)
    assert math.isclose(result.tampil, 100)
    assert result.status == "TERCAPAI"


@given(values, values, values)
def test_progress_does_not_depend_on_the_direction(actual, baseline, target):
    straight = progress(actual, baseline=baseline, target=target, tolerance=TOLERANCE)
    mirrored = progress(-actual, baseline=-baseline, target=-target, tolerance=TOLERANCE)
    assert straight == mirrored


@given(st.floats(min_value=0, max_value=100, allow_nan=False))
def test_every_shown_value_has_exactly_one_predicate(tampil):
    whole = math.floor(tampil + 0.5)
    assert sum(band.low <= whole <= band.high for band in PMDN86) == 1
    assert predicate(tampil, PMDN86) is not None


def _round(number):
    return None if number is None else round(number, 2)
