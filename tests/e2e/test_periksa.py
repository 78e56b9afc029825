"""One file judged by itself is told what a run says of it, and the run sends the answer back."""

from __future__ import annotations

import json

import openpyxl
import pytest

from dagster_project.sae.answer.returns import write_returns
from tests.e2e.conftest import SAMPLE
from tests.e2e.periksa import compared

NAMES = (
    *("kuartal_bersih", "kuartal_campur", "kuartal_kotor", "kuartal_polos", "opd_beralih"),
    *("profil_lain", "tahun_dari_triwulan"),
)
CASES = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in NAMES]
# Those in which reports replace, follow or contradict each other.
JOINED = [
    case for case in CASES if case.values[0] in {"kuartal_campur", "kuartal_kotor", "opd_beralih"}
]


def differences(files):
    """What only one of the two says of a file that counts."""
    return [
        (file.name, "only periksa", file.only_periksa, "only run", file.only_run)
        for file in files
        if file.is_active and (file.only_periksa or file.only_run)
    ]


@pytest.mark.parametrize("name", CASES)
def test_beside_what_has_landed_a_file_is_told_exactly_what_the_run_finds(name, run_case):
    case = run_case(name)
    files = compared(case.settings, cycle=case.facts["id_siklus"])
    assert files
    assert differences(files) == []


@pytest.mark.parametrize("name", JOINED)
def test_before_it_is_received_a_file_is_told_exactly_what_the_run_then_finds(
    name, run_case, tmp_path
):
    case = run_case(name)
    files = compared(case.settings, cycle=case.facts["id_siklus"], unsent=tmp_path)
    assert differences(files) == []


@pytest.mark.xdist_group("contoh")
def test_before_they_are_received_reports_of_the_sample_are_told_what_the_run_finds(
    sample, tmp_path
):
    names = {path.name for path in SAMPLE.glob("*_2026_TW3_v*.xlsx")}
    cycle = sample.outcome.scope.id_siklus
    files = compared(sample.settings, cycle=cycle, unsent=tmp_path, names=names)
    assert len(files) == len(names) > 10
    assert sum(len(file.run) for file in files) > 10
    assert differences(files) == []


@pytest.mark.parametrize("name", CASES)
def test_alone_a_file_is_told_nothing_else_and_what_is_missing_is_named(name, run_case, tmp_path):
    case = run_case(name)
    files = compared(case.settings, cycle=case.facts["id_siklus"], alone=tmp_path)
    invented, unnamed = [], []
    for file in files:
        # A later report brings up, or replaces, what stands in an earlier one.
        if file.is_active and file.is_latest_of(files):
            notes = " ".join(file.judged.notes)
            invented += [(file.name, remark) for remark in file.only_periksa]
            unnamed += [(file.name, r) for r in file.only_run if r.rule not in notes]
    assert invented == []
    assert unnamed == []


@pytest.mark.parametrize("name", CASES)
def test_every_file_with_findings_has_its_answer_and_no_other(run_case, name):
    case = run_case(name)
    wanted = case.build(
        "select distinct sha256_berkas from int_temuan__status "
        "where status = 'gagal' and sha256_berkas is not null"
    )["sha256_berkas"]
    answers = [json.loads(p.read_text()) for p in case.settings.returns.glob("*/*.json")]
    assert {a["sha256_berkas"] for a in answers} == set(wanted)
    for answer in answers:
        folder = case.settings.returns / (answer["kode_opd"] or "tanpa-kode")
        stem = answer["nama_berkas"].rsplit(".", 1)[0]
        book = openpyxl.load_workbook(folder / f"{stem}_perbaikan.xlsx")
        assert book.sheetnames[0] == "PERBAIKAN"
        assert (folder / f"{stem}_perbaikan.md").is_file()


@pytest.mark.xdist_group("kuartal_campur")
def test_a_second_run_touches_no_answer_and_takes_those_away_that_are_no_longer_true(own_case):
    case = own_case("kuartal_campur")
    before = {p: p.stat().st_mtime_ns for p in case.settings.returns.rglob("*.xlsx")}
    stale = case.settings.returns / "9.99.99"
    stale.mkdir()
    first = next(iter(before))
    for suffix in (".xlsx", ".json", ".md"):
        (stale / f"lama_perbaikan{suffix}").write_bytes(first.with_suffix(suffix).read_bytes())
    (stale / "catatan.json").write_text("{}", encoding="utf-8")
    write_returns(case.settings)
    assert {p: p.stat().st_mtime_ns for p in case.settings.returns.rglob("*.xlsx")} == before
    assert [p.name for p in stale.iterdir()] == ["catatan.json"]
