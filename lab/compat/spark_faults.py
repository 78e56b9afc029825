"""What is refused on Spark, each in one sentence, and DuckDB goes on as if nothing had been.

Belongs here: the table of faults of a cluster and playing each over a real installation.
Stays out: the installation and what it must still hold (`lab.faults.installation`), the cluster
(`gugus`), a worker that dies, which a run survives (`spark_cluster`).
Each fault begins with release A served and one more report in the inbox; after it A is served
untouched, and the next run, on DuckDB, ends at release B to the last value.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from lab.compat import s3_server
from lab.compat.environments import environment
from lab.compat.gugus.cluster import Cluster, NoClusterError, cluster
from lab.compat.gugus.driver import BUCKET, on_spark
from lab.compat.gugus.s3a import FROM_CONFIGURATION, FROM_OWN_ENVIRONMENT
from lab.compat.ports import free_port
from lab.faults.installation import LOG, Ended, Installation
from lab.faults.scenes import refusal
from lab.faults.table import Result, Verdict, table

KIND = "Spark"
DISK = "96m"
_SECOND = "ucapan-kedua.txt"
_PATIENCE = 300.0


def main() -> int:
    """Play every fault, or those named, and print the table; 1 when one of them is WRONG."""
    chosen = sys.argv[1:] or list(PLAYS)
    if unknown := sorted(set(chosen) - PLAYS.keys()):
        raise SystemExit(f"no fault is called {unknown}; there are {', '.join(PLAYS)}")
    with tempfile.TemporaryDirectory(prefix="sae-gugus-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o711)  # workers pass through it to their own folders
        home = Installation(folder / "instalasi")
        home.folder.mkdir(mode=0o700)
        home.begin()
        home.learn(())
        results = []
        for name in chosen:
            results.append(PLAYS[name](home, folder))
            print(f"{results[-1].verdict}: {results[-1].scene}. {_sentence(home)}", flush=True)
    print("\n".join(table(results, notes=())))
    return 1 if any(result.verdict is Verdict.WRONG for result in results) else 0


def _no_java(home: Installation, folder: Path) -> Result:
    """A machine without Java: nothing of that name on the path."""
    home.reset()
    variables = {"SAE_MESIN": "spark", "PATH": str(folder), "JAVA_HOME": ""}
    return _judged(home, "no Java", home.run(variables=variables), ["Java", "SAE_MESIN=duckdb"])


def _no_master(home: Installation, _: Path) -> Result:
    """An address where nobody listens."""
    home.reset()
    master = f"spark://127.0.0.1:{free_port()}"
    ended = home.run(variables={"SAE_MESIN": "spark", "SAE_SPARK": master})
    return _judged(home, "a master that does not answer", ended, [master, "tidak menjawab"])


def _no_worker(home: Installation, folder: Path) -> Result:
    """A master that answers and has nobody to compute."""
    return _on_cluster(
        home,
        folder / "tanpa-pekerja",
        "a master without workers",
        asks=["tidak ada pekerja", "SAE_MESIN=duckdb"],
        workers=0,
    )


def _no_keys(home: Installation, folder: Path) -> Result:
    """Workers that look for keys in their own environment, where there are none."""
    return _on_cluster(
        home,
        folder / "tanpa-kunci",
        "workers without the keys of S3",
        asks=["kunci", f"s3a://{BUCKET}"],
        keys=FROM_OWN_ENVIRONMENT,
    )


def _full_disk(home: Installation, folder: Path) -> Result:
    """The disk of the executor is filled as soon as it computes."""
    return _on_cluster(
        home,
        folder / "disk-penuh",
        "a full disk of an executor",
        asks=["penuh"],
        room=DISK,
        meanwhile=_fill,
    )


def _two_engines(home: Installation, _: Path) -> Result:
    """A run on DuckDB while one on Spark holds the lane, which then loses its power."""
    home.reset()
    scene = "two engines on one home"
    first = home.command(variables={"SAE_MESIN": "spark", "SAE_SPARK": "local[1]"}, log=_SECOND)
    try:
        if not _in_time(home.settings.lane_lock.with_name("jalur.json").is_file):
            return Result(KIND, scene, Verdict.WRONG, "the run on Spark did not take the lane")
        second = home.command()
        named = _in_time(lambda: f"pid{first.pid}" in _said(home))
        wrong = home.wrong_now()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    ended = home.end_of(second)
    wrong += [] if named else [f"it did not say who holds the lane: {ended.said[-300:]}"]
    wrong += home.wrong_at_the_end() if ended.code == 0 else [f"then: {ended.said[-400:]}"]
    return _result(scene, Verdict.SAID, wrong)


def _on_cluster(
    home: Installation,
    folder: Path,
    scene: str,
    *,
    asks: Sequence[str],
    keys: str = FROM_CONFIGURATION,
    workers: int = 1,
    room: str | None = None,
    meanwhile: Callable[[Cluster, subprocess.Popen[str]], None] | None = None,
) -> Result:
    """A run on a small cluster, refused for the words that it must say."""
    import pyspark

    home.reset()
    folder.mkdir()
    server = s3_server.server(environment("s3", s3_server.PACKAGES))
    try:
        with (
            server as (url, _),
            cluster(Path(pyspark.__file__).parent, folder, workers=workers, room=room) as running,
        ):
            s3_server.make_bucket(url, BUCKET)
            variables = on_spark(home.folder / folder.name, running.master, url, keys=keys)
            process = home.command(variables=variables)
            if meanwhile is not None:
                meanwhile(running, process)
            ended = home.end_of(process)
    except NoClusterError as error:
        return Result(KIND, scene, Verdict.UNTRIED, str(error))
    return _judged(home, scene, ended, asks)


def _fill(running: Cluster, process: subprocess.Popen[str]) -> None:
    """Leave nothing of the worker's disk once its executor has begun."""
    if not _in_time(lambda: process.poll() is not None or running.busy() > 0):
        return
    with suppress(OSError), (running.workers[0].folder / "penuh").open("wb", 0) as sink:
        while True:
            sink.write(bytes(65536))


