"""A seed of the policy that cannot be used stops everything at once, and says where."""

from __future__ import annotations

import shutil

import pytest

from dagster_project.sae.checks.catalogue import CATALOGUE_NAME
from dagster_project.sae.checks.lexicon_seeds import SIGNS_NAME
from dagster_project.sae.checks.policy import (
    GENERIC_NAME,
    RELEASE_RULES_NAME,
    WAIVERS_NAME,
    check_policy,
)
from dagster_project.sae.checks.run import suites_of
from dagster_project.sae.checks.thresholds import THRESHOLDS_NAME
from dagster_project.sae.checks.worker import start_worker
from dagster_project.sae.installation.errors import SuiteError
from dagster_project.sae.installation.settings import PROJECT_ROOT

POLICY = PROJECT_ROOT / "dbt" / "seeds" / "policy"
WAIVER = "ANG-01,1.02.01-001,Kepala Bappeda,Pemekaran,2026-01-01,2026-12-31"

# File, a row that is added to it, what is said about it.
FAULTS = [
    (THRESHOLDS_NAME, "baru,,tiga,1,2026-01-01,x", "nilai='tiga' is not a number"),
    (THRESHOLDS_NAME, "baru,,nan,1,2026-01-01,x", "nilai='nan' is not a finite number"),
    (THRESHOLDS_NAME, "baru,,3,satu,2026-01-01,x", "versi='satu' is not a whole number"),
    (THRESHOLDS_NAME, "baru,,3,1,2026-02-30,x", "berlaku_dari='2026-02-30' is not a date"),
    (THRESHOLDS_NAME, "baru,,3,1,2026-01-01,", "alasan='' is empty"),
    (THRESHOLDS_NAME, "toleransi,,3,2,2020-01-01,x", "the same row stands on line 2 too"),
    (THRESHOLDS_NAME, "toleransi,,3,1,2027-01-01,x", "the same row stands on line 2 too"),
    (THRESHOLDS_NAME, "baru,3", "does not have the 6 columns"),
    (SIGNS_NAME, "FRASA,Rapat!,3,x,1,2026-01-01", "must be lower case words"),
    (GENERIC_NAME, "nihil,SELURUH,x", "the same row stands on line 2 too"),
    (GENERIC_NAME, "entah,AKHIR,x", "cocok='AKHIR' is none of SELURUH, AWAL"),
    (WAIVERS_NAME, WAIVER.replace("ANG-01", "ANG-99"), "id_aturan='ANG-99' is no rule"),
    (WAIVERS_NAME, WAIVER.replace("2026-12-31", "2025-12-31"), "lies before berlaku_dari"),
    (WAIVERS_NAME, WAIVER.replace("2026-12-31", ""), "berlaku_sampai='' is empty"),
    (WAIVERS_NAME, WAIVER.replace("Kepala Bappeda", " "), "pemilik=' ' is empty"),
    (RELEASE_RULES_NAME, "RLS-1,a,b,c,d,1,2026-01-01", "must be written like RLS-01"),
    (RELEASE_RULES_NAME, "RLS-01,a,b,c,d,1,2026-01-01", "the same row stands on line 2 too"),
    (RELEASE_RULES_NAME, "RLS-90,a,b,c,,1,2026-01-01", "cara_memperbaiki='' is empty"),
    (CATALOGUE_NAME, "XYZ-1", "does not have the 14 columns"),
]


@pytest.fixture
def policy(tmp_path):
    shutil.copytree(POLICY, tmp_path / "policy")
    return tmp_path / "policy"


def test_the_policy_as_it_stands_can_be_used(catalogue):
    check_policy(POLICY, catalogue)


@pytest.mark.parametrize(("name", "row", "said"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_row_that_cannot_be_used_is_refused_with_file_and_line(own_policy, name, row, said):
    file = own_policy.policy_dir / name
    line = len(file.read_text(encoding="utf-8").splitlines()) + 1
    with file.open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    with pytest.raises(SuiteError) as refused:
        suites_of(own_policy)
    [told] = [told for told in str(refused.value).splitlines() if name in told]
    assert told.startswith(f"{name} line {line}: ")
    assert said in told


@pytest.mark.parametrize(
    "name", [THRESHOLDS_NAME, SIGNS_NAME, GENERIC_NAME, WAIVERS_NAME, RELEASE_RULES_NAME]
)
@pytest.mark.parametrize("content", [None, b"", b"kolom\n1\n", b"\xff\xfe", b'a,b\n"'])
def test_a_seed_that_is_gone_or_torn_is_refused_by_name(policy, catalogue, name, content):
    if content is None:
        (policy / name).unlink()
    else:
        (policy / name).write_bytes(content)
    with pytest.raises(SuiteError, match=name.replace(".", r"\.")):
        check_policy(policy, catalogue)


def test_every_faulty_seed_is_named_in_one_go(policy, catalogue):
    for name in (THRESHOLDS_NAME, WAIVERS_NAME):
        (policy / name).unlink()
    with pytest.raises(SuiteError) as refused:
        check_policy(policy, catalogue)
    assert len(str(refused.value).splitlines()) == 2


def test_a_run_stops_before_its_check_process_is_even_started(own_policy, monkeypatch):
    (own_policy.policy_dir / THRESHOLDS_NAME).unlink()
    monkeypatch.setattr("subprocess.Popen", None)
    with pytest.raises(SuiteError, match=r"ambang\.csv is missing"):
        start_worker(own_policy)
