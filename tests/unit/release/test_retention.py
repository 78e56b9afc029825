"""Old releases go; the served one, frozen ones and the first year stay, whatever their age."""

from __future__ import annotations

import dataclasses
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release import retention
from dagster_project.sae.release.manifest import read_manifest
from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.retention import (
    baseline_release,
    freeze,
    frozen_releases,
    retain,
    verify_kept,
)
from dagster_project.sae.release.serving import list_releases, serve

PROFILE = Path(__file__).parents[2] / "cases" / "profil_kecil"
SERVED = "R-2026-03-000000000000"


@pytest.fixture
def shelf(settings, scope, rebuild):
    """Six releases, the first two of the first cycle of the profile; the very first is served."""
    shutil.copytree(PROFILE, settings.profile_dir)
    from dagster_project.sae.contract.profile import load_profile

    cycles = sorted(load_profile(settings.profile_dir).cycles, key=lambda cycle: cycle.opened)
    for number in range(6):
        release_id = f"R-2026-03-{number:012d}"
        rebuild(release_id=release_id)
        cycle = cycles[0] if number < 3 else cycles[-1]
        later = dataclasses.replace(settings, clock=datetime(2026, 11, 23, 9, number))
        publish(later, dataclasses.replace(scope, id_rilis=release_id, id_siklus=cycle.id))
    serve(settings, SERVED)
    return dataclasses.replace(settings, keep_releases=2)


def kept(settings) -> list[int]:
    return sorted(int(release.id.rpartition("-")[2]) for release in list_releases(settings))


def test_the_last_ones_the_served_one_and_the_first_year_stay(shelf):
    assert baseline_release(shelf) == "R-2026-03-000000000002"
    assert retain(shelf).removed == ("R-2026-03-000000000003", "R-2026-03-000000000001")
    assert kept(shelf) == [0, 2, 4, 5]
    assert retain(shelf) == retention.Retention()


def test_a_frozen_release_stays_and_takes_the_place_of_the_baseline(shelf):
    freeze(shelf, "R-2026-03-000000000001", reason="baseline  tahun\npertama")
    assert baseline_release(shelf) == "R-2026-03-000000000001"
    retain(shelf)
    assert kept(shelf) == [0, 1, 4, 5]
    [frozen] = frozen_releases(shelf).values()
    assert (frozen.reason, frozen.frozen_at) == ("baseline tahun pertama", shelf.clock)


def test_freezing_again_changes_nothing(shelf):
    first = freeze(shelf, SERVED, reason="satu")
    assert freeze(shelf, SERVED, reason="dua") == first
    file = shelf.releases / retention.FROZEN
    assert file.stat().st_mode & 0o777 == 0o444


def test_a_frozen_release_that_was_written_again_is_told(shelf):
    freeze(shelf, SERVED, reason="baseline")
    file = shelf.releases / retention.FROZEN
    file.chmod(0o644)
    content = file.read_text(encoding="utf-8")
    sha256 = frozen_releases(shelf)[SERVED].manifest_sha256
    file.write_text(content.replace(sha256, "0" * 64), encoding="utf-8")
    [fault] = verify_kept(shelf, SERVED)
    assert fault.kind == "thawed"


def test_a_damaged_release_is_neither_frozen_nor_removed(shelf):
    damaged = shelf.releases / "R-2026-03-000000000001"
    (damaged / "MANIFEST.json").chmod(0o644)
    (damaged / "MANIFEST.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match="tidak dibekukan"):
        freeze(shelf, damaged.name, reason="x")
    assert damaged.name not in retain(shelf).removed
    assert damaged.is_dir()


@pytest.mark.parametrize("content", ["", "id_rilis\nx\n", "\xff"])
def test_nothing_is_removed_when_the_list_of_frozen_ones_is_torn(shelf, content):
    (shelf.releases / retention.FROZEN).write_text(content, encoding="latin-1")
    result = retain(shelf)
    if content:
        assert "tidak ada yang dihapus" in (result.problem or "")
        assert kept(shelf) == [0, 1, 2, 3, 4, 5]
    else:
        assert result.problem is None


def test_nothing_is_removed_when_the_profile_cannot_be_read(shelf):
    (shelf.profile_dir / "siklus.csv").unlink()
    result = retain(shelf)
    assert result.removed == ()
    assert "siklus.csv" in result.problem
    assert kept(shelf) == [0, 1, 2, 3, 4, 5]


def test_a_release_that_cannot_be_removed_does_not_fail_the_run(shelf, monkeypatch):
    def refuse(*_args):
        raise PermissionError("being used by another process")

    monkeypatch.setattr(os, "replace", refuse)
    result = retain(shelf)
    assert result.removed == ()
    assert "being used" in result.problem


def test_a_kill_while_removing_leaves_no_half_release(shelf, monkeypatch):
    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        retain(shelf)
    monkeypatch.undo()
    for release in list_releases(shelf):
        assert verify_kept(shelf, release.id) == []
        assert read_manifest(shelf.releases / release.id)["id_rilis"] == release.id
