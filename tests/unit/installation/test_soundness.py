"""Damage in the work folder is seen, and only what is damaged goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.soundness import SEAL, discard_damaged, is_sound, seal


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path / "var", profile="uji", inbox=tmp_path)
    for name in ("satu", "dua"):
        batch = made.landing / name
        batch.mkdir(parents=True)
        for table in ("berkas", "realisasi"):
            (batch / f"{table}.parquet").write_bytes(f"{name} {table} ".encode() * 100)
        seal(batch)
    with duckdb.connect(str(made.warehouse)) as connection:
        connection.execute("create table t as select i, hash(i) as h from range(300000) as r(i)")
    return made


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def test_what_is_whole_stays(settings: Settings) -> None:
    assert is_sound(settings.landing / "satu", deep=True)
    assert discard_damaged(settings) == ()
    assert settings.warehouse.is_file()


@pytest.mark.parametrize(
    ("hurt", "seen_at_once"),
    [(cut, True), (Path.unlink, True), (lambda p: p.write_bytes(b""), True), (flip, False)],
    ids=["cut", "removed", "emptied", "one bit"],
)
def test_a_damaged_table_takes_its_batch_with_it(
    settings: Settings, hurt: Callable[[Path], object], seen_at_once: bool
) -> None:
    hurt(settings.landing / "satu" / "realisasi.parquet")
    assert is_sound(settings.landing / "satu") is not seen_at_once
    assert discard_damaged(settings) == ("landing/satu",)
    assert is_sound(settings.landing / "dua", deep=True)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"x": 1}'])
def test_a_batch_without_a_readable_seal_is_damaged(settings: Settings, content: bytes) -> None:
    (settings.landing / "satu" / SEAL).write_bytes(content)
    assert not is_sound(settings.landing / "satu")


@pytest.mark.parametrize(
    "hurt", [flip, lambda p: p.write_bytes(b"rusak"), cut], ids=["turned", "rubbish", "cut"]
)
def test_a_warehouse_that_cannot_be_read_goes_with_its_log(
    settings: Settings, hurt: Callable[[Path], object]
) -> None:
    log = settings.warehouse.with_name("warehouse.duckdb.wal")
    log.write_bytes(b"x")
    if hurt is cut:
        settings.warehouse.write_bytes(settings.warehouse.read_bytes()[:50_000])
    else:
        hurt(settings.warehouse)
    assert "warehouse.duckdb" in discard_damaged(settings)
    assert not settings.warehouse.exists()
    assert not log.exists()


def test_nothing_yet_is_nothing_damaged(tmp_path: Path) -> None:
    assert discard_damaged(Settings(home=tmp_path / "x", profile="uji", inbox=tmp_path)) == ()
