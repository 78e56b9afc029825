"""The net from end to end: what differs without a name is held, told, approved, and asked once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.archive import archived_files
from dagster_project.sae.release.approve import approve
from dagster_project.sae.run import pipeline

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

CYCLE = "RAKOREV-2026-03"


def run(settings: Settings, *, rebuild: bool = False) -> Any:
    return pipeline.run(settings, cycle=CYCLE, rebuild=rebuild)


def served(settings: Settings, query: str) -> list[tuple]:
    import duckdb

    with duckdb.connect(str(settings.serving / "sae.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def built(settings: Settings, query: str) -> list[tuple]:
    import duckdb

    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def passes_after_approval(settings: Settings, former: str) -> None:
    """It is served once somebody approved it, and no later run asks again."""
    given = approve(settings, CYCLE, by="Kepala Bappeda", note="sudah dilihat")
    released = run(settings)
    assert (released.status, released.served) == ("rilis", given.id_rilis)
    assert given.id_rilis != former
    again = run(settings, rebuild=True)
    assert (again.status, again.served, again.differing) == ("rilis", given.id_rilis, ())
    assert run(settings).status == "tetap"


@pytest.fixture
def own_root(tmp_path: Path) -> Callable[[str, Callable[[str], str]], Path]:
    """A project of the same code in which one policy seed reads otherwise."""

    def made(seed: str, change: Callable[[str], str]) -> Path:
        root = tmp_path / "akar"
        shutil.copytree(PROJECT_ROOT / "dbt", root / "dbt", ignore=shutil.ignore_patterns("target"))
        for name in ("data_raw", "dagster_project", "expectations", "pyproject.toml"):
            (root / name).symlink_to(PROJECT_ROOT / name)
        file = root / "dbt" / "seeds" / "policy" / seed
        text = file.read_text(encoding="utf-8")
        assert change(text) != text
        file.write_text(change(text), encoding="utf-8")
        return root

    return made


def test_figures_that_vanish_hold_the_release_until_somebody_approves(own_case):
    case = own_case("kuartal_bersih")
    settings, former = case.settings, case.outcome.served
    lost = served(settings, "select distinct kode_opd from kpi_indikator order by 1")[-1][0]
    settings = replace(settings, inbox=settings.home / "kosong")
    settings.inbox.mkdir()
    for file in list(archived_files(settings.archive)):
        if file.first.nama_berkas.startswith(lost):
            for path in file.path.parent.glob(f"{file.sha256}*"):
                path.unlink()
    held = run(settings)
    assert (held.status, held.served) == ("tahan", former)
    assert "RLS-05" in held.decision.alasan
    assert served(settings, f"select count(*) from kpi_indikator where kode_opd = '{lost}'")[0][0]
    told = built(
        settings, "select id_indikator, pesan from pub_mutu_temuan where id_aturan = 'RLS-05'"
    )
    assert any(str(of).startswith(lost) and "hilang" in message for of, message in told)
    passes_after_approval(settings, former)
    assert served(settings, f"select count(*) from kpi_indikator where kode_opd = '{lost}'") == [
        (0,)
    ]


def test_a_formula_that_moves_figures_is_a_named_cause_and_waits(own_case, own_root):
    def other_formula(text: str) -> str:
        lines = []
        for line in text.splitlines(keepends=True):
            if line.startswith("CAPAIAN-TURUN,1.0"):
                lines.append(line.replace(",true,", ",false,"))
            elif line.startswith("CAPAIAN-TURUN-RASIO,1.0"):
                lines.append(line.replace(",false,", ",true,"))
            else:
                lines.append(line)
        return "".join(lines)

    case = own_case("kuartal_bersih")
    former = case.outcome.served
    settings = replace(case.settings, root=own_root("rumus.csv", other_formula))
    held = run(settings)
    assert (held.status, held.served) == ("tahan", former)
    assert "RLS-07" in held.decision.alasan
    assert "RLS-05" not in held.decision.alasan
    passes_after_approval(settings, former)


def test_a_threshold_that_moves_no_figure_is_served_without_asking(own_case, own_root):
    case = own_case("kuartal_bersih")
    root = own_root(
        "ambang.csv", lambda text: text.replace("celah_serapan,,20,", "celah_serapan,,21,")
    )
    after = run(replace(case.settings, root=root))
    assert after.status == "rilis"
    assert after.served != case.outcome.served


def test_a_profile_that_weighs_otherwise_is_looked_at(own_case):
    case = own_case("kuartal_bersih")
    folder = case.settings.home / "profil"
    shutil.copytree(case.settings.profile_dir, folder)
    weights = folder / "opd.csv"
    text = weights.read_text(encoding="utf-8")
    weights.write_text(text.replace("\n1.03.01,", "\n1.03.99,"), encoding="utf-8")
    held = run(replace(case.settings, profile=str(folder)))
    assert (held.status, held.served) == ("tahan", case.outcome.served)
    assert "RLS-0" in held.decision.alasan
