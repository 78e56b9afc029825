"""After a run the reminder list says what the warehouse says, and names answers that are there."""

from __future__ import annotations

import csv

import pytest

from dagster_project.sae.tell.reminders import FILE, reminders

pytestmark = pytest.mark.xdist_group("kuartal_campur")


@pytest.fixture(scope="module")
def case(run_case):
    return run_case("kuartal_campur")


@pytest.fixture(scope="module")
def listed(case):
    return reminders(case.settings, cycle=case.facts["id_siklus"])


def test_the_silent_are_those_the_completeness_table_counts(case, listed):
    counted = case.build(
        "select kode_opd from pub_kpi_kelengkapan"
        f" where id_siklus = '{case.facts['id_siklus']}' and diterima = 0 order by kode_opd"
    )
    expected = case.build(
        "select sum(diharapkan) as n from pub_kpi_kelengkapan"
        f" where id_siklus = '{case.facts['id_siklus']}'"
    )
    assert [entry.kode_opd for entry in listed.silent] == counted["kode_opd"].tolist()
    assert listed.expected == expected["n"].item()


def test_every_file_to_mend_has_its_workbook_and_its_rules(case, listed):
    assert listed.is_complete
    assert listed.to_mend
    for entry in listed.to_mend:
        assert (case.settings.returns / entry.berkas_perbaikan).is_file()
        assert entry.jumlah_temuan > 0
        assert entry.aturan


def test_the_run_left_the_list_beside_the_answers(case, listed):
    text = (case.settings.returns / FILE).read_text(encoding="utf-8-sig")
    written = [(row["kode_opd"], row["berkas"]) for row in csv.DictReader(text.splitlines())]
    assert written == [(entry.kode_opd, entry.berkas) for entry in listed.entries]
