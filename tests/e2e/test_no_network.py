"""The pipeline needs nobody: no process of a run tries to reach another machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sae.installation.settings import Settings

ROOT = Path(__file__).parents[2]
WATCH = Path(__file__).parent / "pengawas"
TELEMETRY = {
    "DAGSTER_DISABLE_TELEMETRY",
    "DBT_SEND_ANONYMOUS_USAGE_STATS",
    "GX_ANALYTICS_ENABLED",
    "DO_NOT_TRACK",
}


def cut_off() -> list[str]:
    """What to put before a command so that it has no network at all; nothing where not allowed."""
    alone = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None:
        return []
    tried = subprocess.run([*alone, "true"], capture_output=True, check=False)
    return alone if tried.returncode == 0 else []


def attempts(log: Path) -> tuple[int, list[str]]:
    """How many processes were watched, and what they tried to reach."""
    lines = log.read_text(encoding="utf-8").splitlines()
    tried = [line for line in lines if not line.startswith("proses ")]
    return len(lines) - len(tried), tried


def run(command: list[str], settings: Settings, log: Path, *, before: list[str]) -> Any:
    """Run a command as on a new machine: nobody has switched telemetry off for it."""
    # A build leaves its variables in the process; this run is another installation's.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in TELEMETRY and not name.startswith(("SAE_", "DBT_"))
    }
    environment |= {
        "SAE_HOME": str(settings.home),
        "SAE_MASUK": str(settings.inbox),
        "SAE_KINI": settings.now().isoformat(),
        "DAGSTER_HOME": str(settings.home / "kerja" / "dagster"),
        "PYTHONPATH": str(WATCH),
        "SAE_UJI_SAMBUNGAN": str(log),
    }
    Path(environment["DAGSTER_HOME"]).mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [*before, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "dagster_project.cli", "run", "--siklus", "{siklus}"],
        ["-m", "dagster", "job", "execute", "-m", "dagster_project.definitions", "-j", "rakorev"],
    ],
    ids=["sae run", "dagster"],
)
def test_a_run_reaches_its_release_without_a_network_and_never_asks_for_one(
    command: list[str],
    install_case: Callable[[str, Path], Settings],
    facts_of: Callable[[str], dict[str, Any]],
    tmp_path: Path,
) -> None:
    settings = install_case("kuartal_bersih", tmp_path)
    cycle = facts_of("kuartal_bersih")["id_siklus"]
    log = tmp_path / "sambungan.log"
    words = [word.format(siklus=cycle) for word in command]
    done = run([sys.executable, *words], settings, log, before=cut_off())
    assert done.returncode == 0, done.stderr[-2000:]
    assert (settings.serving / "sae.duckdb").is_file()
    watched, tried = attempts(log)
    assert watched >= 2  # the run and at least one reading child
    assert tried == []


def test_the_watch_sees_an_attempt(
    install_case: Callable[[str, Path], Settings], tmp_path: Path
) -> None:
    settings = install_case("kuartal_bersih", tmp_path)
    log = tmp_path / "sambungan.log"
    code = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=0.1)"
    run([sys.executable, "-c", code], settings, log, before=cut_off())
    assert attempts(log)[1]
