"""The inbox sensor starts one run for each set of new files, and says why when it does not."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from dagster_project.defs.jobs import kotak_masuk_sensor

pytestmark = pytest.mark.xdist_group("dagster")


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "masuk"
    folder.mkdir()
    monkeypatch.setenv("SAE_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("SAE_MASUK", str(folder))
    return folder


def tick(cursor: str | None) -> dg.SensorResult:
    with dg.build_sensor_context(cursor=cursor) as context:
        return kotak_masuk_sensor(context)


def test_a_new_file_that_is_still_asks_for_one_run(inbox: Path):
    (inbox / "1.02.01_2026_TW2_v1.xlsx").write_bytes(b"content")
    first = tick(None)
    assert not first.run_requests
    assert "1 still arriving" in first.skip_reason.skip_message

    second = tick(first.cursor)
    [request] = second.run_requests
    assert request.tags["sae/berkas_baru"] == "1"


def test_asking_again_for_the_same_files_has_the_same_key_so_that_only_one_run_starts(inbox: Path):
    (inbox / "a.xlsx").write_bytes(b"content")
    second = tick(tick(None).cursor)
    third = tick(second.cursor)
    assert [r.run_key for r in second.run_requests] == [r.run_key for r in third.run_requests]


def test_a_growing_file_is_left_alone(inbox: Path):
    cursor = None
    for size in (1, 2, 3):
        (inbox / "a.xlsx").write_bytes(b"x" * size)
        result = tick(cursor)
        assert not result.run_requests
        cursor = result.cursor


def test_an_empty_inbox_is_a_skip_with_its_reason(inbox: Path):
    assert tick(None).skip_reason.skip_message.startswith("0 files in the inbox")
