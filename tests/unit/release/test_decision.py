"""A decision that cannot be read is a refusal."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.sae.installation.errors import GateError
from dagster_project.sae.release.decision import Decision, read_decision


def change(settings, sql):
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute(sql)


def test_the_decision_comes_with_the_counts_of_the_gate(settings):
    assert read_decision(settings) == Decision(
        "rilis", "", {"jumlah_baris_rilis": 1, "jumlah_baris_tahan": 2}
    )


def test_a_held_release_says_why(settings):
    change(settings, "update gate_rilis set keputusan = 'tahan', alasan = 'RLS-01: bukti'")
    decision = read_decision(settings)
    assert (decision.is_released, decision.alasan) == (False, "RLS-01: bukti")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("drop table gate_rilis", "tidak meninggalkan putusan"),
        ("delete from gate_rilis", "berisi 0 baris"),
        ("insert into gate_rilis from gate_rilis", "berisi 2 baris"),
        ("update gate_rilis set keputusan = 'RILIS'", "bukan 'rilis' dan bukan 'tahan'"),
        ("update gate_rilis set keputusan = null", "bukan 'rilis' dan bukan 'tahan'"),
        ("alter table gate_rilis drop column keputusan", "bukan 'rilis' dan bukan 'tahan'"),
    ],
)
def test_no_decision_is_no_permission(settings, sql, message):
    change(settings, sql)
    with pytest.raises(GateError, match=message):
        read_decision(settings)


def test_no_warehouse_is_no_permission(settings):
    settings.warehouse.unlink()
    with pytest.raises(GateError, match="Belum ada gudang kerja"):
        read_decision(settings)
