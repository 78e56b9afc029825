"""A Superset of our own on localhost, in a scratch folder, ended with the check.

Belongs here: making it ready, starting and stopping it, calls to its REST API.
Stays out: what is asked of it (`superset_check`).
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.compat.environments import environment
from lab.compat.ports import free_port

# Its own metadata misses the last three: rich, cachetools, and a flask-caching it can import.
PACKAGES = (
    "apache-superset==6.1.0",
    "duckdb-engine==0.17.0",
    "duckdb==1.5.5",
    "rich",
    "cachetools",
    "flask-caching==2.3.1",
)
USER = "penguji"
START_SECONDS = 120
CALL_SECONDS = 60


class ApiError(Exception):
    """Superset answered with an error; the text is its own."""


@dataclass(frozen=True)
class Api:
    """The REST API of one Superset as one signed-in user."""

    base: str
    token: str = ""

    def call(
        self, method: str, path: str, body: object = None, *, kind: str = "application/json"
    ) -> dict[str, Any]:
        """One call; the answer decoded.

        Raises:
            ApiError: any answer that is not a success.
        """
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
        headers = {"Content-Type": kind, "Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(  # noqa: S310 - our own server on localhost
            f"{self.base}{path}", data=data, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=CALL_SECONDS) as answer:  # noqa: S310
                return dict(json.loads(answer.read() or b"{}"))
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            raise ApiError(f"{method} {path}: {error.code} {text[:600]}") from error

    def upload(self, path: str, file: Path, fields: dict[str, str]) -> dict[str, Any]:
        """Send one file as a form, as the import dialog does."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        parts.append(
            f'--{edge}\r\nContent-Disposition: form-data; name="formData"; filename="{file.name}"'
            "\r\nContent-Type: application/zip\r\n\r\n".encode()
            + file.read_bytes()
            + f"\r\n--{edge}--\r\n".encode()
        )
        return self.call(
            "POST", path, b"".join(parts), kind=f"multipart/form-data; boundary={edge}"
        )


def _variables(scratch: Path) -> dict[str, str]:
    config = scratch / "superset_config.py"
    if not config.exists():
        config.write_text(
            f"SECRET_KEY = {secrets.token_urlsafe(42)!r}\n"
            f"SQLALCHEMY_DATABASE_URI = 'sqlite:///{scratch / 'meta.db'}'\n"
            "WTF_CSRF_ENABLED = False\nTALISMAN_ENABLED = False\n",
            encoding="utf-8",
        )
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(scratch),
        "SUPERSET_HOME": str(scratch),
        "SUPERSET_CONFIG_PATH": str(config),
        "FLASK_APP": "superset.app:create_app()",
    }


def python() -> Path:
    """The Python of Superset's environment."""
    return environment("superset-6.1.0", PACKAGES)


@contextmanager
def superset(scratch: Path) -> Iterator[Api]:
    """A fresh Superset with one administrator, signed in; stopped at the end.

    Raises:
        subprocess.CalledProcessError: it could not be made ready.
        TimeoutError: it does not answer.
    """
    variables, log = _variables(scratch), scratch / "superset.log"
    command = str(python().with_name("superset"))
    password = secrets.token_urlsafe(12)
    person = ["--username", USER, "--firstname", "P", "--lastname", "U", "--email", "u@example.org"]
    port = free_port()
    with log.open("w", encoding="utf-8") as out:
        for step in (
            ["db", "upgrade"],
            ["fab", "create-admin", *person, "--password", password],
            ["init"],
        ):
            subprocess.run([command, *step], env=variables, stdout=out, stderr=out, check=True)
        serve = [command, "run", "-h", "127.0.0.1", "-p", str(port), "--with-threads"]
        server = subprocess.Popen(serve, env=variables, cwd=scratch, stdout=out, stderr=out)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, server)
            sign_in = {"username": USER, "password": password, "provider": "db"}
            token = Api(base).call("POST", "/api/v1/security/login", sign_in)["access_token"]
            # For a person who wants to look: the address and the password of this scratch server.
            (scratch / "masuk.json").write_text(json.dumps({"base": base, **sign_in}))
            yield Api(base, str(token))
        except ApiError:
            # The answer names no cause; the log does, and the scratch folder goes with the check.
            sys.stderr.write("".join(log.read_text(encoding="utf-8").splitlines(True)[-60:]))
            raise
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{base}/health", timeout=5):  # noqa: S310 - localhost
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"Superset at {base} does not answer; see superset.log")
