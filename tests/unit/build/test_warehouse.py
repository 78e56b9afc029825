"""The build warehouse: what is said when dbt cannot write it."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from dagster_project.sae.build import warehouse
from dagster_project.sae.installation.errors import DiskError, WarehouseError
from dagster_project.sae.installation.settings import Settings


def _build(error: Exception, *, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build in which dbt gives up with that error."""
    ended = SimpleNamespace(success=False, exception=error, result=None)
    monkeypatch.setattr("dbt.cli.main.dbtRunner.invoke", lambda *_: ended)
    monkeypatch.setattr(os, "environ", {**os.environ})
    warehouse.build(Settings.from_env({"SAE_HOME": str(home)}), "mart")


def test_a_full_disk_under_dbt_asks_for_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(DiskError, match=r"Disknya penuh: .* rilis terakhir tetap melayani"):
        _build(full, home=tmp_path, monkeypatch=monkeypatch)


def test_on_a_disk_without_room_no_word_of_dbt_is_taken_for_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=65_536))
    half = ValueError("not a valid DuckDB database file")
    with pytest.raises(DiskError, match=r"not a valid DuckDB database file\. Disknya penuh"):
        _build(half, home=tmp_path, monkeypatch=monkeypatch)


def test_any_other_failure_of_dbt_is_not_taken_for_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WarehouseError, match="no such model"):
        _build(ValueError("no such model"), home=tmp_path, monkeypatch=monkeypatch)
