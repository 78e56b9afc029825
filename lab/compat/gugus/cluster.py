"""Master and workers of a standalone Spark cluster, on loopback, gone with the block.

Belongs here: starting, watching, killing and ending their processes; the folder of each.
Stays out: what a driver is told (`s3a`), what runs on them (`spark_cluster`, `spark_faults`).
A worker is a machine of its own as far as one machine can show it: another user where we may become
one, a folder of its own, and nothing of the driver's environment.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab.compat.gugus.sockets import listening
from lab.compat.ports import answers, free_port

WORKERS = 3
WORKER_MEMORY = "1g"
START_SECONDS = 60.0
_END_SECONDS = 20.0
_ANSWER_SECONDS = 20.0
_NOBODY = "nobody"
_LOCAL = "127.0.0.1"


class NoClusterError(RuntimeError):
    """A program that it needs is missing, or a process of it did not start."""


@dataclass(frozen=True)
class Machine:
    """One daemon of the cluster with its folder; its executors are of the same session."""

    name: str
    process: subprocess.Popen[bytes]
    folder: Path

    def kill(self) -> None:
        """End the daemon and its executors at once, as a machine that loses its power."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(_END_SECONDS)

    def end(self) -> None:
        """Ask it to end, and kill what is left."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_END_SECONDS)
        self.kill()


@dataclass
class Cluster:
    """A running cluster: the address of its master, its page, and its machines."""

    master: str
    page: str
    machines: list[Machine] = field(default_factory=list)

    @property
    def workers(self) -> list[Machine]:
        """The machines that compute."""
        return self.machines[1:]

    def alive(self) -> int:
        """How many workers the master counts on; none while it is still starting."""
        return int(self._said().get("aliveworkers", 0))

    def busy(self) -> int:
        """How many cores an application holds now."""
        return int(self._said().get("coresused", 0))

    def addresses(self) -> set[str]:
        """What its processes listen on."""
        return listening({machine.process.pid for machine in self.machines})

    def _said(self) -> dict[str, Any]:
        """What the master's page says; nothing while it is not there, or asks for patience."""
        try:
            with urllib.request.urlopen(self.page, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310
                text = answer.read()
        except urllib.error.HTTPError:
            return {}
        return dict(json.loads(text)) if text.startswith(b"{") else {}


def driver_variables(conf: Path, folder: Path) -> dict[str, str]:
    """What a driver has in its environment to work with the cluster.

    Args:
        conf: the folder with its `spark-defaults.conf`.
        folder: where it may keep what it is about to send to S3.
    """
    return {
        "SPARK_CONF_DIR": str(conf),
        "SPARK_LOCAL_IP": _LOCAL,
        "SPARK_LOCAL_HOSTNAME": _LOCAL,
        "LOCAL_DIRS": str(folder),
    }


@contextmanager
def cluster(
    spark_home: Path,
    folder: Path,
    *,
    workers: int = WORKERS,
    variables: Mapping[str, str] | None = None,
    room: str | None = None,
) -> Iterator[Cluster]:
    """A master and its workers, each with one core; all end with the block, also after a failure.

    Args:
        spark_home: folder of the `pyspark` package.
        folder: an empty folder of this check.
        workers: how many.
        variables: what workers have in their environment besides.
        room: size of the disk of each worker as `mount` writes it, or None for that of the folder.

    Raises:
        NoClusterError: Java or setpriv is missing, a process ended, or the workers did not come.
    """
    for program in ("java", "setpriv"):
        if shutil.which(program) is None:
            raise NoClusterError(f"{program} is not installed here")
    folder.chmod(0o711)  # workers get to their own folders and see no other
    port, page = free_port(), free_port()
    running = Cluster(f"spark://{_LOCAL}:{port}", f"http://{_LOCAL}:{page}/json/")
    with ExitStack() as ends:

        def start(name: str, *words: str, room: str | None = None) -> None:
            own = folder / name
            own.mkdir()
            if room is not None:
                ends.enter_context(_disk(own, room))
            own.chmod(0o700)
            machine = _started(spark_home, name, own, words=words, variables=variables or {})
            ends.callback(machine.end)
            running.machines.append(machine)

        start("master", "Master", "--host", _LOCAL, "--port", str(port), "--webui-port", str(page))
        _wait(running, lambda: answers(port) and answers(page), "the master does not answer")
        for number in range(1, workers + 1):
            own = folder / f"worker{number}"
            start(own.name, "Worker", running.master, "--host", _LOCAL, "--cores", "1",
                  "--memory", WORKER_MEMORY, "--work-dir", str(own), "--webui-port",
                  str(free_port()), room=room)  # fmt: skip
        _wait(running, lambda: running.alive() == workers, "not all workers came")
        yield running


def as_worker() -> list[str]:
    """Words before a command that run it as a worker's processes run."""
    words = ["setpriv", "--pdeathsig", "KILL"]  # a check that is killed leaves no cluster behind
    if os.geteuid() == 0:
        user = pwd.getpwnam(_NOBODY)
        words += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
    return words


def _started(
    spark_home: Path, name: str, own: Path, *, words: tuple[str, ...], variables: Mapping[str, str]
) -> Machine:
    log = own / "daemon.log"
    log.touch()
    if os.geteuid() == 0:
        for path in (own, log):
            shutil.chown(path, _NOBODY)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(own),
        "LANG": "C.UTF-8",
        "SPARK_HOME": str(spark_home),
        "SPARK_CONF_DIR": str(own / "conf"),
        "SPARK_LOCAL_IP": _LOCAL,
        "SPARK_LOCAL_HOSTNAME": _LOCAL,
        "SPARK_LOCAL_DIRS": str(own),
        "LOCAL_DIRS": str(own),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-Dspark.master.rest.enabled=false",
        **({"JAVA_HOME": os.environ["JAVA_HOME"]} if "JAVA_HOME" in os.environ else {}),
        **variables,
    }
    command = [*as_worker(), str(spark_home / "bin" / "spark-class")]
    command += [f"org.apache.spark.deploy.{words[0].lower()}.{words[0]}", *words[1:]]
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command, cwd=own, env=environment, stdout=sink, stderr=sink, start_new_session=True
        )
    return Machine(name, process, own)


def _wait(running: Cluster, is_ready: Callable[[], bool], otherwise: str) -> None:
    """Wait until it is; an ended process is said with its last words."""
    until = time.monotonic() + START_SECONDS
    while not is_ready():
        ended = [m for m in running.machines if m.process.poll() is not None]
        if ended or time.monotonic() > until:
            said = (ended or running.machines)[-1]
            text = (said.folder / "daemon.log").read_text(encoding="utf-8", errors="replace")
            raise NoClusterError(f"{otherwise}; {said.name} says: {text[-1500:]}")
        time.sleep(0.3)


@contextmanager
def _disk(folder: Path, room: str) -> Iterator[None]:
    """A small disk of its own at a folder.

    Raises:
        NoClusterError: this machine does not allow a mount.
    """
    command = ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoClusterError(f"no disk of {room}: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=False)  # noqa: S607
