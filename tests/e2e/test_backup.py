"""A backup brought back on an empty machine is the same installation: same release, same id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sae.care.backup import back_up, restore
from dagster_project.sae.installation.errors import BackupError
from dagster_project.sae.release.serving import served_release
from dagster_project.sae.run import pipeline

pytestmark = pytest.mark.xdist_group("kuartal_bersih")


@pytest.fixture
def installation(own_case: Callable[[str], Any]) -> Any:
    return own_case("kuartal_bersih")


def test_an_empty_machine_comes_to_the_same_release(installation: Any, tmp_path: Path) -> None:
    served = served_release(installation.settings)
    done = back_up(installation.settings, tmp_path / "cadangan")
    assert done.served == served is not None
    (tmp_path / "kosong").mkdir()
    empty = replace(
        installation.settings, home=tmp_path / "baru" / "var", inbox=tmp_path / "kosong"
    )
    restored = restore(tmp_path / "cadangan", empty)
    assert restored.copied == done.copied
    assert served_release(empty) == served
    assert not empty.work.exists()
    pipeline.run(empty, cycle=installation.facts["id_siklus"], rebuild=True)
    assert served_release(empty) == served
    assert [path.name for path in empty.releases.glob("R-*")] == [served]


def test_a_second_backup_copies_only_what_is_new(installation: Any, tmp_path: Path) -> None:
    first = back_up(installation.settings, tmp_path / "cadangan")
    again = back_up(installation.settings, tmp_path / "cadangan")
    assert (again.copied, again.kept) == (0, first.copied)
    note = installation.settings.releases / "BEKU.csv"
    note.write_text("id_rilis\n", encoding="utf-8")
    assert back_up(installation.settings, tmp_path / "cadangan").copied == 1
    note.write_text("id_rilis;\n", encoding="utf-8")
    assert back_up(installation.settings, tmp_path / "cadangan").copied == 1


def test_what_is_half_written_or_can_be_rebuilt_stays_behind(
    installation: Any, tmp_path: Path
) -> None:
    (installation.settings.releases / ".tmp-R-x").mkdir()
    (installation.settings.releases / ".tmp-R-x" / "sae.duckdb").write_bytes(b"half")
    back_up(installation.settings, tmp_path / "cadangan")
    assert sorted(path.name for path in (tmp_path / "cadangan").iterdir()) == [
        "MELAYANI",
        "arsip",
        "rilis",
    ]
    assert not list((tmp_path / "cadangan").rglob(".*"))


def test_a_damaged_file_is_not_copied_over_a_whole_one(installation: Any, tmp_path: Path) -> None:
    back_up(installation.settings, tmp_path / "cadangan")
    content = next(p for p in installation.settings.archive.glob("??/*") if p.suffix == ".zip")
    kept = tmp_path / "cadangan" / content.relative_to(installation.settings.home)
    whole = kept.read_bytes()
    content.chmod(0o644)
    content.write_bytes(b"rusak")
    with pytest.raises(BackupError, match=content.name):
        back_up(installation.settings, tmp_path / "cadangan")
    assert kept.read_bytes() == whole


def test_nothing_is_restored_over_an_installation(installation: Any, tmp_path: Path) -> None:
    back_up(installation.settings, tmp_path / "cadangan")
    with pytest.raises(BackupError, match="sudah berisi"):
        restore(tmp_path / "cadangan", installation.settings)


def test_a_damaged_backup_says_so(installation: Any, tmp_path: Path) -> None:
    back_up(installation.settings, tmp_path / "cadangan")
    file = next((tmp_path / "cadangan" / "rilis").rglob("sae.duckdb"))
    file.chmod(0o644)
    file.write_bytes(b"rusak")
    empty = replace(installation.settings, home=tmp_path / "baru" / "var")
    with pytest.raises(BackupError, match="dalam keadaan rusak"):
        restore(tmp_path / "cadangan", empty)


def test_a_backup_belongs_elsewhere(installation: Any, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="di tempat lain"):
        back_up(installation.settings, installation.settings.home / "cadangan")
    with pytest.raises(BackupError, match="bukan cadangan"):
        restore(tmp_path / "tiada", replace(installation.settings, home=tmp_path / "x"))
