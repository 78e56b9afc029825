"""The warm child gives what a run in this process gives, and its death is said at once."""

from __future__ import annotations

import os
import signal
import time

import pyarrow.parquet as pq
import pytest

from dagster_project.sae.checks.evidence import RESULTS_NAME, VIOLATIONS_NAME
from dagster_project.sae.checks.run import run_checks
from dagster_project.sae.checks.worker import start_worker
from dagster_project.sae.installation.errors import GateError, SuiteError, WarehouseError


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_child_leaves_the_same_evidence_as_a_run_in_this_process(own_policy, rows_of):
    rows_of("realisasi", {"id_baris": "a", "baseline_nilai": None}, {"id_baris": "b"})
    here = run_checks(own_policy)
    wanted = [pq.read_table(own_policy.evidence / n) for n in (RESULTS_NAME, VIOLATIONS_NAME)]
    with start_worker(own_policy) as worker:
        there = worker.run()
    assert [
        pq.read_table(own_policy.evidence / n) for n in (RESULTS_NAME, VIOLATIONS_NAME)
    ] == wanted
    assert there.results == here.results
    assert there.rows == here.rows
    assert sorted(p.name for p in own_policy.evidence.iterdir()) == [VIOLATIONS_NAME, RESULTS_NAME]


def test_a_child_that_dies_is_a_gate_error_and_leaves_no_evidence(own_policy, few_rules):
    run_checks(few_rules("ANG-03"))
    with start_worker(own_policy) as worker:
        os.kill(worker.pid, signal.SIGKILL)
        started = time.monotonic()
        with pytest.raises(GateError, match="Proses pemeriksaan mati"):
            worker.run()
    assert time.monotonic() - started < 10
    assert list(own_policy.evidence.iterdir()) == []


def test_a_child_that_breaks_says_how(own_policy):
    own_policy.warehouse.write_bytes(b"not a database")
    with start_worker(own_policy) as worker, pytest.raises(GateError, match="not a valid DuckDB"):
        worker.run()


def test_a_child_that_gives_no_answer_in_time_is_ended(own_policy):
    with start_worker(own_policy) as worker:
        with pytest.raises(GateError, match="tidak menjawab dalam 0,01 detik"):
            worker.run(timeout=0.01)
        assert not is_alive(worker.pid)


def test_a_fault_found_by_the_child_is_the_same_error_here(own_policy):
    own_policy.warehouse.unlink()
    with (
        start_worker(own_policy) as worker,
        pytest.raises(WarehouseError, match="Belum ada gudang kerja"),
    ):
        worker.run()


def test_a_suite_with_a_fault_is_refused_before_the_child_starts(own_policy):
    (own_policy.suites_dir / "opd.yaml").write_text("suite: [", encoding="utf-8")
    with pytest.raises(SuiteError, match=r"opd\.yaml line 1"):
        start_worker(own_policy)


def test_a_child_nobody_asks_is_ended_with_its_block(own_policy):
    with start_worker(own_policy) as worker:
        pid = worker.pid
        assert is_alive(pid)
    assert not is_alive(pid)
