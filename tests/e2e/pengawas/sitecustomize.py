"""Loaded by every Python process that has this folder on its path: writes down what it connects to.

Belongs here: the audit hook. Stays out: judging what was attempted (`test_no_network`).
"""

import os
import sys

_LOG = os.environ.get("SAE_UJI_SAMBUNGAN")
_LOCAL = ("127.", "::1", "localhost")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        return
    address = arguments[1] if event in {"socket.connect", "socket.sendto"} else arguments[0]
    host = address[0] if isinstance(address, tuple) else address
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    # A path is a socket of this machine; a call without a host asks for our own address.
    if host is None or text.startswith(("/", "\0", *_LOCAL)) or not text:
        return
    with open(_LOG, "a", encoding="utf-8") as log:  # noqa: PTH123 - pathlib may not be loaded yet
        log.write(f"{event} {text} {' '.join(sys.argv[:2])}\n")


if _LOG:
    with open(_LOG, "a", encoding="utf-8") as started:  # noqa: PTH123 - as above
        started.write(f"proses {os.getpid()}\n")
    sys.addaudithook(_watch)
