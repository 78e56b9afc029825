"""A real nginx that reads `deploy/nginx.conf`, on localhost, in a scratch folder.

Belongs here: that recipe with the places of a scratch folder in it, a certificate for localhost,
starting and stopping. Stays out: what is asked of it (`http_check`, `recipes`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.compat.ports import answers, free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
USER, PASSWORD = "analis", "hanya-untuk-uji"
_START_SECONDS = 10.0


def programs() -> tuple[str, str] | None:
    """Where nginx and openssl are, or None when this machine has not both."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    keys = shutil.which("openssl")
    return (nginx, keys) if nginx and keys else None


def configure(folder: Path, openssl: str, *, home: Path | None = None, port: int = 443) -> Path:
    """Write certificate, password file and configuration into the folder.

    Args:
        folder: an empty scratch folder; `sertifikat.pem` is what a client has to trust.
        openssl: the program that makes the certificate.
        home: the `SAE_HOME` that is served in place of `/srv/sae/var`.
        port: the port of localhost that is listened on.

    Returns:
        The configuration file for `nginx -c`.
    """
    certificate, key = folder / "sertifikat.pem", folder / "kunci.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
         "-days", "1"],
        capture_output=True, check=True,
    )  # fmt: skip
    (folder / "sae.htpasswd").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for there, here in {
        "/etc/ssl/certs/sae.pem": certificate,
        "/etc/ssl/private/sae.key": key,
        "/etc/nginx/sae.htpasswd": folder / "sae.htpasswd",
        "/srv/sae/var": home or folder,
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "sae.example.go.id": "localhost",
    }.items():
        if there not in site:
            raise ValueError(f"deploy/nginx.conf no longer holds {there!r}")
        site = site.replace(there, str(here))
    bodies = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Started by root, nginx reads as a user of its own, who cannot enter a scratch folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"{user}pid {folder}/pid;\nerror_log {folder}/galat.log;\ndaemon off;\nevents {{}}\n"
        f"http {{\naccess_log {folder}/akses.log;\n{bodies}\n{site}\n}}\n",
        encoding="utf-8",
    )
    return configuration


@contextmanager
def serving_home(home: Path, folder: Path) -> Iterator[str]:
    """Serve a `SAE_HOME` as `deploy/nginx.conf` does, until the block ends.

    Yields:
        The address, `https://localhost:<port>`.

    Raises:
        RuntimeError: nginx or openssl is not installed, or the server does not answer.
    """
    found = programs()
    if found is None:
        raise RuntimeError("install nginx and openssl first (`apt-get install nginx openssl`)")
    port = free_port()
    configuration = configure(folder, found[1], home=home, port=port)
    server = subprocess.Popen([found[0], "-c", configuration, "-p", folder])
    try:
        _wait(port, server)
        yield f"https://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=_START_SECONDS)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if answers(port):
            return
        time.sleep(0.05)
    raise RuntimeError("nginx does not answer; its own words stand above")
