"""A webhook on this machine that behaves as told: it takes, fails, hangs, drips or sends away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = int | str
"""A status to answer with, or `hang`, `drip`, `redirect`, `hang up`."""


@dataclass
class Webhook:
    """The server as a test sees it."""

    url: str = ""
    behaviours: list[Behaviour] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    end: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Behaviour:
        """What this request meets; the last behaviour stays."""
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]


class _Handler(BaseHTTPRequestHandler):
    """Answers as the webhook of its server says."""

    server: _Server

    def do_GET(self) -> None:
        """Take note that somebody followed a redirect."""
        self.server.hook.requests.append("GET")
        self._answer(200)

    def do_POST(self) -> None:
        """Meet the next behaviour."""
        hook = self.server.hook
        hook.requests.append("POST")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        behaviour = hook.next()
        if isinstance(behaviour, int):
            if 200 <= behaviour < 300:
                hook.received.append(json.loads(body))
            self._answer(behaviour)
        elif behaviour == "redirect":
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
        elif behaviour == "hang":
            hook.end.wait(30)
        elif behaviour == "drip":
            self._drip()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.hook.end.wait(0.1):
            self.wfile.write(b"X-Drip: 1\r\n")
            self.wfile.flush()

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hook: Webhook


@contextmanager
def webhook(*behaviours: Behaviour) -> Iterator[Webhook]:
    """Serve on a free port of the loopback until the block ends."""
    hook = Webhook(behaviours=list(behaviours))
    server = _Server(("127.0.0.1", 0), _Handler)
    server.hook = hook
    hook.url = f"http://127.0.0.1:{server.server_port}/layanan/rahasia-123"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        hook.end.set()
        server.shutdown()
        server.server_close()
