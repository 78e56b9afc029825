"""One message to the webhook: retried, bounded in time, and never the reason that a run fails.

Belongs here: the request, its time limits, what counts as delivered.
Stays out: what a message says (`messages`), when one is sent (`cli`, `defs/jobs.py`).
The address is a secret: no sentence of this module repeats it.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.tell.messages import Message

ATTEMPT_SECONDS = 5.0
PAUSES = (1.0, 3.0)
TOTAL_SECONDS = 20.0
"""Three attempts of five seconds with their pauses; a server that drips bytes is left then too."""

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Delivery:
    """What became of a message.

    Attributes:
        is_sent: the server took it.
        attempts: how often it was tried; 0 when no webhook is set.
        problem: why it was not taken, without the address; empty when it was, or none is set.
    """

    is_sent: bool
    attempts: int = 0
    problem: str = ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the message into an empty GET, or send it to somebody else."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


@dataclass
class _Attempts:
    count: int = 0
    is_sent: bool = False
    problem: str = "tidak ada jawaban dalam waktunya"
    stop: threading.Event = field(default_factory=threading.Event)


def send(
    settings: Settings,
    message: Message,
    *,
    pauses: Sequence[float] = PAUSES,
    attempt_seconds: float = ATTEMPT_SECONDS,
    total_seconds: float = TOTAL_SECONDS,
) -> Delivery:
    """Post a message as JSON (`text`, which chat servers show, and its facts); nothing is raised.

    Args:
        settings: gives the webhook; without one nothing is sent.
        message: what to say.
        pauses: seconds before each further attempt; as many attempts as pauses and one.
        attempt_seconds: how long one attempt waits for the server.
        total_seconds: after this time the caller goes on, whatever the server does.
    """
    if settings.webhook is None:
        return Delivery(is_sent=False)
    request = urllib.request.Request(  # noqa: S310 - settings accept http and https only
        settings.webhook,
        data=json.dumps({"text": message.text, "jenis": message.kind}).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        method="POST",
    )
    state = _Attempts()
    # A server that sends a byte now and then resets every socket time-out; a thread does not care.
    worker = threading.Thread(
        target=_try, args=(request, state, pauses, attempt_seconds), daemon=True
    )
    worker.start()
    worker.join(total_seconds)
    state.stop.set()
    return Delivery(state.is_sent, state.count, "" if state.is_sent else state.problem)


def _try(
    request: urllib.request.Request,
    state: _Attempts,
    pauses: Sequence[float],
    attempt_seconds: float,
) -> None:
    opener = urllib.request.build_opener(_NoRedirect)
    for pause in (0.0, *pauses):
        if pause:
            time.sleep(pause)
        if state.stop.is_set():
            return
        state.count += 1
        try:
            with opener.open(request, timeout=attempt_seconds) as answer:
                state.is_sent = 200 <= answer.status < 300
                state.problem = f"HTTP {answer.status}"
                return
        except urllib.error.HTTPError as error:
            state.problem = f"HTTP {error.code}"
            error.close()
            if error.code not in _AGAIN:
                return
        except (OSError, http.client.HTTPException, ValueError) as error:
            state.problem = _reason(error)


def _reason(error: Exception) -> str:
    """What went wrong, without the text of the error: that may hold the address."""
    inner = getattr(error, "reason", None)
    cause = inner if isinstance(inner, Exception) else error
    known = next((said for kind, said in _SAID.items() if isinstance(cause, kind)), None)
    return known or f"sambungannya gagal, {type(cause).__name__}"


_SAID: Mapping[type[Exception], str] = {
    ssl.SSLError: "sertifikat servernya tidak dapat dipercaya",
    socket.gaierror: "nama servernya tidak ditemukan",
    ConnectionRefusedError: "servernya menolak sambungan",
    TimeoutError: "servernya tidak menjawab dalam waktunya",
    ConnectionError: "servernya memutus sambungan",
}
