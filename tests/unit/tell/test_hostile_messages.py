"""Texts of people outside in messages and in Markdown: nobody takes them for markup of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import for_chat, markdown, printable
from dagster_project.sae.tell import messages
from tests.hostile import HOSTILE, STEERS, few

KINDS: dict[str, Callable[[Settings, str], messages.Message]] = {
    "held": lambda s, t: messages.held(s, cycle=t, reason=t),
    "broken": lambda s, t: messages.broken(s, cause=t),
    "unread": lambda s, t: messages.unread(s, sentences=[t] * 7),
    "lost": lambda s, t: messages.lost_scores(s, sentences=[t]),
    "reminder": lambda s, t: messages.reminder(
        s, cycle=t, deadline=date(2026, 10, 20), days_left=3, expected=5, silent=[t], to_mend=1
    ),
    "released": lambda s, t: messages.released(s, release_id=t, cycle=t, counts={}, pinned=t),
}
# What a chat server of any make would read: mentions, links, styles, code, pictures.
CHAT = re.compile(r"[<>@*~`\[\]|&]|:\w+:|\w+://|(?<!\w)_\w+_(?!\w)")


@pytest.mark.parametrize("kind", KINDS)
@given(text=HOSTILE)
@few
def test_a_message_holds_texts_as_texts(kind: str, text: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, profile="probolinggo", inbox=tmp_path)
    said = KINDS[kind](settings, text).text
    assert CHAT.findall(said) == []
    assert STEERS.findall(said) == []
    assert json.loads(json.dumps({"text": said}))["text"] == said


@given(text=HOSTILE)
@few
def test_a_text_in_markdown_stays_a_text(text: str) -> None:
    shown = markdown(text)
    assert re.findall(r"(?<!\\)[`*_\[\]<>|~#!]", re.sub(r"\\\\", "", shown)) == []
    assert re.sub(r"\\(.)", r"\1", shown) == printable(text).strip()


def test_names_of_files_are_readable_in_a_message() -> None:
    assert for_chat("1.02.01_2026_TW1_v1.xlsx") == "1.02.01_2026_TW1_v1.xlsx"
