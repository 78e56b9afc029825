"""`make compat-webdav`: an OPD folder on a real WebDAV server, as an inbox and for the answers.

Belongs here: what is done to the server, and what intake and the courier must make of it.
Stays out: mishaps of any server (tests/unit/intake/test_remote.py has them all, in memory).
The server is WsgiDAV in a process and an environment of its own; nothing leaves the machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab.compat.asking import Answers, asked_elsewhere
from lab.compat.environments import ROOT
from lab.compat.ports import answers, free_port

PACKAGES = ("wsgidav==4.4.0", "cheroot==11.1.2", "webdav4[fsspec]==0.11.0")
SAMPLE = ROOT / "data_raw" / "contoh"
OWN, OTHER = "1.02.01", "1.03.01"
_START_SECONDS = 60.0
_LOGIN = ("sae", "rahasia/42")


def main() -> int:
    """Run the questions in an environment that has the server; 0 when all are answered right."""
    return asked_elsewhere("webdav_inbox", PACKAGES, _ask_all)


def _ask_all(answers: Answers) -> None:
    """Every question in turn; the server ends before the last one."""
    from dagster_project.sae.answer.deliver import deliver
    from dagster_project.sae.contract.landing import landed_files
    from dagster_project.sae.contract.profile import load_profile
    from dagster_project.sae.installation.errors import InboxError
    from dagster_project.sae.installation.settings import Settings
    from dagster_project.sae.intake.pull import pull
    from dagster_project.sae.intake.remote import fetch_inbox

    ask = answers.ask
    with tempfile.TemporaryDirectory(prefix="sae-webdav-") as home:
        shared = Path(home) / "server"
        (shared / "opd" / OWN).mkdir(parents=True)
        (shared / "opd" / OTHER).mkdir()
        with _server(shared) as (address, stop):
            os.environ.update(SAE_HOME=f"{home}/var", SAE_MASUK=address, SAE_KEMBALI=address)
            settings = Settings.from_env()
            report = SAMPLE / f"{OWN}_2026_TW2_v1.xlsx"
            shutil.copy(report, shared / "opd" / OWN / report.name)
            shutil.copy(SAMPLE / "1.01.01_2026_TW2_v1.xlsx", shared / "opd" / OTHER)
            received = pull(settings)
            ask("files pulled", (received.seen, received.accepted, received.rejected), (2, 1, 1))
            told = {row["kode_opd"]: row["hasil"] for row in landed_files(settings.landing)}
            ask("each is its folder's", told, {OWN: "DITERIMA", OTHER: "DITOLAK"})
            again = pull(settings)
            ask("the same again is nothing new", (again.seen, again.new), (2, 0))
            answer = settings.returns / OWN / f"{report.stem}_perbaikan.md"
            answer.parent.mkdir(parents=True)
            answer.write_text("satu", encoding="utf-8")
            codes = load_profile(settings.profile_dir).opd_codes
            ask("an answer goes back", deliver(settings, codes).brought, 1)
            there = shared / "opd" / OWN / "kembali" / answer.name
            ask("into the folder of its OPD", there.read_text(encoding="utf-8"), "satu")
            ask("and into no other", list((shared / "opd" / OTHER).glob("kembali/*")), [])
            ask("and is no report", pull(settings).seen, 2)
            there.write_text("sedang dibetulkan", encoding="utf-8")
            answer.write_text("dua", encoding="utf-8")
            deliver(settings, codes)
            ask(
                "what is being mended stays", there.read_text(encoding="utf-8"), "sedang dibetulkan"
            )
            stop()
            try:
                fetch_inbox(settings)
                ask("a server that is gone", "no error", "InboxError")
            except InboxError as error:
                ask("a server that is gone says so", "tidak dapat dibaca" in str(error), True)
                ask("without its password", "rahasia" in str(error), False)
            answer.write_text("tiga kali", encoding="utf-8")
            problems = deliver(settings, codes).problems
            ask("an answer that waits is told", len(problems), 1)


@contextmanager
def _server(shared: Path) -> Iterator[tuple[str, Any]]:
    """Address of a WebDAV server over that folder, with a login, and what ends it."""
    port = free_port()
    config = shared.parent / "wsgidav.json"
    name, password = _LOGIN
    config.write_text(
        json.dumps(
            {
                "host": "127.0.0.1",
                "port": port,
                "provider_mapping": {"/": str(shared)},
                "simple_dc": {"user_mapping": {"*": {name: {"password": password}}}},
                "http_authenticator": {"accept_basic": True, "default_to_digest": False},
                "property_manager": True,
                "lock_storage": True,
            }
        ),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "wsgidav.server.server_cli", "--config", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop() -> None:
        process.terminate()
        process.wait()

    try:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and not answers(port):
            time.sleep(0.2)
        yield f"webdav://{name}:{password.replace('/', '%2F')}@127.0.0.1:{port}/opd", stop
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    raise SystemExit(main())
