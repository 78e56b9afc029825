"""Approval from end to end: asked for, held, given, released; and not asked again on a rebuild."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.release.approve import approve
from dagster_project.sae.run import pipeline

pytestmark = pytest.mark.xdist_group("persetujuan")

CYCLE = "RAKOREV-2026-03"


@pytest.fixture(scope="module")
def asking(install_case, tmp_path_factory):
    """An installation over a clean quarter whose profile asks for approval."""
    home = tmp_path_factory.mktemp("persetujuan")
    settings = install_case("kuartal_bersih", home)
    profile = home / "profil"
    shutil.copytree(PROJECT_ROOT / "dbt" / "seeds" / "profil" / settings.profile, profile)
    facts = profile / "profil.csv"
    text = facts.read_text(encoding="utf-8")
    assert "\nwajib_persetujuan,false," in text
    facts.write_text(text.replace("wajib_persetujuan,false", "wajib_persetujuan,true"), "utf-8")
    return dataclasses.replace(settings, profile=str(profile))


def test_a_release_waits_for_the_walidata_and_for_nothing_else(asking):
    held = pipeline.run(asking, cycle=CYCLE)
    assert held.status == "tahan"
    assert held.decision.alasan.startswith("RLS-04: Walidata belum menyetujui")
    assert "sae rilis setujui --siklus" in held.decision.alasan
    assert held.scope.id_rilis in held.decision.alasan
    assert not (asking.serving / "sae.duckdb").exists()

    given = approve(asking, CYCLE, by="Kepala Bappeda", note="sudah dibaca")
    released = pipeline.run(asking, cycle=CYCLE)
    assert (released.status, released.served) == ("rilis", given.id_rilis)
    told = read(asking.serving / "sae.duckdb")
    assert told == ("Kepala Bappeda", given.disetujui_pada, "sudah dibaca")

    again = pipeline.run(asking, cycle=CYCLE, rebuild=True)
    assert (again.status, again.differing) == ("rilis", ())


def read(database: Path):
    import duckdb

    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            "select disetujui_oleh, disetujui_pada, catatan_persetujuan from rilis"
        ).fetchone()
