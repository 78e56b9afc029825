"""What goes wrong on Spark, as one sentence for who runs it.

Belongs here: the causes that can be named, with what to do. Stays out: opening a session
(`session`). A trace of Java has hundreds of lines; what it is about stands in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_project.sae.installation.errors import DiskError, EngineError, SaeError

_SAFE = "Yang sudah diterima tidak hilang, dan rilis terakhir tetap melayani."
_OTHER_WAY = "atau jalankan dengan SAE_MESIN=duckdb"
_LENGTH = 400
_LOG_READ = 500_000

_FULL = re.compile(r"No space left on device|Disk quota exceeded|ENOSPC")
_KEYS = re.compile(
    r"AccessDenied|Forbidden|NoAuthWithAWS|No AWS Credentials|Unable to load .*credentials"
    r"|InvalidAccessKeyId|SignatureDoesNotMatch|Status Code: 403"
)
_FILE_SYSTEM = re.compile(
    r"No FileSystem for scheme|ClassNotFoundException: Class org\.apache\.hadoop"
)
_GONE = re.compile(
    r"SparkContext was shut down|Cannot call methods on a stopped SparkContext"
    r"|All masters are unresponsive|cancelled because SparkContext"
)
_REMOVED = re.compile(r"Master removed our application(?:: \w+)?")
_HEAP = re.compile(r"OutOfMemoryError|GC overhead limit")
_MEMORY = re.compile(rf"{_HEAP.pattern}|exceeding memory limits|ExecutorLostFailure")
_LOST = re.compile(rf"{_GONE.pattern}|TaskResultLost")
"""What only follows from something else, which Java's own log names."""
_SCHEMES = ("s3", "s3a", "file", "hdfs")
_EXCEPTION = re.compile(
    r"(?:[\w$]+\.)*(?P<name>\w*(?:Exception|Error))\b(?::\s*(?P<told>[^;:(]{0,120}))?"
)
_PLACE = re.compile(r"s3a?://[^\s/'\"?]+")


def failure_of(said: str, log: Path | None = None) -> SaeError:
    """What dbt or Spark said as a typed error with a sentence that says what to do.

    Args:
        said: the message, with the trace of Java if there is one.
        log: what Java says of its own. Spark that was stopped says that it was, and a result that
            was lost that it is; why stands there.
    """
    if log is not None and _LOST.search(said) and not (_FULL.search(said) or _HEAP.search(said)):
        said = _cause_in(log) or said
    if _FULL.search(said):
        return DiskError(
            f"Disk seorang pelaksana Spark (executor) penuh: {_about(said, _FULL)}. Kosongkan "
            f"spark.local.dir para pekerja atau gudang Spark, lalu jalankan lagi. {_SAFE}"
        )
    if _KEYS.search(said):
        place = _PLACE.search(said)
        return EngineError(
            f"Pekerja Spark tidak boleh membuka {place[0] if place else 'gudangnya'}: "
            f"{_about(said, _KEYS)}. Beri pekerja kunci S3 (lihat docs/spark.md), "
            f"{_OTHER_WAY}. {_SAFE}"
        )
    if _FILE_SYSTEM.search(said):
        return EngineError(
            f"Spark di sini tidak mengenal gudangnya: {_about(said, _FILE_SYSTEM)}. Pasang pustaka "
            f"S3 bagi Hadoop (lihat docs/spark.md), {_OTHER_WAY}. {_SAFE}"
        )
    if removed := _REMOVED.search(said):
        return EngineError(
            "Master Spark menghentikan pekerjaan ini karena pelaksana (executor) berkali-kali "
            f"gagal: {removed[0]}. Sebabnya ada di catatan para pekerja; biasanya disk atau memori "
            f"mereka penuh. Perbaiki, lalu jalankan lagi, {_OTHER_WAY}. {_SAFE}"
        )
    if _GONE.search(said):
        return EngineError(
            f"Spark berhenti di tengah jalan: {_about(said, _GONE)}. Periksa master dan para "
            f"pekerja, lalu jalankan lagi, {_OTHER_WAY}. {_SAFE}"
        )
    if _MEMORY.search(said):
        return EngineError(
            f"Memori pelaksana Spark tidak cukup: {_about(said, _MEMORY)}. Naikkan "
            f"SAE_MEMORY_LIMIT atau spark.executor.memory, lalu jalankan lagi. {_SAFE}"
        )
    return EngineError(f"{_first(said)} {_SAFE}")


def _cause_in(log: Path) -> str:
    """The line of a log that says why, or nothing."""
    lines = _end_of(log).splitlines()
    causes = (_FULL, _HEAP, _REMOVED)
    return next((line for cause in causes for line in lines if cause.search(line)), "")


def _end_of(log: Path) -> str:
    """The last lines of a log, as far as it can be read."""
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - _LOG_READ))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""


@contextmanager
def typed(log: Path | None = None) -> Iterator[None]:
    """Turn what Spark's own libraries raise into a typed error; `log` as in `failure_of`.

    Raises:
        EngineError, DiskError: Spark said so.
    """
    from py4j.protocol import Py4JError, Py4JNetworkError
    from pyspark.errors import PySparkException

    try:
        yield
    except Py4JNetworkError as error:
        raise EngineError(f"Java berhenti di tengah jalan. Jalankan lagi. {_SAFE}") from error
    except (Py4JError, PySparkException) as error:
        raise failure_of(str(error), log) from error


def _about(said: str, cause: re.Pattern[str]) -> str:
    """The exception that names the cause, without its package and without paths of its files."""
    line, found = next(
        ((line, found) for line in said.splitlines() if (found := cause.search(line))), (said, None)
    )
    start = found.start() if found else 0
    named = [match for match in _EXCEPTION.finditer(line) if match.end() >= start]
    if not named:
        return line.strip(" :.")[:_LENGTH]
    name, told = named[0]["name"], (named[0]["told"] or "").strip(" .")
    is_path = told.startswith("/") or told in _SCHEMES
    return f"{name}: {told}" if told and not is_path else name


def _first(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " ".join(lines[:3])[:_LENGTH]
