"""Small charts as SVG: sparkline, bullet, bar and a line with its targets.

Belongs here: geometry. Stays out: colours (the style sheet, so that dark, print and forced colours
work) and figures as text (the table beside each chart says them).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dagster_project.sae.pages.site.words import number

_SVG = Markup(
    '<svg class="{kind}" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">{body}</svg>'
)


_MOST = 100.0


@dataclass(frozen=True)
class Point:
    """One place on the axis: what it is called, the value and the target there; None is a gap."""

    title: str
    value: float | None
    target: float | None = None


def sparkline(values: Sequence[float | None], *, label: str) -> Markup:
    """The course of a few values, with a gap where there is none; nothing below two values."""
    values = [None if value is None or not math.isfinite(value) else value for value in values]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("")
    low, high = min(known), max(known)
    step = 96 / max(len(values) - 1, 1)
    places = [
        None if value is None else (2 + step * n, _scale(value, low, high, top=3, bottom=21))
        for n, value in enumerate(values)
    ]
    body = _lines(places)
    last = next(place for place in reversed(places) if place)
    body += Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.4"/>').format(*last)
    return _SVG.format(kind="garis-kecil", w=100, h=24, label=label, body=body)


def bullet(value: float | None, *, label: str) -> Markup:
    """A share of 100 as a bar against its full length; an empty bar where there is no value."""
    body = Markup('<rect class="dasar" x="0" y="2" width="100" height="8"/>')
    if value is not None:
        width = min(max(float(value), 0.0), 100.0)
        body += Markup('<rect class="isi" x="0" y="2" width="{:.1f}" height="8"/>').format(width)
    body += Markup('<rect class="tanda" x="99" y="0" width="1" height="12"/>')
    return _SVG.format(kind="peluru", w=100, h=12, label=label, body=body)


def bar(value: float | None, *, largest: float, label: str) -> Markup:
    """A value as a bar beside others of the same scale."""
    width = 0.0 if not value or largest <= 0 else min(max(value / largest, 0.0), 1.0) * 100
    body = Markup('<rect class="isi" x="0" y="1" width="{:.1f}" height="8"/>').format(width)
    return _SVG.format(kind="batang", w=100, h=10, label=label, body=body)


def line(
    points: Sequence[Point], *, label: str, goal: float | None = None, span: float = 0.0
) -> Markup:
    """A series with its targets as dashes and the goal as a line; nothing without a value.

    The scale does not begin at zero: the table beside it holds the figures.

    Args:
        points: the places on the axis.
        label: what the chart shows, in words.
        goal: value of a line across.
        span: what an axis of at most 100 spans at least, so that a small move is no fall.
    """
    known = [p.value for p in points if p.value is not None]
    if len(known) < 2:
        return Markup("")
    every = known + [p.target for p in points if p.target is not None]
    every += [goal] if goal is not None else []
    low, high = min(every), max(every)
    if high - low < span:
        high = max(high, min((low + high + span) / 2, _MOST))
        low = high - span
    left, right, top, bottom = 52.0, 348.0, 12.0, 132.0
    step = (right - left - 32) / max(len(points) - 1, 1)
    across = [left + 8 + step * n for n in range(len(points))]
    body = Markup("")
    for mark in (low, (low + high) / 2, high) if high > low else (low,):
        y = _scale(mark, low, high, top=top, bottom=bottom)
        body += Markup(
            '<path class="kisi" d="M{:.0f} {:.1f}H{:.0f}"/>'
            '<text class="sumbu" x="{:.0f}" y="{:.1f}" text-anchor="end">{}</text>'
        ).format(left, y, right, left - 5, y + 3.5, number(mark))
    if goal is not None:
        y = _scale(goal, low, high, top=top, bottom=bottom)
        body += Markup('<path class="tujuan" d="M{:.0f} {:.1f}H{:.0f}"/>').format(left, y, right)
    places = []
    every_nth = max(len(points) // 6, 1)
    for n, (x, point) in enumerate(zip(across, points, strict=True)):
        if point.target is not None:
            y = _scale(point.target, low, high, top=top, bottom=bottom)
            body += Markup('<path class="target" d="M{:.1f} {:.1f}h12"/>').format(x - 6, y)
        places.append(
            None
            if point.value is None
            else (x, _scale(point.value, low, high, top=top, bottom=bottom))
        )
        if n % every_nth == 0:
            body += Markup(
                '<text class="sumbu" x="{:.1f}" y="148" text-anchor="middle">{}</text>'
            ).format(x, point.title)
    body += _lines(places)
    for place in places:
        if place:
            body += Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3"/>').format(*place)
    return _SVG.format(kind="garis", w=360, h=154, label=label, body=body)


def runs(
    values: Sequence[float | None], left: float, top: float, wide: float, high: float
) -> list[list[tuple[float, float]]]:
    """Places of a series in a box, in pieces between its gaps; none below two values."""
    values = [None if value is None or not math.isfinite(value) else value for value in values]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    step = wide / (len(values) - 1)
    found: list[list[tuple[float, float]]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            found.append([])
            continue
        y = _scale(value, min(known), max(known), top=top, bottom=top + high)
        found[-1].append((left + step * n, y))
    return [run for run in found if run]


def _lines(places: Sequence[tuple[float, float] | None]) -> Markup:
    """Lines through neighbours; a gap stays a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return Markup("").join(
        Markup('<polyline points="{}"/>').format(" ".join(f"{x:.1f},{y:.1f}" for x, y in run))
        for run in runs
        if len(run) > 1
    )


def _scale(value: float, low: float, high: float, *, top: float, bottom: float) -> float:
    """Height of a value between two edges; in the middle when all are equal."""
    if high == low:
        return (top + bottom) / 2
    return bottom - (value - low) / (high - low) * (bottom - top)
