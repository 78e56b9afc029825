"""One Spark session for this process, opened so that SQL means there what it means on DuckDB.

Belongs here: the settings of the session with their reasons, opening it within a bounded time,
ending it. Stays out: what is computed (`dbt/`), which master it is (`settings`).
What the installation's own Spark configuration says holds where nothing is said
here: memory of executors, file systems, keys.
"""

from __future__ import annotations

import re
import shutil
import socket
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dagster_project.sae.build.spark.place import tables_uri_of
from dagster_project.sae.installation.errors import EngineError
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CATALOG = "main"
"""Database of the models in Spark, the schema that they have on DuckDB."""

ANSWER_SECONDS = 60.0
"""How long a cluster may take to run the first small task."""

_CONNECT_SECONDS = 5.0
_STANDALONE = "spark://"
_STANDALONE_PORT = 7077

# What SQL means. DuckDB's answer is the measure; each line is a difference that changed a number or
# was refused.
_MEANING: Mapping[str, str] = {
    "spark.sql.ansi.enabled": "true",  # a cast that fails is an error, not an empty cell
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.parser.escapedStringLiterals": "true",  # a backslash in a pattern is a backslash
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # a time without a zone, as it was written
    "spark.sql.legacy.createHiveTableByDefault": "false",
    "spark.sql.sources.default": "parquet",
    "spark.sql.legacy.allowNonEmptyLocationInCTAS": "true",  # a table is built over its last one
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.adaptive.enabled": "true",
    # The driver holds answers of tests and names of tables; a query that brings more is a mistake.
    "spark.driver.maxResultSize": "256m",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}

_open: list[SparkSession] = []  # the session of this process, once there is one


def master_of(settings: Settings) -> str:
    """Where Spark computes: where the settings say, or on this machine."""
    return settings.engine.master or f"local[{settings.threads}]"


def session(settings: Settings) -> SparkSession:
    """The session of this process, opened when first asked.

    Raises:
        EngineError: Spark or Java is not installed, the master does not answer, or no worker does.
    """
    if _open and not _is_alive(_open[0]):
        _open.clear()
    if not _open:
        _open.append(_opened(settings))
    return _open[0]


def end_session() -> None:
    """End the session of this process, if there is one."""
    if not _open:
        return
    spark = _open.pop()
    if _is_alive(spark):
        spark.stop()


def version() -> str:
    """Version of the Spark that is installed here."""
    from importlib.metadata import version as of_package

    return of_package("pyspark")


def _is_alive(spark: SparkSession) -> bool:
    context = spark.sparkContext
    return context._jsc is not None and not context._jsc.sc().isStopped()


def _opened(settings: Settings) -> SparkSession:
    try:
        with warnings.catch_warnings():  # of a pandas that nothing here is given to
            warnings.simplefilter("ignore", FutureWarning)
            import pyspark.testing  # noqa: F401 - what warns
        from dbt.adapters.spark import Plugin  # noqa: F401
    except ImportError as error:
        raise EngineError(
            f"SAE_MESIN=spark memerlukan paket yang belum terpasang ({error.name}): "
            "pip install '.[spark]', atau jalankan dengan SAE_MESIN=duckdb."
        ) from error
    home = settings.engine.java_home
    if shutil.which("java", path=str(home / "bin") if home else None) is None:
        raise EngineError(
            "SAE_MESIN=spark memerlukan Java 17 atau lebih baru, dan tidak ada di sini: pasang "
            "openjdk-17-jre-headless atau isi JAVA_HOME; atau jalankan dengan SAE_MESIN=duckdb."
        )
    _knock(master_of(settings))
    return _started(settings)


def log_of(settings: Settings) -> Path:
    """What Java says of its own."""
    return settings.work / "spark" / "spark.log"


def _knock(master: str) -> None:
    """Ask whether anybody listens at a standalone master; Spark itself would try for a minute."""
    if not master.startswith(_STANDALONE):
        return
    tried = []
    for place in master.removeprefix(_STANDALONE).split(","):
        parts = urlsplit(f"//{place}")
        try:
            host, port = parts.hostname or "", parts.port or _STANDALONE_PORT
            with socket.create_connection((host, port), timeout=_CONNECT_SECONDS):
                return
        except (OSError, ValueError) as error:
            tried.append(f"{place}: {getattr(error, 'strerror', None) or error}")
    raise EngineError(
        f"Master Spark di {master} tidak menjawab ({'; '.join(tried)}). Periksa SAE_SPARK dan "
        "apakah master berjalan, atau jalankan dengan SAE_MESIN=duckdb."
    )


