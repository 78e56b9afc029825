"""A waiver from its row to the release: shown with its owner, and over on its last cut-off."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import SuiteError
from dagster_project.sae.run import pipeline

pytestmark = pytest.mark.xdist_group("kuartal_campur")

HEAD = "id_aturan,kunci,pemilik,alasan,berlaku_dari,berlaku_sampai\n"
CUTOFF, DAY_BEFORE = "2026-08-10", "2026-08-09"


@pytest.fixture
def with_waiver(own_case, tmp_path: Path):
    """A copy of a finished case under a policy of its own."""
    case = own_case("kuartal_campur")
    root = tmp_path / "proyek"
    skipped = shutil.ignore_patterns("target", "logs")
    shutil.copytree(case.settings.root / "dbt", root / "dbt", ignore=skipped)
    for name in ("expectations", "data_raw", "dagster_project", "pyproject.toml"):
        (root / name).symlink_to(case.settings.root / name)
    mine = replace(case, settings=replace(case.settings, root=root))

    def run(until: str, owner: str = "Sekretaris Daerah"):
        row = f"DPK-01,1.06.01,{owner},Indikator hasil disusun TW3,2026-01-01,{until}\n"
        (mine.settings.policy_dir / "pengecualian.csv").write_text(HEAD + row, encoding="utf-8")
        return mine, pipeline.run(mine.settings, cycle=mine.facts["id_siklus"])

    return run


def decided(case) -> tuple[str, str]:
    [row] = case.published(
        "select status, keputusan from mutu_keputusan "
        "where entitas = 'OPD' and kunci = '1.06.01:RAKOREV-2026-03'"
    ).itertuples(index=False)
    return tuple(row)


def test_a_waiver_is_shown_in_the_release_and_holds_no_longer_than_its_last_cut_off(with_waiver):
    case, outcome = with_waiver(CUTOFF)
    assert outcome.status == "rilis"
    assert decided(case) == ("dikecualikan", "rilis")
    [found] = case.published("select status from mutu_temuan where id_aturan = 'DPK-01'")["status"]
    assert found == "dikecualikan"
    [shown] = case.published("select * from pengecualian").to_dict("records")
    assert (shown["id_aturan"], shown["kunci"], shown["pemilik"], shown["alasan"]) == (
        "DPK-01",
        "1.06.01",
        "Sekretaris Daerah",
        "Indikator hasil disusun TW3",
    )
    assert str(shown["berlaku_sampai"])[:10] == CUTOFF
    assert (shown["keadaan"], shown["jumlah_temuan"]) == ("BERLAKU", 1)

    case, outcome = with_waiver(DAY_BEFORE)
    assert outcome.status == "rilis"
    assert decided(case) == ("gagal", "tahan")
    [shown] = case.published("select * from pengecualian").to_dict("records")
    assert (shown["keadaan"], shown["jumlah_temuan"]) == ("BERAKHIR", 0)


def test_a_waiver_without_an_owner_stops_the_run_and_the_release_stands(with_waiver):
    with pytest.raises(SuiteError, match=r"pengecualian\.csv line 2: pemilik"):
        with_waiver(CUTOFF, owner="")
