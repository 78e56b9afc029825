"""What sending a file would change, over a few rows of two reports."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dagster_project.sae.contract.rows import Rows
from dagster_project.sae.examine.changes import Received, compared_with, differences
from dagster_project.sae.examine.prepared import prepared
from dagster_project.sae.examine.tables import Tables
from dagster_project.sae.installation.settings import Settings

OLD, NEW = "a" * 64, "b" * 64
BASE = Received(OLD, "lama.xlsx", "S1", date(2026, 1, 1), "2026 TW1", datetime(2026, 4, 1))


@pytest.fixture
def said():
    """Differences between rows of the old and of the new report."""
    settings = Settings.from_env({})

    def of(table: str, old: list[dict], new: list[dict], *, same_cycle: bool = True) -> list[str]:
        with Tables(settings, prepared(settings)) as tables:
            rows = [{"sha256_berkas": OLD, "baris": n, **row} for n, row in enumerate(old, 2)]
            rows += [{"sha256_berkas": NEW, "baris": n, **row} for n, row in enumerate(new, 2)]
            tables.put(table, tables.landed[table], Rows.of(rows))
            return list(differences(tables, sha256=NEW, base=BASE, same_cycle=same_cycle))

    return of


def figure(name: str, value: float) -> dict:
    return {"id_indikator": name, "tahun": 2026, "periode": "TW1", "realisasi": value}


def test_rows_that_are_new_changed_and_missing_are_named(said):
    [line] = said(
        "realisasi", [figure("I1", 5), figure("I2", 7)], [figure("I1", 6), figure("I3", 1)]
    )
    assert "1 baris baru (I3 2026 TW1)" in line
    assert "1 baris berubah (I1 2026 TW1 realisasi 5 menjadi 6)" in line
    assert "1 hilang (I2 2026 TW1)" in line


def test_the_same_rows_in_another_order_are_no_change(said):
    assert (
        said("realisasi", [figure("I1", 5), figure("I2", 7)], [figure("I2", 7), figure("I1", 5)])
        == []
    )


def test_an_emptied_sheet_and_a_moved_sum_are_told(said):
    money = {"kode_sub_kegiatan": "1", "sumber_dana": "APBD", "pagu": 12_000_000.0}
    [empty] = said("anggaran", [money], [])
    assert empty == "Lembar ANGGARAN kosong; lama.xlsx memuat 1 baris."
    lines = said("anggaran", [money], [{**money, "pagu": 13_000_000.0}])
    assert "Jumlah pagu di ANGGARAN: 12.000.000 menjadi 13.000.000." in lines


def test_hostile_text_stays_text(said):
    name = "'; drop table masukan.realisasi; --[/bold]"
    [line] = said("realisasi", [figure("I1", 5)], [figure("I1", 5), figure(name, 1)])
    assert "drop table masukan.realisasi" in line


def test_against_another_period_only_what_is_timeless_counts(said):
    [line] = said("realisasi", [figure("I1", 5)], [figure("I2", 9)], same_cycle=False)[:1]
    assert "indikator baru dilaporkan (I2)" in line


def test_the_report_of_the_same_cycle_comes_before_the_last_one():
    later = Received(
        "c" * 64, "baru.xlsx", "S2", date(2026, 4, 1), "2026 TW2", datetime(2026, 7, 1)
    )
    assert compared_with([BASE, later], cycle="S1") is BASE
    assert compared_with([BASE, later], cycle="S3") is later
    assert compared_with([], cycle="S1") is None
