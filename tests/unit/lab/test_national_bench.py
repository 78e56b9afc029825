"""The national bench goes on where it stopped, ends what takes too long, and counts growth."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.bench import measure
from lab.bench.nasional import halaman, hasil, proses, tumbuh, ukur
from lab.bench.nasional.hasil import Key, Results
from lab.bench.nasional.proses import Measured
from lab.bench.nasional.ukur import NARROWER, Nation, is_needless, needs, steps_of

FACTS = {"cores": 2, "memory_gib": 23.5}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where results are kept while a test runs."""
    monkeypatch.setattr(measure, "RESULTS", tmp_path)
    return tmp_path


def taken(seconds: float = 10.0, **said: object) -> Measured:
    return Measured(seconds, seconds, 1024.0, 1.0, said=dict(said))


def nation(figures: int) -> Measured:
    return taken(rows={"realisasi": figures})


def models(seconds: float) -> Measured:
    parts = {name: {"models": 1, "processor": 2.0, "wall": 1.0} for name in halaman.langkah.SAME}
    return taken(seconds, engine="duckdb 1", parts=parts, nodes=[["kpi", 1.0]])


def test_a_measure_stands_for_the_code_it_was_taken_of(folder: Path):
    results = Results("keadaan-1")
    results.add(Key(2, "tangan"), taken(3.5, nodes=[["a", 1.0]]))
    again = Results.read("keadaan-1", folder=folder)
    assert again.records == results.records
    assert Results.read("keadaan-2", folder=folder).records == {}
    assert Results.read("keadaan-1", anew=True, folder=folder).records == {}


def test_the_state_of_the_code_follows_a_model_and_not_the_page(tmp_path: Path):
    for path in ("dbt/a.sql", "lab/bench/nasional/halaman.py", "lab/bench/nasional/dunia.py"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1")
    before = hasil.code_state(tmp_path)
    (tmp_path / "lab/bench/nasional/halaman.py").write_text("2")
    assert hasil.code_state(tmp_path) == before
    (tmp_path / "dbt/a.sql").write_text("2")
    assert hasil.code_state(tmp_path) != before


def test_the_largest_size_has_neither_sql_alone_nor_limits():
    small, large = (list(steps_of(size, ["duckdb", "spark"])) for size in (35, 139))
    assert {key.step for key in large} == {"nation", "tangan", "model", "checks"}
    assert {key.step for key in small} > {"sql", "limited", "compare", "dashboards"}
    assert {key.engine for key in large if key.step == "model"} == {"duckdb", "spark"}


def test_a_step_brings_back_what_it_reads(tmp_path: Path):
    at_work = Nation(2, tmp_path, "keadaan")
    assert needs(Key(2, "compare", "duckdb"), at_work) == [
        Key(2, "nation"),
        Key(2, "tangan"),
        Key(2, "model", "duckdb"),
    ]
    at_work.note("nation", "")
    assert needs(Key(2, "tangan"), at_work) == []
    at_work.note("model", "spark")
    assert needs(Key(2, "checks", "spark"), at_work) == []
    assert needs(Key(2, "checks", "duckdb"), at_work) == [Key(2, "model", "duckdb")]
    assert needs(Key(2, "checks", "spark"), Nation(2, tmp_path, "lain")) == [
        Key(2, "nation"),
        Key(2, "model", "spark"),
    ]


def test_what_fails_with_more_memory_is_not_tried_with_less():
    results = Results("keadaan")
    widest, *narrower = (Key(35, "limited", "duckdb", f"memory {size}") for size in NARROWER)
    results.records[widest] = hasil.Record(widest, Measured(1, 1, 1, 1, error="Out of Memory"))
    assert not is_needless(widest, results)
    assert all(is_needless(key, results) for key in narrower)
    assert not is_needless(Key(35, "limited", "duckdb", "disk 1G"), results)


def test_a_round_takes_only_what_is_missing_and_stops_at_its_time(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
):
    results = Results("keadaan")
    for key in steps_of(2, ["duckdb"]):
        results.add(key, taken())
    assert ukur.round_of(results, [2], ["duckdb"], place=tmp_path, until=0.0)
    del results.records[Key(2, "tangan")]
    assert not ukur.round_of(results, [2], ["duckdb"], place=tmp_path, until=0.0)
    assert capsys.readouterr().out == ""


def test_a_step_that_fails_says_why_and_one_that_lasts_is_ended(tmp_path: Path):
    home = tmp_path / "negara"
    home.mkdir()
    env = {"SAE_BENCH_GOVERNMENTS": "bukan bilangan"}
    failed = proses.run("nation", home, env=env, at_most=60)
    assert failed.error is not None
    assert "bukan bilangan" in failed.error
    env = {"SAE_BENCH_GOVERNMENTS": "552"}
    ended = proses.run("nation", home, env=env, at_most=3)
    assert ended.error == "ended after 3 s"
    assert ended.wall < 30
    assert ended.processor > 0
    assert ended.peak_mib > 10


@given(
    st.floats(0.1, 1e4),
    st.floats(0.5, 2.0),
    st.floats(2, 20),
    st.floats(1, 20),
)
def test_what_grows_by_a_power_is_extrapolated_by_it(
    small: float, power: float, rows: float, further: float
):
    large = small * rows**power
    assert tumbuh.exponent(small, large, rows=rows) == pytest.approx(power)
    expected = small * (rows * further) ** power
    assert tumbuh.extrapolated(small, large, rows=rows, further=further) == pytest.approx(expected)


def test_the_page_tells_growth_the_nation_and_where_the_engine_ends():
    results = Results("keadaan")
    for size, figures, seconds in ((2, 100_000, 10.0), (35, 1_000_000, 200.0)):
        records = {
            Key(size, "nation"): nation(figures),
            Key(size, "tangan"): taken(seconds / 4, nodes=[]),
            Key(size, "model", "duckdb"): models(seconds),
        }
        results.records |= {key: hasil.Record(key, found) for key, found in records.items()}
    refused = Key(35, "limited", "duckdb", "memory 250MB")
    error = "Traceback\nWarehouseError: dbt stage: Out of Memory | 250MB"
    results.records[refused] = hasil.Record(refused, Measured(1, 1, 1, 1, error=error))
    page = halaman.page(results, FACTS)
    assert "| landed figures | 100,000 | 1,000,000 |" in page
    assert "| models on duckdb / script, processor time, all tables | 4.00 | 4.00 |" in page
    assert "| model duckdb | 2 to 35 | 1.30 |" in page  # 20 times for 10 times the figures
    assert f"| model duckdb | {200 * (552 / 35) ** 1.30103:,.0f} |" in page
    assert "| memory 250MB | 35 |" in page
    assert "stage: Out of Memory / 250MB |" in page
    assert json.loads(json.dumps(results.records[refused].plain()))["limit"] == "memory 250MB"


if os.geteuid() == 0:  # nobody else can mount one

    def test_a_small_disk_is_full_soon_and_gone_after(tmp_path: Path):
        folder = tmp_path / "situs"
        with proses.SmallDisk(folder, "1M"), pytest.raises(OSError, match="No space left"):
            (folder / "gudang").write_bytes(bytes(2_000_000))
        assert list(folder.iterdir()) == []
