"""An S3 server of our own for one check: moto in a process and an environment of its own.

Belongs here: starting and ending it, making a bucket, naming what lies in one.
Stays out: what is done with it (`s3_inbox`, `gugus`). Nothing leaves the machine.
"""

from __future__ import annotations

import os
import subprocess
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.compat.ports import answers, free_port

PACKAGES = ("s3fs==2026.9.0", "moto[server]==5.2.5")
USER, SECRET = "kunci", "rahasia"
_START_SECONDS = 60.0
_NAMES = "{http://s3.amazonaws.com/doc/2006-03-01/}"


def variables(url: str) -> dict[str, str]:
    """What a client of the server has in its environment."""
    return {
        "AWS_ACCESS_KEY_ID": USER,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_ENDPOINT_URL": url,
        "AWS_DEFAULT_REGION": "us-east-1",
    }


@contextmanager
def server(python: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Address of a running server, and what ends it before the block does.

    Args:
        python: the Python of an environment that holds `PACKAGES`.

    Raises:
        TimeoutError: it did not answer within a minute.
    """
    port = free_port()
    command = [str(python.with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)]
    # It has an environment of its own, whoever asks.
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    process = subprocess.Popen(
        command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def stop() -> None:
        process.terminate()
        process.wait()

    try:
        deadline = time.monotonic() + _START_SECONDS
        while not answers(port):
            if time.monotonic() > deadline or process.poll() is not None:
                raise TimeoutError("the S3 server did not start")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", stop
    finally:
        process.kill()
        process.wait()


def make_bucket(url: str, bucket: str) -> None:
    """A bucket on the server; it may be there already."""
    request = urllib.request.Request(f"{url}/{bucket}", method="PUT")  # noqa: S310 - our own server
    with urllib.request.urlopen(request):  # noqa: S310
        pass


def keys(url: str, bucket: str, prefix: str = "") -> list[str]:
    """Every object of a bucket below a prefix, in the order of the server."""
    found: list[str] = []
    after = ""
    while True:
        asked = f"{url}/{bucket}?list-type=2&prefix={prefix}&start-after={after}"
        with urllib.request.urlopen(asked) as answer:  # noqa: S310 - our own server
            page = ElementTree.fromstring(answer.read())  # noqa: S314
        names = [str(key.text) for key in page.iter(f"{_NAMES}Key")]
        if not names:
            return found
        found += names
        after = names[-1]