def _judged(home: Installation, scene: str, ended: Ended, asks: Sequence[str]) -> Result:
    """What it said, what is served, and how the next run ends on DuckDB."""
    said = (home.folder / LOG).read_text(encoding="utf-8", errors="replace")
    wrong = home.wrong_now() + refusal(ended, asks)
    again = home.run()
    wrong += home.wrong_at_the_end() if again.code == 0 else [f"on DuckDB: {again.said[-400:]}"]
    (home.folder / LOG).write_text(said, encoding="utf-8")  # the sentence is what is shown
    return _result(scene, Verdict.SAID, wrong)


def _result(scene: str, good: Verdict, wrong: Sequence[str]) -> Result:
    return Result(KIND, scene, Verdict.WRONG if wrong else good, "; ".join(wrong)[:1500])


def _said(home: Installation) -> str:
    text = (home.folder / LOG).read_text(encoding="utf-8", errors="replace")
    return "".join(text.split())


def _sentence(home: Installation) -> str:
    """The panel that a run ended with, as one line."""
    text = (home.folder / LOG).read_text(encoding="utf-8", errors="replace")
    panel = text.rpartition("╭")[2].translate(str.maketrans("│╮╯╰─", "     "))
    return " ".join(panel.split())


def _in_time(is_so: Callable[[], bool]) -> bool:
    """Wait until it is so; False when it never was."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.3)
    return False


PLAYS: dict[str, Callable[[Installation, Path], Result]] = {
    "java": _no_java,
    "master": _no_master,
    "pekerja": _no_worker,
    "kunci": _no_keys,
    "disk": _full_disk,
    "dua": _two_engines,
}
"""Every fault by a short name."""


if __name__ == "__main__":
    sys.exit(main())
