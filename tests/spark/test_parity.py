"""The same inbox on both engines gives the same tables, to the last row, value and type."""

from __future__ import annotations

import shutil
from datetime import datetime

import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from tests.spark.comparing import built_differences, released_differences
from tests.spark.conftest import TABLE

pytestmark = pytest.mark.spark

REAL = PROJECT_ROOT.parent / "shared" / "real"
CASES = (
    *("kuartal_bersih", "kuartal_campur", "kuartal_polos", "kuartal_kotor", "tahun_dari_triwulan"),
    *("profil_lain", "opd_beralih", "angka_bertahan"),
)


def compare(name, both):
    """Add a line to the table, and return what differs."""
    first, second = both.outcomes
    built, built_found = built_differences(both.duckdb, both.spark)
    released, released_found = 0, []
    if first.served is not None and first.status == second.status == "rilis":
        released, released_found = released_differences(
            both.duckdb.releases / first.served, both.spark.releases / second.served
        )
    TABLE.append(
        (
            name,
            f"{first.status}/{second.status}",
            str(built),
            str(len({d.table for d in built_found})),
            str(released),
            str(len(released_found)),
            *(f"{seconds:.0f}" for seconds in both.seconds),
        )
    )
    same = first.status == second.status
    said = [f"{d.table}: {d.what}" for d in (*built_found, *released_found)]
    print(*TABLE[-1], *said, sep="\n  ", flush=True)  # `-s` shows it while the others still run
    return said if same else [f"ends {first.status} and {second.status}", *said]


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_the_same_on_both_engines(name, run_both, install_case, facts_of, tmp_path):
    both = run_both(install_case(name, tmp_path), cycle=facts_of(name)["id_siklus"])
    assert compare(name, both) == []


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """An installation over the committed sample, which both cycles share."""
    return Settings(
        home=tmp_path_factory.mktemp("contoh") / "var",
        profile="probolinggo",
        inbox=PROJECT_ROOT / "data_raw" / "contoh",
        clock=datetime(2026, 11, 23, 8),
    )


@pytest.mark.parametrize("cycle", ["RAKOREV-2026-03", "RAKOREV-2026-04"])
def test_the_sample_is_the_same_on_both_engines_one_cycle_after_the_other(cycle, run_both, sample):
    assert compare(f"contoh {cycle}", run_both(sample, cycle=cycle, is_tested=True)) == []


@pytest.mark.skipif(not REAL.is_dir(), reason="real reports lie beside the project or nowhere")
def test_real_reports_and_traps_in_one_inbox_are_the_same_on_both_engines(run_both, tmp_path):
    """Every file keeps its name; of two with one name the first stays, and registers are joined."""
    inbox = tmp_path / "masuk"
    inbox.mkdir()
    register: list[str] = []
    for file in sorted([*REAL.glob("*.*"), *REAL.glob("sambungan/*/*.*")]):
        if file.name == "penerimaan.csv":
            head, *rows = file.read_text(encoding="utf-8-sig").splitlines()
            register += rows if register else [head, *rows]
        elif file.suffix != ".md" and not (inbox / file.name).exists():
            shutil.copyfile(file, inbox / file.name)
    (inbox / "penerimaan.csv").write_text("\n".join(register) + "\n", encoding="utf-8")
    settings = Settings(
        home=tmp_path / "var",
        profile="probolinggo",
        inbox=inbox,
        clock=datetime(2026, 11, 23, 8),
    )
    assert compare("real reports", run_both(settings, cycle="RAKOREV-2026-04")) == []
