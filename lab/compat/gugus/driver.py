"""A driver of the cluster: its environment, and both halves of a build as a process of its own.

Belongs here: starting it, hearing what it says, ending it. Stays out: the cluster (`cluster`), what
is built (`nasional.dunia`), what must come of it (`spark_cluster`).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lab.compat import s3_server
from lab.compat.environments import ROOT
from lab.compat.gugus import s3a
from lab.compat.gugus.cluster import driver_variables

BUCKET = "gudang"
PREFIX = "sae"
_OURS = ("SAE_", "AWS_", "SPARK_", "DBT_")

# Small executors for small machines; and a worker that is lost is believed to be so.
_SMALL = {
    "spark.executor.memory": "768m",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "6",
    "spark.default.parallelism": "3",
    "spark.shuffle.io.maxRetries": "2",
    "spark.shuffle.io.retryWait": "1s",
    "spark.eventLog.enabled": "false",
}


def on_spark(
    folder: Path, master: str, url: str, *, keys: str = s3a.FROM_CONFIGURATION
) -> dict[str, str]:
    """The variables by which `sae` builds on a cluster whose files lie on an S3 server.

    Args:
        folder: a folder of the driver, for its Spark configuration and what it sends.
        master: the cluster's address.
        url: the S3 server's address.
        keys: the class that says where the workers' keys come from.
    """
    conf = s3a.write_defaults(folder / "conf", {**s3a.configuration(url, keys=keys), **_SMALL})
    return {
        **driver_variables(conf, folder),
        **s3_server.variables(url),
        "SAE_MESIN": "spark",
        "SAE_SPARK": master,
        "SAE_SPARK_GUDANG": f"s3://{BUCKET}/{PREFIX}",
    }


def bare_environment() -> dict[str, str]:
    """This process's environment without what would tell a driver something else."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


@dataclass(frozen=True)
class Driver:
    """A running build, and the file it speaks to."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """Everything it said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, line: str, seconds: float) -> bool:
        """Wait until it says a line; False when it ended or the time is over first."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            if line in self.said().splitlines():
                return True
            time.sleep(0.3)
        return line in self.said().splitlines()


@contextmanager
def build(home: Path, log: Path, variables: Mapping[str, str], *halves: str) -> Iterator[Driver]:
    """Build halves (`stage`, `mart`) of the nation at `home`; the process ends with the block."""
    environment = {
        **bare_environment(),
        "SAE_HOME": str(home),
        "SAE_PROFIL": str(home / "profil"),
        "SAE_MASUK": str(home / "masuk"),
        **variables,
    }
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "lab.compat.gugus.halves", *halves],
            cwd=ROOT, env=environment, stdout=sink, stderr=sink, start_new_session=True,
        )  # fmt: skip
    try:
        yield Driver(process, log)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
