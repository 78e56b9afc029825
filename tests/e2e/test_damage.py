"""After damage the next run is right, or says exactly what it needs; the served release stays."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dagster_project.sae.installation.errors import ArchiveError, DiskError, ReleaseError
from dagster_project.sae.installation.soundness import is_sound
from dagster_project.sae.release.serving import served_release
from dagster_project.sae.run import pipeline

pytestmark = pytest.mark.xdist_group("kuartal_bersih")


def flip(path: Path) -> None:
    """Turn one byte in the middle round; size and date of change stay what they were."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.chmod(0o644)
    path.write_bytes(content)


def rebuilt(case: Any) -> Any:
    return pipeline.run(case.settings, cycle=case.facts["id_siklus"], rebuild=True)


def numbers(case: Any) -> str:
    return case.published("select * from kpi_indikator order by all").to_csv()


def test_damage_in_the_work_folder_is_mended_from_the_archive(
    own_case: Callable[[str], Any],
) -> None:
    case = own_case("kuartal_bersih")
    served, before = served_release(case.settings), numbers(case)
    batches = {path.name for path in case.settings.landing.iterdir() if path.is_dir()}
    flip(max(case.settings.landing.glob("*/*.parquet"), key=lambda path: path.stat().st_size))
    case.settings.warehouse.write_bytes(b"rusak")
    outcome = rebuilt(case)
    landing = [path for path in case.settings.landing.iterdir() if path.is_dir()]
    assert all(is_sound(batch, deep=True) for batch in landing)
    assert {batch.name for batch in landing} == batches
    assert outcome.differing == ()
    assert served_release(case.settings) == served
    assert numbers(case) == before


@pytest.mark.parametrize("harm", ["changed", "lost", "receipt", "receipt lost"])
def test_damage_in_the_archive_stops_the_run_and_names_the_file(
    own_case: Callable[[str], Any], tmp_path: Path, harm: str
) -> None:
    case = own_case("kuartal_bersih")
    # What still lies in the inbox is received again; here nobody can send it again.
    (tmp_path / "kosong").mkdir()
    case = replace(case, settings=replace(case.settings, inbox=tmp_path / "kosong"))
    served, before = served_release(case.settings), numbers(case)
    content = next(p for p in case.settings.archive.glob("??/*") if p.suffix == ".zip")
    receipt = next(content.parent.glob(f"{content.stem}*.json"))
    if harm == "changed":
        flip(content)
        for batch in case.settings.landing.iterdir():
            (batch / "berkas.parquet").unlink()  # nothing has landed: it must be read again
    elif harm == "lost":
        content.unlink()
    elif harm == "receipt lost":
        receipt.unlink()
    else:
        receipt.chmod(0o644)
        receipt.write_bytes(receipt.read_bytes()[:30])
    with pytest.raises(ArchiveError, match=content.stem[:12]) as caught:
        rebuilt(case)
    assert "cadangan" in str(caught.value)
    assert served_release(case.settings) == served
    assert numbers(case) == before


@pytest.mark.parametrize(
    ("said", "free"),
    [
        ('{"exception_message":"Could not write file \\"x\\": No space left on device"}', 10**9),
        ('The file "warehouse.duckdb" exists, but it is not a valid DuckDB database file!', 65_536),
    ],
)
def test_a_full_disk_is_named_whatever_the_database_says_of_it(
    install_case: Callable[[str, Path], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    free: int,
) -> None:
    settings = install_case("kuartal_bersih", tmp_path)

    def full(*_: object, **__: object) -> None:
        raise ReleaseError(said)

    monkeypatch.setattr(pipeline, "pull", full)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(DiskError, match="Disknya penuh: kosongkan"):
        pipeline.run(settings)


def test_what_fails_on_a_disk_with_room_is_not_taken_for_a_full_one(
    install_case: Callable[[str, Path], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*_: object, **__: object) -> None:
        raise ReleaseError("something else")

    monkeypatch.setattr(pipeline, "pull", other)
    with pytest.raises(ReleaseError, match=r"^something else$"):
        pipeline.run(install_case("kuartal_bersih", tmp_path))


def test_a_full_disk_is_named_in_one_sentence(
    install_case: Callable[[str, Path], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = install_case("kuartal_bersih", tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(settings.archive))

    monkeypatch.setattr(pipeline, "pull", full)
    with pytest.raises(DiskError, match="disk penuh") as caught:
        pipeline.run(settings)
    assert str(settings.archive) in str(caught.value)
    assert "sae doctor" in str(caught.value)
