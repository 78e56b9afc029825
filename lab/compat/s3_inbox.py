"""`make compat-s3`: an inbox on a real S3 server is pulled, and its mishaps end as they should.

Belongs here: what is done to the server, and what intake must make of it.
Stays out: mishaps of any server (tests/unit/intake/test_remote.py has them all, in memory).
The server is moto in a process and an environment of its own; nothing leaves the machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab.compat.asking import Answers, asked_elsewhere
from lab.compat.environments import ROOT
from lab.compat.s3_server import PACKAGES, SECRET, server, variables

SAMPLE = ROOT / "data_raw" / "contoh"
_TEXT = b"a,b\n" * 1000


def main() -> int:
    """Run the questions in an environment that has the server; 0 when all are answered right."""
    return asked_elsewhere("s3_inbox", PACKAGES, _ask_all)


def _ask_all(answers: Answers) -> None:
    """Every question in turn; the server ends before the last one."""
    import s3fs  # type: ignore[import-not-found]

    from dagster_project.sae.installation.errors import InboxError
    from dagster_project.sae.installation.settings import Settings
    from dagster_project.sae.intake.archive import archived_files
    from dagster_project.sae.intake.pull import pull
    from dagster_project.sae.intake.remote import fetch_inbox

    ask = answers.ask
    with (
        tempfile.TemporaryDirectory(prefix="sae-s3-") as home,
        server(Path(sys.executable)) as (
            url,
            stop,
        ),
    ):
        os.environ.update(variables(url), SAE_HOME=home, SAE_MASUK="s3://kotak/masuk")
        kotak = s3fs.S3FileSystem(endpoint_url=url)
        kotak.mkdir("kotak")
        for place in ("1.02.01_2026_TW2_v1.xlsx", "dinas lain/1.01.01_2026_TW2_v1.xlsx"):
            kotak.put(str(SAMPLE / Path(place).name), f"kotak/masuk/{place}")
        kotak.pipe("kotak/masuk/~$buka.xlsx", b"x")
        settings = Settings.from_env()
        inbox = settings.inbox
        received = pull(settings)
        ask("files pulled and accepted", (received.seen, received.accepted), (2, 2))
        ask("contents in the archive", len(list(archived_files(settings.archive))), 2)
        with _meanwhile(lambda: _grow(kotak)):
            ask("a file that grows is left", fetch_inbox(settings).growing, ("tumbuh.csv",))
        fetch_inbox(settings)
        ask("and comes when it is whole", (inbox / "tumbuh.csv").read_bytes() == _TEXT * 12, True)
        kotak.pipe("kotak/masuk/hilang.csv", _TEXT)
        with _meanwhile(lambda: (time.sleep(0.25), kotak.rm("kotak/masuk/hilang.csv"))):
            ask("a file that vanishes stops nothing", fetch_inbox(settings).unreadable, ())
        kotak.pipe("kotak/masuk/ganti.csv", b"satu")
        fetch_inbox(settings)
        kotak.pipe("kotak/masuk/ganti.csv", b"dua!")
        fetch_inbox(settings)
        ask("same size, other content", (inbox / "ganti.csv").read_bytes(), b"dua!")
        stop()
        try:
            fetch_inbox(settings)
            ask("a server that is gone", "no error", "InboxError")
        except InboxError as error:
            ask("a server that is gone says so", "tidak dapat dibaca" in str(error), True)
            ask("without its secret", SECRET in str(error), False)
        ask("what was fetched stays", len(list(inbox.rglob("*.xlsx"))), 2)


def _grow(kotak: Any) -> None:
    for times in range(1, 13):
        kotak.pipe("kotak/masuk/tumbuh.csv", _TEXT * times)
        time.sleep(0.15)


@contextmanager
def _meanwhile(work: Any) -> Iterator[None]:
    """Something that goes on while the block runs; the block starts a moment later."""
    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.2)
    yield
    thread.join()


if __name__ == "__main__":
    raise SystemExit(main())