def _started(settings: Settings) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    log_of(settings).parent.mkdir(parents=True, exist_ok=True)
    conf = SparkConf().setAll(list(configuration(settings).items()))
    try:
        with log_of(settings).open("wb") as log:
            # What Java says of its own goes to a file: hundreds of lines that mean nothing here.
            gateway = launch_gateway(conf, {"stdout": log, "stderr": log})
        context = SparkContext(conf=conf, gateway=gateway)
    except (Py4JError, PySparkException, OSError, RuntimeError) as error:
        raise EngineError(
            f"Spark tidak dapat dimulai di {master_of(settings)}: {first_line(error)} "
            f"(selengkapnya di {log_of(settings)})."
        ) from error
    spark = SparkSession(context)
    try:
        _await_answer(spark, settings)
    except EngineError:
        spark.stop()
        raise
    return spark


def configuration(settings: Settings) -> dict[str, str]:
    """The settings of the session: what SQL means, where it computes and where its tables lie."""
    fixed = {
        **_MEANING,
        "spark.app.name": "sae",
        "spark.master": master_of(settings),
        "spark.sql.warehouse.dir": tables_uri_of(settings),
    }
    said = {
        "spark.local.dir": str(settings.work / "spark" / "sementara"),
        "spark.log.level": "WARN",
        # Rows repeat their words: 20 MB in Parquet are 1.3 GB as rows. Without it whole tables look
        # small enough to be sent to every worker, and their memory ends.
        "spark.sql.sources.fileCompressionFactor": "60",
        # A rename is a copy on an object store, and only this way a worker that dies in it is safe.
        "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1",
    }
    if master_of(settings).startswith("local"):
        said |= {
            "spark.driver.memory": _java_size(settings.memory_limit),
            "spark.driver.host": "localhost",
            "spark.driver.bindAddress": "127.0.0.1",
            # A task for each core; the default of 200 is for a hundred of them.
            "spark.sql.shuffle.partitions": str(2 * settings.threads),
            "spark.default.parallelism": str(settings.threads),
        }
    said |= _object_store(settings.engine.store_url)
    elsewhere = _said_elsewhere(settings.engine.conf_dir)
    return {name: value for name, value in said.items() if name not in elsewhere} | fixed


def _said_elsewhere(folder: Path | None) -> set[str]:
    """Settings that the installation's own `spark-defaults.conf` makes."""
    file = folder / "spark-defaults.conf" if folder else None
    if file is None or not file.is_file():
        return set()
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return {re.split(r"[\s=]", line, maxsplit=1)[0] for line in lines if line and line[0] != "#"}


def _object_store(url: str | None) -> dict[str, str]:
    """The endpoint that AWS's own tools read from the environment, which Hadoop does not."""
    if not url:
        return {}
    return {
        "spark.hadoop.fs.s3a.endpoint": url,
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.s3a.connection.ssl.enabled": str(url.startswith("https")).lower(),
    }


def _java_size(size: str) -> str:
    """A size of ours (4GB, 6GiB) as Java reads it."""
    number = size.rstrip("iBKMGT ").strip()
    unit = size[len(number) :].strip()[0].lower()
    whole = float(number)
    if not whole.is_integer():
        whole, unit = whole * 1024, {"t": "g", "g": "m", "m": "k"}.get(unit, unit)
    return f"{int(whole)}{unit}"


def _await_answer(spark: SparkSession, settings: Settings) -> None:
    """Run one task, or say that no worker took it."""
    said: list[Any] = []

    def ask() -> None:
        try:
            said.append(spark.range(1).count())
        except Exception as error:  # noqa: BLE001 - told below, by whom the thread works for
            said.append(error)

    thread = threading.Thread(target=ask, daemon=True, name="spark-first-task")
    thread.start()
    thread.join(ANSWER_SECONDS)
    if said and said[0] == 1:
        return
    why = (
        first_line(said[0])
        if said
        else f"tidak ada pekerja yang mengambil tugas dalam {ANSWER_SECONDS:.0f} detik"
    )
    raise EngineError(
        f"Spark di {master_of(settings)} tidak bekerja: {why}. Periksa para pekerja (worker), "
        "atau jalankan dengan SAE_MESIN=duckdb."
    )


def first_line(error: object) -> str:
    """What an error of Java or Python says, without its trace."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "tanpa pesan")
