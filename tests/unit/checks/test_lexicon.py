"""The activity lexicon: what it finds, how well, and which seeds it refuses."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date

import pytest

from dagster_project.sae.checks.lexicon_seeds import EXCEPTIONS_NAME, SIGNS_NAME, load_lexicon
from dagster_project.sae.installation.errors import SuiteError
from lab.bench.lexicon import DAY, POLICY, labelled, measure, report


@pytest.fixture(scope="session")
def lexicon():
    return load_lexicon(POLICY, day=DAY)


@pytest.fixture
def policy(tmp_path):
    """A policy of its own to break."""
    shutil.copytree(POLICY, tmp_path / "policy")
    return tmp_path / "policy"


def add(policy, name, row):
    with (policy / name).open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")


def test_repaired_roads_are_work_and_a_share_of_sound_roads_is_a_result(lexicon):
    roads = lexicon.judge("75 ruas jalan diperbaiki", unit="ruas")
    assert roads.is_menyamar
    assert roads.kata_aktivitas == "diperbaiki, satuan ruas"
    assert not lexicon.judge("Persentase jalan kabupaten mantap", unit="persen").is_menyamar


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Jumlah peserta bimtek", "orang"),
        ("Persentase kegiatan terlaksana", "persen"),
        ("Persentase anggaran terserap", "persen"),
        ("Banyaknya rapat koordinasi", "kali"),
        ("Tersusunnya dokumen RKPD", "dokumen"),
        ("Indeks kepatuhan", "laporan, jumlah"),
    ],
)
def test_work_by_other_names(lexicon, name, unit):
    is_work = name != "Indeks kepatuhan"  # a unit must be the whole sign, not only begin with it
    assert lexicon.judge(name, unit=unit).is_menyamar == is_work


def test_an_exception_lifts_the_verdict_and_leaves_score_and_words(lexicon):
    verdict = lexicon.judge("Terbangunnya kepercayaan masyarakat", unit="indeks")
    assert not verdict.is_menyamar
    assert verdict.skor_aktivitas >= lexicon.threshold
    assert verdict.kata_aktivitas == "terbangunnya"


def test_an_exception_by_id_is_for_that_indicator_alone(policy):
    add(policy, EXCEPTIONS_NAME, "ID,1.02.01-009,Disepakati bersama,1,2026-01-01")
    lexicon = load_lexicon(policy, day=DAY)
    one = lexicon.judge("Jumlah rapat", unit="kali", indicator="1.02.01-009")
    other = lexicon.judge("Jumlah rapat", unit="kali", indicator="1.02.01-010")
    assert (one.is_menyamar, other.is_menyamar) == (False, True)


def test_the_latest_version_of_a_sign_counts_and_weight_zero_withdraws_it(policy):
    add(policy, SIGNS_NAME, "FRASA,musrenbang,4,Menyebut rapat,1,2026-01-01")
    add(policy, SIGNS_NAME, "FRASA,musrenbang,0,Dicabut,2,2026-06-01")
    add(policy, SIGNS_NAME, "FRASA,musrenbang,9,Kelak,3,2027-01-01")
    scores = [
        load_lexicon(policy, day=day).judge("musrenbang", unit=None).skor_aktivitas
        for day in (date(2025, 12, 31), date(2026, 5, 31), DAY, date(2027, 1, 1))
    ]
    assert scores == [0, 4, 0, 9]


@pytest.mark.parametrize("name", [None, "", "   ", "\u0000", "指標 رقم", "a" * 100_000, "%_%"])
def test_any_text_has_a_score(lexicon, name):
    assert lexicon.judge(name, unit=name).skor_aktivitas == 0


def test_the_labelled_list_is_large_real_and_has_both_kinds_in_both_halves():
    rows = labelled()
    kinds = Counter((row["label"], row["bagian"]) for row in rows)
    assert len({row["nama"].lower() for row in rows}) == len(rows) >= 300
    assert len(kinds) == 4
    assert min(kinds.values()) >= 90
    assert all(row["asal"] for row in rows)


def test_on_names_never_seen_before_the_lexicon_is_as_good_as_measured():
    """The floor is what was measured when the signs were frozen; fewer alarms matter most."""
    found = measure("uji")
    print(report())
    assert (round(found.precision, 3), round(found.recall, 3)) >= (0.962, 0)
    assert found.recall >= 0.875


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        (SIGNS_NAME, "KEPALA,rapat,3,x,1,2026-01-01", "jenis='KEPALA' is none of AWAL"),
        (SIGNS_NAME, "FRASA,Rapat,3,x,1,2026-01-01", "pola='Rapat' must be lower case"),
        (SIGNS_NAME, "FRASA,rapat%,3,x,1,2026-01-01", "pola='rapat%' must be"),
        (SIGNS_NAME, "KATA,%,3,x,1,2026-01-01", "pola='%' must be"),
        (SIGNS_NAME, "FRASA,arisan,tiga,x,1,2026-01-01", "bobot='tiga' is not a whole number"),
        (SIGNS_NAME, "FRASA,arisan,3,,1,2026-01-01", "alasan='' is empty"),
        (SIGNS_NAME, "FRASA,arisan,3,x,1,awal tahun", "berlaku_dari='awal tahun' is not a date"),
        (SIGNS_NAME, "FRASA,rapat,3,x,1,2020-01-01", "the same row stands on line"),
        (SIGNS_NAME, "FRASA,arisan,3", "the row does not have the 6 columns"),
        (EXCEPTIONS_NAME, "NAMA,Rapat,x,1,2026-01-01", "kunci='Rapat' must be"),
        (EXCEPTIONS_NAME, "KODE,x,x,1,2026-01-01", "cocok='KODE' is none of ID, NAMA"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_file_and_line(policy, name, row, said):
    line = len((policy / name).read_text(encoding="utf-8").splitlines()) + 1
    add(policy, name, row)
    with pytest.raises(SuiteError, match=f"^{name} line {line}: ") as refused:
        load_lexicon(policy, day=DAY)
    assert said in str(refused.value)
