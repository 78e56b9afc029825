"""Nothing reported reaches readers but through a decision: shown on the graph of the models."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.sae.build import warehouse
from dagster_project.sae.installation.errors import WarehouseError
from dagster_project.sae.installation.settings import PROJECT_ROOT

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

# Where it is decided which rows and agencies go out; the decisions are made of the statuses.
DECIDING = {
    *("gate_decisions", "int_baris__status", "int_nilai__status", "int_opd__status"),
    "int_swadaya__status",
}
# Published tables that read reports and rest on no decision, each with the reason.
BESIDE_THE_GATE = {
    "pub_mutu_temuan": "says what holds a row, so it must show held ones; contents are masked",
    "pub_mutu_berkas": "says what became of each received file, refused ones included",
    "pub_pengecualian": "says who set which rule aside and counts findings, no reported value",
    "pub_rilis": "holds hashes, versions and whether the data is synthetic, no reported value",
}


TERBIT = yaml.safe_load((PROJECT_ROOT / "dbt" / "dbt_project.yml").read_text(encoding="utf-8"))[
    "vars"
]["sae"]["terbit"]


def test_a_published_table_is_its_declaration_and_nothing_else():
    written = {
        file.name: file.read_text(encoding="utf-8").strip()
        for file in (PROJECT_ROOT / "dbt" / "models" / "publish").glob("*.sql")
    }
    assert written == {f"pub_{name}.sql": f"{{{{ terbitkan('{name}') }}}}" for name in TERBIT}


def test_rows_that_the_gate_decides_on_go_out_through_its_decisions(parents: dict[str, set[str]]):
    """For `baris` and `opd` the published table reads the decisions themselves."""
    through = {name for name, said in TERBIT.items() if said["putusan"] in ("baris", "opd")}
    assert {name for name in TERBIT if "gate_decisions" in parents[f"pub_{name}"]} - {
        "mutu_keputusan"
    } == through
    assert len(through) >= 10


def test_what_is_declared_to_rest_on_decisions_does(ancestors: dict[str, frozenset[str]]):
    resting = {name for name, said in TERBIT.items() if said["putusan"] == "mart"}
    assert {name for name in resting if not ancestors[f"pub_{name}"] & DECIDING} == set()


def test_a_table_without_a_decision_is_not_made(own_case: Callable[[str], Any], tmp_path: Path):
    settings = own_case("kuartal_bersih").settings
    root = tmp_path / "proyek"
    shutil.copytree(settings.dbt_dir, root / "dbt", ignore=shutil.ignore_patterns("target"))
    project = root / "dbt" / "dbt_project.yml"
    told = project.read_text(encoding="utf-8")
    project.write_text(told.replace("putusan: baris", "putusan: lewat", 1), encoding="utf-8")
    with pytest.raises(WarehouseError, match=r"putusan in dbt_project.yml is lewat"):
        warehouse.build(replace(settings, root=root), "mart", only=("path:models/publish",))


@pytest.fixture(scope="module")
def parents(manifest: dict[str, Any]) -> dict[str, set[str]]:
    """Names of what each published model reads."""
    nodes = manifest["nodes"]
    return {
        node["name"]: {nodes[key]["name"] for key in node["depends_on"]["nodes"]}
        for node in nodes.values()
        if node["name"].startswith("pub_")
    }


@pytest.fixture(scope="module")
def ancestors(manifest: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Names of everything each published model is made of, sources included."""
    nodes = {**manifest["nodes"], **manifest["sources"]}

    @cache
    def above(name: str) -> frozenset[str]:
        parents = nodes[name].get("depends_on", {}).get("nodes", [])
        return frozenset({nodes[parent]["name"] for parent in parents}.union(*map(above, parents)))

    return {
        node["name"]: above(key)
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["name"].startswith("pub_")
    }


def test_every_published_table_made_of_reports_rests_on_a_decision(ancestors):
    reported = {name: {a for a in above if a.startswith("stg_intake__")} for name, above in
                ancestors.items()}  # fmt: skip
    undecided = {
        name for name, above in ancestors.items() if reported[name] and not above & DECIDING
    }
    assert undecided == {name for name in BESIDE_THE_GATE if name in ancestors}


def test_every_published_kpi_rests_on_a_decision(ancestors):
    kpis = {name for name in ancestors if name.startswith("pub_kpi_")}
    assert len(kpis) >= 11
    assert {name for name in kpis if not ancestors[name] & DECIDING} == set()


@pytest.mark.xdist_group("kuartal_campur")
def test_held_agencies_and_rows_are_published_with_their_reasons(run_case):
    case = run_case("kuartal_campur")
    held = case.published("select * from mutu_keputusan where keputusan = 'tahan'")
    assert set(held["entitas"]) == {"BARIS", "SWADAYA", "OPD"}
    assert held["alasan"].str.strip().ne("").all()
    shown = case.published("select kode_opd, is_ditahan from kpi_kelengkapan where is_ditahan")
    agencies = held.query("entitas == 'OPD' and kode_opd.notna() and status == 'gagal'")
    assert set(agencies["kode_opd"]) <= set(shown["kode_opd"])


@pytest.mark.xdist_group("kuartal_campur")
def test_silent_agencies_stand_in_the_completeness_of_all(run_case):
    case = run_case("kuartal_campur")
    silent = case.published(
        "select kode_opd from kpi_kelengkapan where diharapkan = 1 and diterima = 0"
    )
    assert len(silent) > 0


@pytest.mark.xdist_group("tahun_dari_triwulan")
def test_the_strict_score_counts_what_was_held_and_the_other_score_does_not(run_case):
    case = run_case("tahun_dari_triwulan")
    scores = case.published(
        "select skor_tersedia, skor_ketat, jumlah_ditahan from kpi_pilar "
        "where jumlah_ditahan > 0 and skor_tersedia is not null"
    )
    assert len(scores) > 0
    assert (scores["skor_ketat"] < scores["skor_tersedia"]).all()


@pytest.mark.xdist_group("kuartal_campur")
def test_the_rules_of_the_release_stand_in_the_published_catalogue(run_case):
    case = run_case("kuartal_campur")
    told = case.published("select id_aturan, tingkat, entitas from aturan where kelompok = 'Rilis'")
    asked = case.build("select id_aturan from gate_release_checks")
    assert set(told["id_aturan"]) >= set(asked["id_aturan"])
    assert set(told["tingkat"]) == {"R"}
    assert set(told["entitas"]) == {"rilis"}
