"""A warm child process for the checks: it imports while dbt builds, then waits for the word.

Belongs here: starting the child, the exchange with it, what happens when it dies.
Stays out: the check run itself (`run`). Only the parent makes evidence visible, so a child that
outlives a killed run leaves nothing behind that counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from dagster_project.sae.checks import evidence
from dagster_project.sae.checks.run import CheckReport, RuleResult, evaluate, suites_of
from dagster_project.sae.installation import errors
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.installation.words import number

TIMEOUT_SECONDS = 3600.0
_TAIL = 800


class Worker:
    """A child process that is ready, or getting ready, to run the checks once."""

    def __init__(self, process: subprocess.Popen[str], log: IO[str], settings: Settings) -> None:
        self._process, self._log, self._settings = process, log, settings

    @property
    def pid(self) -> int:
        """Process id of the child."""
        return self._process.pid

    def run(self, *, timeout: float = TIMEOUT_SECONDS) -> CheckReport:
        """Let the child run the checks, then make its evidence visible.

        Raises:
            SuiteError, WarehouseError: as `run_checks`.
            GateError: the child died or did not answer in time; says what it said last.
        """
        evidence.clear(self._settings.evidence)
        try:
            answer, _ = self._process.communicate(_packed(self._settings), timeout=timeout)
        except subprocess.TimeoutExpired as error:
            self.close()
            raise errors.GateError(
                "Proses pemeriksaan tidak menjawab dalam "
                f"{number(timeout, 0 if timeout >= 1 else 2)} detik, lalu dihentikan."
            ) from error
        lines = answer.strip().splitlines()
        if self._process.returncode != 0 or not lines:
            raise errors.GateError(
                f"Proses pemeriksaan mati (kode keluar {self._process.returncode}): {self._said()}"
            )
        report = _unpacked(json.loads(lines[-1]))
        evidence.commit(report.staged)
        return report

    def close(self) -> None:
        """End the child if it still waits or works; safe to call twice."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._log):
            if stream is not None:
                stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _said(self) -> str:
        self._log.seek(0)
        return " ".join(self._log.read().split())[-_TAIL:] or "tanpa pesan"


def start_worker(settings: Settings) -> Worker:
    """Start the child; it imports at once and waits for `run`.

    The suites are read here first: a fault in them stops a run before anything is computed.

    Raises:
        SuiteError: a suite or the catalogue cannot be used.
    """
    suites_of(settings)
    log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
    process = subprocess.Popen(
        [sys.executable, "-m", "dagster_project.sae.checks.worker"],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        encoding="utf-8",
    )
    return Worker(process, log, settings)


def main() -> None:
    """The child: import, wait for one line, run, answer with one line.

    The parent's end closing without a word means that nobody wants the checks any more.
    """
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes to the log, never between the lines
    import dagster_project.sae.checks.judge  # noqa: F401  # this is what takes the seconds

    line = sys.stdin.readline()
    if not line:
        return
    try:
        said = _answered(evaluate(_settings(json.loads(line))))
    except errors.SaeError as error:
        said = {"error": type(error).__name__, "message": str(error)}
    with answer:
        answer.write(json.dumps(said) + "\n")
    os._exit(0)  # everything is on disk; taking the library down would cost a second of waiting


def _packed(settings: Settings) -> str:
    plain = {**asdict(settings), "clock": settings.clock and settings.clock.isoformat()}
    return json.dumps(plain, default=str) + "\n"


def _settings(plain: dict[str, Any]) -> Settings:
    return Settings(
        home=Path(plain["home"]),
        profile=plain["profile"],
        inbox=Path(plain["inbox"]),
        clock=datetime.fromisoformat(plain["clock"]) if plain["clock"] else None,
        root=Path(plain["root"]),
        is_building=plain["is_building"],
    )


def _answered(report: CheckReport) -> dict[str, Any]:
    return {
        "results": [vars(result) for result in report.results],
        "rows": dict(report.rows),
        "seconds": report.seconds,
        "staged": [str(report.staged.results), str(report.staged.violations)],
    }


def _unpacked(said: dict[str, Any]) -> CheckReport:
    if "error" in said:
        kind: type[errors.SaeError] = getattr(errors, said["error"])
        raise kind(said["message"])
    results, violations = map(Path, said["staged"])
    return CheckReport(
        results=tuple(RuleResult(**row) for row in said["results"]),
        rows=said["rows"],
        seconds=said["seconds"],
        staged=evidence.StagedEvidence(results, violations),
    )


if __name__ == "__main__":
    main()
