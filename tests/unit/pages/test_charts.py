"""A chart shows gaps as gaps and says nothing that its table does not."""

from __future__ import annotations

import re

from dagster_project.sae.pages.site import charts


def test_a_missing_value_breaks_the_line():
    assert charts.sparkline([1, 2, None, 3, 4], label="x").count("<polyline") == 2


def test_one_value_is_no_course():
    assert charts.sparkline([None, 3, None], label="x") == ""
    assert charts.line([charts.Point("2025", 3.0)], label="x") == ""


def test_a_name_stays_a_name_in_the_label():
    drawn = charts.sparkline([1, 2], label='"><script>')
    assert "<script>" not in drawn
    assert 'role="img"' in drawn


def test_values_that_are_all_equal_stand_in_the_middle():
    assert "NaN" not in charts.line([charts.Point("a", 5.0), charts.Point("b", 5.0)], label="x")


def test_targets_and_goal_are_drawn_beside_the_values():
    drawn = charts.line(
        [charts.Point("2024", 1.0, 2.0), charts.Point("2025", None, 3.0), charts.Point("26", 2.0)],
        label="x",
        goal=9.0,
    )
    assert drawn.count('class="target"') == 2
    assert drawn.count('class="tujuan"') == 1
    assert drawn.count("<circle") == 2


def test_a_bar_stays_in_its_frame():
    assert 'width="100.0"' in charts.bar(50, largest=10, label="x")
    assert 'width="0.0"' in charts.bullet(-5, label="x")


def test_a_small_move_of_a_score_does_not_look_like_a_fall():
    points = [charts.Point("2025", 96.9), charts.Point("2026", 96.2)]
    heights = re.findall(r'cy="([\d.]+)"', charts.line(points, label="x", span=10.0))
    assert abs(float(heights[0]) - float(heights[1])) < 10
    assert "100<" in charts.line(points, label="x", span=10.0)
    assert "101" not in charts.line(points, label="x", span=10.0)
    steep = re.findall(r'cy="([\d.]+)"', charts.line(points, label="x"))
    assert abs(float(steep[0]) - float(steep[1])) > 100
