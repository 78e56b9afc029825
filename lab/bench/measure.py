"""How benchmarks measure: wall time and the peak memory of a whole process tree.

Belongs here: running a command and watching it. Stays out: what is compared with what.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "lab" / "bench" / "results"
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Measured:
    """One command: wall seconds, peak resident MiB of its process tree, exit code, output."""

    seconds: float
    peak_mib: float
    code: int
    output: str


def _tree(root_pid: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, queue = [], [root_pid]
    while queue:
        pid = queue.pop()
        queue.extend(children.get(pid, []))
        found.append(pid)
    return found


def _tree_rss_kib(root_pid: int) -> int:
    """Resident memory of a process and its descendants, shared pages counted once (PSS)."""
    total = 0
    for pid in _tree(root_pid):
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total


def tree_processor_seconds(root_pid: int) -> dict[int, float]:
    """Processor seconds of a process and of each of its descendants until now, by process id."""
    found: dict[int, float] = {}
    for pid in _tree(root_pid):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        found[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def tree_memory_mib(root_pid: int) -> float:
    """Resident MiB of a process and its descendants now, shared pages counted once."""
    return _tree_rss_kib(root_pid) / 1024


def measure(command: Sequence[str], *, env: Mapping[str, str], cwd: Path = ROOT) -> Measured:
    """Run a command to its end and report wall time and peak memory of its tree."""
    log = Path(os.environ.get("TMPDIR", "/tmp")) / f"sae-bench-{os.getpid()}.log"  # noqa: S108
    started = time.perf_counter()
    with log.open("w+", encoding="utf-8") as sink:
        process = subprocess.Popen(
            list(command), env={**os.environ, **env}, cwd=cwd, stdout=sink, stderr=sink
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, _tree_rss_kib(process.pid))
            time.sleep(POLL_SECONDS)
    seconds = time.perf_counter() - started
    output = log.read_text(encoding="utf-8")
    log.unlink()
    return Measured(seconds, peak / 1024, process.returncode, output)


def machine() -> dict[str, Any]:
    """Facts of the machine that make a number readable later; no names of hosts or people."""
    memory = next(
        (
            line.split()[1]
            for line in Path("/proc/meminfo").read_text().splitlines()
            if line.startswith("MemTotal")
        ),
        "0",
    )
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory) / 1024**2, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        # Folders are somebody's machine and decide nothing.
        "argv": [Path(word).name if "/" in word else word for word in sys.argv],
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def write_result(name: str, result: Mapping[str, Any]) -> Path:
    """Write one result as JSON to `lab/bench/results/`, with the machine's facts."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    text = json.dumps({"machine": machine(), **result}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
