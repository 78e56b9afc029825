"""A native chart of a slide, with its figures inside, for whoever wants to edit it.

Belongs here: the look of a chart. Stays out: which figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Inches, Pt

from dagster_project.sae.pages.bahan.slides import FACE, INK, QUIET
from dagster_project.sae.pages.site import words

# Digits of Indonesia, whatever the language of the program that shows the chart.
_WHOLE, _FRACTION = "[$-421]#,##0", "[$-421]#,##0.0"


def lines_chart(
    slide: Any,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    *,
    left: float,
    top: float,
    wide: float,
    high: float,
    accent: str,
) -> None:
    """A native chart of lines on the scale 0 to 100 or more; where there is no value is a gap.

    The last series is the one that is told of: in the accent, on top, with its values.
    """
    # Not rounded: a figure rounded twice (80,746 to 80,75 to 80,8) differs from the text beside it.
    every = [
        (name, [None if v is None or not math.isfinite(v) else v for v in values])
        for name, values in series
    ]
    known = [value for _, values in every for value in values if value is not None]
    shown = _FRACTION if any(value != int(value) for value in known) else _WHOLE
    data = CategoryChartData(number_format=shown)
    data.categories = list(categories)
    for name, values in every:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.LINE_MARKERS, Inches(left), Inches(top), Inches(wide), Inches(high), data
    )
    _describe(frame, categories, *every[-1])
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(11), FACE
    chart.font.color.rgb = RGBColor.from_string(INK)
    chart.has_title = False
    chart.has_legend = len(every) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = chart.value_axis
    axis.minimum_scale = min(0.0, *known)
    axis.maximum_scale = None if max(known) > 100 else 100.0
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("D9D7CF")
    axis.format.line.fill.background()
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _WHOLE, False
    axis.major_unit = 20 if axis.maximum_scale else None
    *others, told = chart.plots[0].series
    for plotted in others:
        _line(plotted, QUIET, size=1.5)
        plotted.format.line.dash_style = MSO_LINE.DASH
    _line(told, accent, size=2.5)
    labels = told.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.ABOVE
    labels.number_format, labels.number_format_is_linked = shown, False
    labels.font.size, labels.font.bold = Pt(11), True


def _describe(
    frame: Any, categories: Sequence[str], name: str, values: Sequence[float | None]
) -> None:
    """The chart in words, for those who do not see it."""
    told = "; ".join(
        f"{category} {'tanpa skor' if value is None else words.number(value, 1)}"
        for category, value in zip(categories, values, strict=True)
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{name}: {told}")


def _line(plotted: Any, ink: str, *, size: float) -> None:
    colour = RGBColor.from_string(ink)
    plotted.smooth = False
    plotted.format.line.color.rgb, plotted.format.line.width = colour, Pt(size)
    plotted.marker.style, plotted.marker.size = XL_MARKER_STYLE.CIRCLE, round(size * 3)
    plotted.marker.format.fill.solid()
    plotted.marker.format.fill.fore_color.rgb = colour
    plotted.marker.format.line.color.rgb = colour
