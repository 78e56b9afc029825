"""Readers of the served file never notice that releases are written and swapped under them."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.serving import serve

SCRIPT = Path(__file__).with_name("reading.py")
RELEASES, READERS = 50, 4  # of each kind


def of_number(number: int) -> str:
    return f"R-2026-03-{number:06d}"


@pytest.fixture
def release(settings, scope, rebuild):
    """Publish and serve a release that says its number in every row; when the swap took place."""

    def make(number: int) -> tuple[float, float]:
        query = (
            f"select 'P' || i as kode_pilar, '{of_number(number)}' as id_rilis, "
            f"cast({number} as bigint) as nomor from range(40) as r(i)"
        )
        rebuild(release_id=of_number(number), pub_kpi_pilar=query)
        publish(settings, dataclasses.replace(scope, id_rilis=of_number(number)))
        begun = time.monotonic()
        serve(settings, of_number(number))
        return begun, time.monotonic()

    return make


def test_eight_readers_never_notice_fifty_swaps(settings, release, tmp_path, capsys):
    swaps = {0: release(0)}
    stop = tmp_path / "berhenti"
    command = [sys.executable, str(SCRIPT), str(settings.serving / "sae.duckdb"), str(stop)]
    readers = [
        subprocess.Popen([*command, kind], stdout=subprocess.PIPE, text=True)
        for kind in ["fresh", "lasting"] * READERS
    ]
    try:
        for number in range(1, RELEASES + 1):
            swaps[number] = release(number)
    finally:
        stop.touch()
        told = [json.loads(reader.communicate(timeout=30)[0]) for reader in readers]

    assert [reader.returncode for reader in readers] == [0] * len(readers)
    assert [error for reader in told for error in reader["errors"]] == []
    connections = [c | {"kind": r["kind"]} for r in told for c in r["connections"]]
    for connection in connections:
        assert connection["is_whole"], connection
        assert len(connection["releases"]) == 1, connection
        [seen] = connection["releases"]
        # What was swapped in before it was opened, or while it was, and nothing else.
        oldest = max(n for n, (_, ended) in swaps.items() if ended <= connection["begun"])
        newest = max(n for n, (begun, _) in swaps.items() if begun <= connection["opened"])
        assert oldest <= seen <= newest, connection

    fresh = [c for c in connections if c["kind"] == "fresh"]
    lasting = [c for c in connections if c["kind"] == "lasting"]
    outlived = [
        sum(c["opened"] < begun and ended < c["closed"] for begun, ended in swaps.values())
        for c in lasting
    ]
    seen = {n for c in fresh for n in c["releases"]}
    asked = sum(c["asked"] for c in connections)
    with capsys.disabled():
        print(
            f"\n{len(readers)} readers, {RELEASES} swaps, {asked} answers, 0 errors; "
            f"{len(fresh)} fresh connections saw {len(seen)} releases; {len(lasting)} lasting ones "
            f"kept theirs through up to {max(outlived)} swaps"
        )
    assert max(outlived) >= 2
    assert len(seen) >= RELEASES // 2
    assert all(reader["connections"] for reader in told)
