"""A slide: its title, its texts, and the strip that says what the data are.

Belongs here: geometry, fonts and colours of the deck, in inches and points. Stays out: what is
told, tables (`table`), charts (`chart`). Nothing runs off a slide: a text is cut with '…'.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from dagster_project.sae.pages.bahan.sealed import seal_package
from dagster_project.sae.pages.fit import fit

WIDE, HIGH, EDGE = 13.333, 7.5, 0.5
ROOM = WIDE - 2 * EDGE
TOP, BOTTOM = 1.25, 6.85
INK, QUIET, BAD, PALE = "1B1D22", "55585F", "A3241B", "F6F5F1"
WARNING, WARNING_INK = "FFF2CC", "4A3500"
# One accent for each pillar, as on the pages.
ACCENTS = ("1C4F8C", "8A5A00", "1D6B3A", "7A3B8F", "A3381B", "186A6A")
FACE = "Arial"
POINTS = 72.0
LEADING = 1.22
_TITLE_ONLY = 5


class Deck:
    """A presentation that is being written, every slide with the release and its warning."""

    def __init__(self, *, footer: str, label: str | None) -> None:
        """Start an empty deck of wide slides.

        Args:
            footer: which release it is made of.
            label: the warning about the data, or None.
        """
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Inches(WIDE), Inches(HIGH)
        self._footer, self._label = footer, label
        self._layout = self._deck.slide_layouts[_TITLE_ONLY]
        _place_titles(self._deck)

    @property
    def count(self) -> int:
        """How many slides there are."""
        return len(self._deck.slides)

    def slide(self, title: str, *, accent: str = INK) -> Any:
        """A new slide with a title on at most two lines."""
        slide = self._deck.slides.add_slide(self._layout)
        shown = fit(title, wide=ROOM * POINTS, size=26, most=2)
        frame = slide.shapes.title.text_frame
        write(frame.paragraphs[0], " ".join(shown), size=26, bold=True)
        box(slide, 0, 0, WIDE, 0.12, fill=accent)
        self._strip(slide)
        return slide

    def _strip(self, slide: Any) -> None:
        """The foot of the slide: the warning about the data, the release, the number."""
        frame = box(slide, 0, HIGH - 0.42, WIDE, 0.42, fill=WARNING if self._label else PALE)
        told = f"{self._label}  ·  {self._footer}" if self._label else self._footer
        wide = (ROOM - 0.6) * POINTS
        write(
            frame.paragraphs[0],
            fit(told, wide=wide, size=11, most=1)[0],
            size=11,
            bold=bool(self._label),
            ink=WARNING_INK if self._label else QUIET,
        )
        number = box(slide, WIDE - 1.1, HIGH - 0.42, 0.6, 0.42)
        number.vertical_anchor = MSO_ANCHOR.MIDDLE
        write(number.paragraphs[0], str(self.count), size=11, ink=QUIET, right=True)

    def save(self, *, title: str, written: datetime, keywords: str) -> bytes:
        """The deck as a file; the same slides give the same bytes."""
        properties = self._deck.core_properties
        properties.title, properties.keywords = title[:250], keywords[:250]
        properties.author = properties.last_modified_by = "SAE"
        properties.revision, properties.language = 1, "id-ID"
        properties.created = properties.modified = written
        stream = io.BytesIO()
        self._deck.save(stream)
        return seal_package(stream.getvalue(), stamp=f"{written:%Y-%m-%dT%H:%M:%S}Z")


def _place_titles(deck: Any) -> None:
    """Move the title of the only layout in use to the top left of a wide slide."""
    for holder in (deck.slide_layouts[_TITLE_ONLY], deck.slide_master):
        for shape in list(holder.placeholders):
            kind = shape.placeholder_format.type
            if kind is not None and kind.name in {"DATE", "FOOTER", "SLIDE_NUMBER"}:
                shape._element.getparent().remove(shape._element)
            elif kind is not None and kind.name == "TITLE":
                shape.left, shape.top = Inches(EDGE), Inches(0.22)
                shape.width, shape.height = Inches(ROOM), Inches(0.95)
                frame = shape.text_frame
                frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
                frame.margin_left = frame.margin_right = Inches(0)


def text(
    slide: Any,
    parts: Sequence[tuple[str, bool]],
    *,
    left: float,
    top: float,
    wide: float,
    high: float,
    size: float = 14,
    most: int = 2,
    ink: str = INK,
) -> float:
    """Paragraphs in a box, each on at most so many lines, as many as fit; where the text ends.

    Args:
        slide: where.
        parts: the paragraphs and whether each is bold.
        left: inches from the left edge of the slide.
        top: inches from its top edge.
        wide: inches.
        high: inches; paragraphs that find no room are counted in the last line.
        size: font size in points.
        most: lines a paragraph may take.
        ink: colour.
    """
    frame = box(slide, left, top, wide, high)
    line = size * LEADING / POINTS
    room = int(high / line)
    used = 0
    for number, (told, bold) in enumerate(parts):
        shown = fit(told, wide=wide * POINTS, size=size * (1.06 if bold else 1), most=most)
        is_last = number == len(parts) - 1
        if used + len(shown) > room - (0 if is_last else 1):
            shown, bold = [f"… dan {len(parts) - number} lagi di bahan/index.html"], False
            is_last = True
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write(paragraph, " ".join(shown), size=size, bold=bold, ink=ink)
        used += len(shown)
        if is_last:
            break
    return top + used * line


def height(told: Sequence[str], *, wide: float, size: float, most: int) -> float:
    """How high paragraphs of at most so many lines are, in inches."""
    count = sum(len(fit(one, wide=wide * POINTS, size=size, most=most)) for one in told)
    return count * size * LEADING / POINTS


def box(
    slide: Any, left: float, top: float, wide: float, high: float, *, fill: str | None = None
) -> Any:
    """An empty frame for text at a place in inches, filled with a colour or not."""
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(wide), Inches(high))
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if fill else MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Inches(EDGE) if fill else Emu(0)
    frame.margin_top = frame.margin_bottom = Emu(0)
    return frame


def write(
    paragraph: Any,
    told: str,
    *,
    size: float,
    bold: bool = False,
    ink: str = INK,
    right: bool = False,
) -> None:
    """Add a run of text in our face and language to a paragraph."""
    run = paragraph.add_run()
    run.text = told
    font = run.font
    font.size, font.bold, font.name = Pt(size), bold, FACE
    font.color.rgb = RGBColor.from_string(ink)
    run._r.get_or_add_rPr().set("lang", "id-ID")
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT


def empty(deck: Deck, title: str, told: str) -> None:
    """A slide that says that there is nothing, instead of an empty one."""
    slide = deck.slide(title)
    text(slide, [(told, False)], left=EDGE, top=TOP, wide=ROOM, high=1, size=20, ink=QUIET)
