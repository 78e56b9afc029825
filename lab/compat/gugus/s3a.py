"""How Spark reaches an S3 server: the libraries and the lines of `spark-defaults.conf`.

Belongs here: everything that an installation with a cluster of its own writes down once.
Stays out: the server (`s3_server`), the processes (`cluster`). The product knows none of it:
Spark reads its own folder of configuration, wherever it is started.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lab.compat.environments import environment

# PySpark brings Hadoop's client and not its S3 file system. Of what PyPI has, this package carries
# the two libraries; nothing else of it is used, so its own packages are left out.
_CARRIER = ("--no-deps", "sagemaker_pyspark==1.4.5")
_LIBRARIES = ("hadoop-aws-3.3.1.jar", "aws-java-sdk-bundle-1.11.901.jar")

FROM_CONFIGURATION = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider"
"""Keys are those of the driver, which hands them to the workers with each task."""

FROM_OWN_ENVIRONMENT = "com.amazonaws.auth.EnvironmentVariableCredentialsProvider"
"""Every machine has its own keys, in the environment of its worker."""

_S3A = "spark.hadoop.fs.s3a"


def libraries() -> list[Path]:
    """Hadoop's S3 file system and what it needs, made once with uv.

    Raises:
        FileNotFoundError: the package does not hold them.
    """
    python = environment("s3a", _CARRIER)
    folder = next(python.parents[1].glob("lib/python*/site-packages/sagemaker_pyspark/jars"))
    found = [folder / name for name in _LIBRARIES]
    for file in found:
        if not file.is_file():
            raise FileNotFoundError(file)
    return found


def configuration(url: str, *, keys: str = FROM_CONFIGURATION) -> dict[str, str]:
    """Lines of `spark-defaults.conf` for that server.

    Args:
        url: the server's address.
        keys: the class that says where keys come from.
    """
    paths = ":".join(map(str, libraries()))
    return {
        # On the class path and not in `spark.jars`: 190 MB would go to every worker at each start.
        "spark.driver.extraClassPath": paths,
        "spark.executor.extraClassPath": paths,
        f"{_S3A}.endpoint": url,
        f"{_S3A}.path.style.access": "true",
        f"{_S3A}.connection.ssl.enabled": str(url.startswith("https")).lower(),
        f"{_S3A}.aws.credentials.provider": keys,
        # A server that is gone is said within seconds.
        f"{_S3A}.attempts.maximum": "3",
        f"{_S3A}.retry.limit": "3",
        # Durations that Hadoop 3.5 writes as 60s, in the bare numbers that this 3.3 library reads.
        f"{_S3A}.threads.keepalivetime": "60",
        f"{_S3A}.connection.timeout": "200000",
        f"{_S3A}.connection.establish.timeout": "5000",
        f"{_S3A}.connection.request.timeout": "0",
        f"{_S3A}.multipart.purge.age": "86400",
        f"{_S3A}.assumed.role.session.duration": "1800",
        f"{_S3A}.retry.interval": "500",
        # The second algorithm moves a task's files while others may still fail; the first moves
        # them when the job is done, and a task that died in its commit is done again.
        "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1",
    }


def write_defaults(folder: Path, lines: Mapping[str, str]) -> Path:
    """A configuration folder of Spark with these defaults; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name} {value}\n" for name, value in lines.items())
    (folder / "spark-defaults.conf").write_text(text, encoding="utf-8")
    return folder
