"""A card as a picture in two sizes, drawn from our own SVG templates.

Belongs here: fitting words into a picture, the line of the series, the drawing library.
Stays out: the words (`caption`), the files (`write`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.pages.fit import fit, width
from dagster_project.sae.pages.paket.caption import Words
from dagster_project.sae.pages.paket.news import SWADAYA, News
from dagster_project.sae.pages.site import charts
from dagster_project.sae.pages.site.render import environment

_HERE = Path(__file__).parent / "templat"
# Readable on white and on the pale ground, at least 7 to 1.
_INKS = {"BURUK": "#9b1c14", "BAIK": "#15572e", "KOREKSI": "#6b4200"}
_MOST_POINTS = 8
_COLOURS = 48
# The bundled face is a little narrower than the estimate; bold is wider.
_BOLD = 1.06


@dataclass(frozen=True)
class Size:
    """One size of a card and the room in it, in pixels.

    Attributes:
        name: of its template and its files.
        text_wide: room for the headline and the lines.
        figure_wide: room for the figure.
        headline: font size of the headline, and how many lines it may take.
        line: box of the series: left, top, width, height.
    """

    name: str
    wide: int
    high: int
    text_wide: int
    figure_wide: int
    headline: tuple[float, int]
    line: tuple[float, float, float, float]


SQUARE = Size("persegi", 1080, 1080, 920, 920, (58, 4), (80, 770, 920, 110))
WIDE = Size("lebar", 1200, 630, 640, 400, (46, 4), (780, 330, 340, 110))
SIZES = (SQUARE, WIDE)


def draw(news: News, told: Words, size: Size, *, place: str, label: str | None) -> bytes:
    """One card as PNG; the same news gives the same bytes.

    Args:
        news: what it is about.
        told: its words.
        size: one of SIZES.
        place: name of the government.
        label: the warning about the data, or None.

    Raises:
        ReleaseError: the picture cannot be drawn.
    """
    import vl_convert

    font, most = size.headline
    figure_size = _figure_size(told.figure, size.figure_wide)
    picture = (
        environment(_HERE)
        .get_template(f"{size.name}.svg")
        .render(
            ukuran=size,
            tinta=_INKS.get(news.kind, "#1b1d22"),
            arah=news.kind,
            tempat=fit(place, wide=size.text_wide, size=28, most=1)[0],
            putusan=told.kicker,
            judul=fit(told.headline, wide=size.text_wide, size=font * _BOLD, most=most),
            huruf_judul=font,
            angka=fit(told.figure, wide=size.figure_wide, size=figure_size * _BOLD, most=1)
            if told.figure
            else [],
            huruf_angka=figure_size,
            baris=_wrapped(told.lines, size),
            sumber=fit(told.source, wide=size.wide - 160, size=22, most=2),
            label=fit(label, wide=size.wide - 160, size=26 * _BOLD, most=1)[0] if label else "",
            garis=_series(news, size),
        )
    )
    try:
        drawn = bytes(vl_convert.svg_to_png(picture, scale=1, ppi=72))
    except ValueError as error:
        raise ReleaseError(f"the card {news.id} could not be drawn: {error}") from error
    return _small(drawn)


def _small(drawn: bytes) -> bytes:
    """The same picture in as many colours as it has, which is a ninth of the bytes."""
    from PIL import Image

    stream = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as picture:
        few = picture.convert("RGB").quantize(
            _COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        few.save(stream, "PNG")
    return stream.getvalue()


def _values(rows: Sequence[Any]) -> list[float | None]:
    """The figures, with a gap where a year begins: what adds up in a year starts anew there."""
    found: list[float | None] = []
    for before, row in zip([None, *rows], rows, strict=False):
        is_new_year = before is not None and before.tahun != row.tahun and row.periode != "THN"
        found += [None, row.realisasi] if is_new_year else [row.realisasi]
    return found


def _figure_size(figure: str, wide: float) -> float:
    """The largest font size at which the figure stands on one line."""
    return next((s for s in (128, 112, 96, 80, 68, 56) if width(figure, s * _BOLD) <= wide), 48)


def _wrapped(lines: Sequence[str], size: Size) -> list[str]:
    room = size.text_wide
    return [part for line in lines for part in fit(line, wide=room, size=32, most=2)][:4]


def _series(news: News, size: Size) -> dict[str, Any] | None:
    """The course of the figures of the same kind, up to the one that is told; None below two."""
    if news.indicator is None or news.value is None or news.rule == SWADAYA:
        return None
    yearly = news.period == "THN"
    rows = [row for row in news.indicator.series if (row.periode == "THN") == yearly]
    until = next(
        (n for n, row in enumerate(rows) if (row.tahun, row.periode) == (news.year, news.period)),
        None,
    )
    rows = rows[: until + 1][-_MOST_POINTS:] if until is not None else []
    left, top, wide, high = size.line
    runs = charts.runs(_values(rows), left, top, wide, high)
    if not runs:
        return None
    first, last = rows[0], rows[-1]
    name = "{0.tahun}" if yearly else "{0.periode} {0.tahun}"
    return {
        "jalur": [" ".join(f"{x:.1f},{y:.1f}" for x, y in run) for run in runs],
        "titik": [place for run in runs for place in run],
        "awal": name.format(first),
        "akhir": name.format(last),
        "kiri": left,
        "kanan": left + wide,
        "bawah": top + high + 34,
    }
