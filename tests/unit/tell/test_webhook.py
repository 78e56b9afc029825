"""An alert is tried again, bounded in time, and tells what became of it without its address."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import SettingsError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.tell.messages import Message
from dagster_project.sae.tell.webhook import Delivery, send
from lab.simulasi.webhook import webhook

MESSAGE = Message("terbit", "SAE uji: rilis terbit.")
FAST = {"pauses": (0.01, 0.01), "attempt_seconds": 0.3, "total_seconds": 2.0}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, profile="probolinggo", inbox=tmp_path)


def test_a_message_arrives_as_text_with_its_kind(settings):
    with webhook(200) as hook:
        sent = send(replace(settings, webhook=hook.url), MESSAGE, **FAST)
    assert sent == Delivery(is_sent=True, attempts=1)
    assert hook.received == [{"text": MESSAGE.text, "jenis": "terbit"}]


def test_a_server_that_fails_first_gets_it_once_in_the_end(settings):
    with webhook(500, 429, 204) as hook:
        sent = send(replace(settings, webhook=hook.url), MESSAGE, **FAST)
    assert (sent.is_sent, sent.attempts) == (True, 3)
    assert len(hook.received) == 1


@pytest.mark.parametrize(
    ("behaviour", "attempts", "problem"),
    [(500, 3, "HTTP 500"), (404, 1, "HTTP 404"), ("hang", 3, "tidak menjawab dalam waktunya"),
     ("hang up", 3, ""), ("redirect", 1, "HTTP 302")],
)  # fmt: skip
def test_a_server_that_never_takes_it_is_given_up(settings, behaviour, attempts, problem):
    with webhook(behaviour) as hook:
        lost = send(replace(settings, webhook=hook.url), MESSAGE, **FAST)
    assert not lost.is_sent
    assert lost.attempts == attempts
    assert problem in lost.problem
    assert "rahasia" not in lost.problem
    assert hook.requests == ["POST"] * attempts


def test_a_server_that_drips_is_left_at_the_total_time(settings):
    started = time.monotonic()
    with webhook("drip") as hook:
        lost = send(replace(settings, webhook=hook.url), MESSAGE, **(FAST | {"total_seconds": 0.8}))
        waited = time.monotonic() - started
    assert lost.problem == "tidak ada jawaban dalam waktunya"
    assert 0.7 < waited < 5


def test_nobody_listening_is_a_problem_and_no_error(settings):
    with webhook(200) as hook:
        address = hook.url
    lost = send(replace(settings, webhook=address), MESSAGE, **FAST)
    assert (lost.is_sent, lost.attempts) == (False, 3)
    assert lost.problem


def test_without_a_webhook_nothing_is_sent(settings):
    assert send(settings, MESSAGE) == Delivery(is_sent=False)


@pytest.mark.parametrize(
    "address", ["chat.example/x", "ftp://h/rahasia", "http:///rahasia", "http://a b/c"]
)
def test_an_address_that_is_none_is_refused_without_repeating_it(address: str):
    with pytest.raises(SettingsError, match="SAE_WEBHOOK") as refusal:
        Settings.from_env({"SAE_WEBHOOK": address})
    assert address not in str(refusal.value)


def test_the_address_is_never_shown():
    settings = Settings.from_env({"SAE_WEBHOOK": "https://chat.example/hook/rahasia"})
    assert settings.webhook == "https://chat.example/hook/rahasia"
    assert "rahasia" not in repr(settings)
