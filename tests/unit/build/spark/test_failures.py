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


def test_of_a_trace_in_one_line_only_the_exception_is_told():
    said = (
        ": org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 3.0 "
        "failed 4 times, most recent failure: Lost task 0.3 in stage 3.0 (TID 10) (127.0.0.1): "
        "java.nio.file.AccessDeniedException: s3a://kotak/sae/gudang/x/_temporary/0/part-0"
    )
    told = str(failure_of(said))
    assert "tidak boleh membuka s3a://kotak: AccessDeniedException. Beri pekerja kunci" in told


def test_what_an_exception_says_is_kept_when_it_is_no_path():
    told = str(failure_of("java.io.IOException: No space left on device\n\tat x"))
    assert "penuh: IOException: No space left on device. Kosongkan" in told


STOPPED = "java.lang.IllegalStateException: Cannot call methods on a stopped SparkContext."


@pytest.mark.parametrize(
    ("said", "logged", "kind", "told"),
    [
        (
            STOPPED,
            "WARN Lost task 0.1: java.io.IOException: No space left on device\n" * 9,
            DiskError,
            "penuh: IOException: No space left on device. Kosongkan",
        ),
        (
            "Job aborted: TaskResultLost (result lost from block manager)",
            "WARN Lost task 0.0 in stage 490.0: TaskResultLost (result lost from block manager)\n"
            "Caused by: java.lang.OutOfMemoryError: Java heap space\n\tat x\n",
            EngineError,
            "Memori pelaksana Spark tidak cukup: OutOfMemoryError: Java heap space. Naik",
        ),
        (
            STOPPED,
            "ERROR StandaloneSchedulerBackend: Application has been killed. "
            "Reason: Master removed our application: FAILED\n",
            EngineError,
            "berkali-kali gagal: Master removed our application: FAILED. Sebabnya ada di catatan "
            "para pekerja; biasanya disk atau memori mereka penuh.",
        ),
    ],
)
def test_why_spark_was_stopped_stands_in_its_log(tmp_path, said, logged, kind, told):
    log = tmp_path / "spark.log"
    log.write_text(logged, "utf-8")
    error = failure_of(said, log)
    assert isinstance(error, kind)
    assert told in str(error)


def test_a_stop_without_a_log_is_told_as_it_is(tmp_path):
    told = str(failure_of(STOPPED, tmp_path / "tiada.log"))
    assert "berhenti di tengah jalan: IllegalStateException: Cannot call methods on a" in told
