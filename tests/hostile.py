"""Texts that people outside could type, hostile to whatever reads markup, and what shows harm."""

from __future__ import annotations

import re

from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

# What steers a terminal or turns the direction of writing; a line break is ours to print.
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
PIECES = st.sampled_from(
    [
        *("[/bold]", "[red]", "[/]", "[link=http://x]", "[", "]", "\\[", ":100:", ":smile:"),
        *("\x1b[31m", "\x1b]0;judul\x07", "\x9b2J", "\r", "\n", "\t", "\x00", "\x7f"),
        *("{}", "{wilayah}", "{0.__class__}", "%s", "%(x)s", "${HOME}", "`x`", "$(x)"),
        *("\u202e", "\u200f", "\u2066", "\ufeff", "אבג", "é", "\ud7ff", "𝟙"),
        *("<!channel>", "<b>", "@here", "*tebal*", "_miring_", "~~", "| a | b |", "http://x.y"),
        *("a" * 5000, "Dinas Kesehatan", " ", "1.02.01_2026_TW1_v1.xlsx"),
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=20), min_size=1, max_size=6).map("".join)

few = hypothesis_settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
