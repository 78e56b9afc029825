"""The same inbox on both engines gives the same tables, to the last row, value and type."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from tests.spark.comparing import built_differences, released_differences
from tests.spark.conftest import TABLE

pytestmark = pytest.mark.spark

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
    assert compare(f"contoh {cycle}", run_both(sample, cycle=cycle)) == []


REAL = Path(PROJECT_ROOT).parent / "shared" / "real"


def real_inboxes():
    """Folders and files of real and trap reports, where they lie beside the project."""
    if not REAL.is_dir():
        return []
    traps = REAL / "sambungan"
    singles = [file for file in sorted(REAL.iterdir()) if file.suffix in {".xlsx", ".csv"}]
    return [*singles, *(sorted(traps.iterdir()) if traps.is_dir() else ())]
