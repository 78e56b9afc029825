"""One reader process: asks the served file over and over, and tells what it was answered.

Run by test_readers_never_notice.py as `reading.py FILE STOP KIND`; KIND is `fresh` (a connection
for every question) or `lasting` (one connection for many questions, kept while the file is swapped
several times, however long a swap takes on this machine). Ends when STOP exists and prints one JSON
object: the errors, and for each connection when it was opened and the releases it was answered
from. Times are of the monotonic clock, which all processes share.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb

FILE, STOP, KIND = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
LASTING_SECONDS = 2.0
# The first may have begun before the connection was open and the last may not have ended when it
# is seen: of four that are seen, two lie wholly within the connection's life.
LASTING_SWAPS = 4
# Eight readers without a pause would leave the writer no core to write with.
PAUSE_SECONDS = 0.15
QUESTION = """
    select (select max(id_rilis) from rilis), min(id_rilis), max(id_rilis), count(*), sum(nomor)
    from kpi_pilar
"""


def ask(connection) -> list:
    """One answer as [release number, whether every part of it is of that release]."""
    release, low, high, rows, total = connection.execute(QUESTION).fetchone()
    number = int(release.rpartition("-")[2])
    return [number, low == high == release and rows == 40 and total == 40 * number]


def which_file() -> tuple[int, int]:
    """What tells the file that now stands under the name from the one that stood there before."""
    status = FILE.stat()
    return status.st_ino, status.st_mtime_ns


def connection_of_answers() -> dict:
    """Open, ask once or for a while, close."""
    begun = time.monotonic()
    answers = []
    swaps = 0
    with duckdb.connect(str(FILE), read_only=True, config={"threads": 1}) as connection:
        answers.append(ask(connection))
        opened = time.monotonic()
        current = which_file()
        while KIND == "lasting" and (
            swaps < LASTING_SWAPS or time.monotonic() - begun < LASTING_SECONDS
        ):
            answers.append(ask(connection))
            former, current = current, which_file()
            swaps += former != current
            if STOP.exists():
                break
            time.sleep(PAUSE_SECONDS)
    return {
        "begun": begun,
        "opened": opened,
        "closed": time.monotonic(),
        "asked": len(answers),
        "releases": sorted({number for number, _ in answers}),
        "is_whole": all(whole for _, whole in answers),
    }


def main() -> None:
    """Read until told to stop."""
    connections, errors = [], []
    while not STOP.exists():
        try:
            connections.append(connection_of_answers())
        except Exception as error:  # noqa: BLE001 - any error at all is what the test looks for
            errors.append(f"{type(error).__name__}: {error}")
        time.sleep(PAUSE_SECONDS)
    print(json.dumps({"kind": KIND, "connections": connections, "errors": errors}))


if __name__ == "__main__":
    main()
