"""`make compat-postgres`: Dagster's own records in a real PostgreSQL, by the one documented switch.

Belongs here: what the UI, the sensor, the schedule and a run must leave in the database.
Stays out: the server (`postgres_server`), the switch (`dagster_project.orchestrator.ui_home`).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from lab.compat.ports import free_port
from lab.compat.postgres_server import NoServerError, server

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_ANSWER, SECONDS_TO_FINISH = 300, 900
REPOSITORY = {
    "repositoryName": "__repository__",
    "repositoryLocationName": "dagster_project.definitions",
}


class Ui:
    """The running UI, asked over GraphQL."""

    def __init__(self, port: int) -> None:
        self._address = f"http://127.0.0.1:{port}/graphql"

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of one answer.

        Raises:
            OSError: nobody answers.
        """
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(  # noqa: S310 - our own address on this machine
            self._address, body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            return dict(json.load(answer)["data"])

    def runs(self) -> list[tuple[str, str]]:
        """Ids and states of all runs, the newest first."""
        data = self.ask("{runsOrError{...on Runs{results{runId status}}}}")
        return [(r["runId"], r["status"]) for r in data["runsOrError"]["results"]]


@contextmanager
def ui(environment: dict[str, str], log: Path) -> Iterator[Ui]:
    """`sae ui` until the end of the block; what it says goes to a log."""
    port = free_port()
    said = log.open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "dagster_project.cli", "ui", "--port", str(port)],
        env=environment, cwd=ROOT, stdout=said, stderr=said,
    )  # fmt: skip
    screen = Ui(port)
    try:
        wait_for(lambda: _locations(screen) == ["dagster_project.definitions"], SECONDS_TO_ANSWER)
        yield screen
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        said.close()


def wait_for(what: Any, seconds: float) -> None:
    """Ask until the answer is yes.

    Raises:
        TimeoutError: it never was.
    """
    limit = time.monotonic() + seconds
    while True:
        try:
            if what():
                return
        except (OSError, KeyError, TypeError, urllib.error.URLError):
            pass  # the UI is still starting
        if time.monotonic() > limit:
            raise TimeoutError("the UI did not come to that in time")
        time.sleep(1)


def rows_of(address: str) -> dict[str, int]:
    """Rows of the tables that hold runs, events, ticks and what is switched on."""
    import psycopg2

    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        counts = {}
        for table in ("runs", "event_logs", "jobs", "job_ticks"):
            cursor.execute(f"select count(*) from {table}")
            counts[table] = int(cursor.fetchone()[0])
    return counts


def check(folder: Path) -> list[tuple[str, str, bool]]:
    """Question, answer and whether it is right, for each thing the switch must do."""
    found: list[tuple[str, str, bool]] = []
    inbox = folder / "masuk"
    inbox.mkdir()
    (folder / "pg").mkdir(mode=0o755)
    with server(folder / "pg") as address:
        environment = {
            **os.environ,
            "SAE_HOME": str(folder / "var"),
            "SAE_MASUK": str(inbox),
            "SAE_DAGSTER_PG": address.replace("postgresql:", "postgresql+psycopg2:"),
            "DAGSTER_DISABLE_TELEMETRY": "yes",
        }
        environment.pop("DAGSTER_HOME", None)
        with ui(environment, folder / "ui.log") as screen:
            for kind, name in (("Sensor", "kotak_masuk_sensor"), ("Schedule", "rakorev_harian")):
                state = _switch_on(screen, kind, name)
                found.append((f"{kind} {name} switched on", state, state == "RUNNING"))
            shutil.copytree(ROOT / "data_raw" / "contoh", inbox, dirs_exist_ok=True)
            wait_for(lambda: _ended(screen), SECONDS_TO_FINISH)
            runs = screen.runs()
            ends = ", ".join(state for _, state in runs)
            found.append(("runs the sensor asked for", ends, ends == "SUCCESS"))
        counts = rows_of(address)
        shown = ", ".join(f"{table} {count}" for table, count in counts.items())
        found.append(("rows in PostgreSQL", shown, all(counts.values())))
        home = folder / "var" / "kerja" / "dagster"
        sqlite = [p.name for p in home.rglob("*") if p.suffix == ".db"]
        found.append(("SQLite files beside it", str(len(sqlite)), not sqlite))
        written = [
            p
            for p in (folder / "var").rglob("*.yaml")
            if address.split("@")[0].rpartition(":")[2] in p.read_text("utf-8")
        ]
        found.append(("files that hold the password", str(len(written)), not written))
        with ui(environment, folder / "ui.log") as screen:
            again = screen.runs()
            found.append(("runs after a restart", str(len(again)), again == runs))
    return found


def main() -> int:
    """Run the check and print what was asked and what came."""
    console = Console(width=110)
    with tempfile.TemporaryDirectory(prefix="sae-postgres-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            found = check(folder)
        except NoServerError as error:
            console.print(str(error))
            return 2
        except TimeoutError as error:
            log = (folder / "ui.log").read_text("utf-8", "replace")
            console.print(f"{error}; the UI said last:\n{log[-3000:]}", markup=False)
            return 1
    table = Table("what", "answer", "right")
    for question, answer, right in found:
        table.add_row(question, answer, "yes" if right else "NO")
    console.print(table)
    return 0 if all(right for *_, right in found) else 1


def _locations(screen: Ui) -> list[str]:
    data = screen.ask("{workspaceOrError{...on Workspace{locationEntries{name loadStatus}}}}")
    entries = data["workspaceOrError"]["locationEntries"]
    return [entry["name"] for entry in entries if entry["loadStatus"] == "LOADED"]


def _ended(screen: Ui) -> bool:
    states = [state for _, state in screen.runs()]
    return bool(states) and all(state in {"SUCCESS", "FAILURE", "CANCELED"} for state in states)


def _switch_on(screen: Ui, kind: str, name: str) -> str:
    """State of a sensor or schedule after it was started."""
    selector = {**REPOSITORY, f"{kind.lower()}Name": name}
    state = f"{kind.lower()}State" if kind == "Sensor" else "scheduleState"
    inner = "sensorState{status}" if kind == "Sensor" else "scheduleState{status}"
    result = "Sensor" if kind == "Sensor" else "ScheduleStateResult"
    query = (
        f"mutation($s: {kind}Selector!){{start{kind}({kind.lower()}Selector: $s)"
        f"{{__typename ...on {result}{{{inner}}} ...on PythonError{{message}}}}}}"
    )
    answer = screen.ask(query, s=selector)[f"start{kind}"]
    return str(answer.get(state, {}).get("status") or answer)


if __name__ == "__main__":
    sys.exit(main())
