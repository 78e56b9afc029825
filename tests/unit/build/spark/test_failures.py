"""What goes wrong on Spark is said in one sentence that names the cause and what to do."""

from __future__ import annotations

import pytest

from dagster_project.sae.build.spark.failures import failure_of
from dagster_project.sae.installation.errors import DiskError, EngineError

TRACE = "\n\tat org.apache.spark.Executor.run(Executor.scala:1)\n\tat java.lang.Thread.run()"


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        (
            "Job aborted\njava.io.IOException: No space left on device",
            DiskError,
            "Disk seorang pelaksana Spark (executor) penuh",
        ),
        (
            "getFileStatus on s3a://kotak/sae: com.amazonaws.AmazonS3Exception: Forbidden",
            EngineError,
            "tidak boleh membuka s3a://kotak",
        ),
        ('No FileSystem for scheme "s3a"', EngineError, "tidak mengenal gudangnya"),
        ("Job 3 cancelled because SparkContext was shut down", EngineError, "berhenti di tengah"),
        ("java.lang.OutOfMemoryError: Java heap space", EngineError, "Memori pelaksana Spark"),
    ],
)
def test_a_known_cause_is_named_without_its_trace(said, kind, told):
    error = failure_of(said + TRACE)
    assert isinstance(error, kind)
    assert told in str(error)
    assert "Executor.scala" not in str(error)
    assert str(error).endswith("rilis terakhir tetap melayani.")


def test_what_nobody_foresaw_is_told_by_its_first_lines():
    assert "[UNKNOWN_THING] it broke" in str(failure_of(f"[UNKNOWN_THING] it broke{TRACE}"))
