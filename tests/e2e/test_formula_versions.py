"""`sae rumus`: two formulas over one release, without changing a number of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from dagster_project.cli.app import app
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.readers.formula_versions import compare_formulas, published_formulas

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

IN_FORCE, RATIO = "CAPAIAN-TURUN@1.0", "CAPAIAN-TURUN-RASIO@1.0"


@pytest.fixture(scope="module")
def case(run_case: Callable[[str], Any]) -> Any:
    return run_case("kuartal_bersih")


def test_the_formula_in_force_gives_again_what_was_published(case):
    found = compare_formulas(case.settings, IN_FORCE, second=RATIO)
    published = case.published(
        "select id_indikator, tahun, periode, capaian_mentah from kpi_indikator "
        "where polaritas = 'TURUN' and realisasi is not null "
        "order by id_indikator, tahun, periode, kode_wilayah, dimensi"
    )
    assert len(found.figures) == len(published) > 0
    for figure, row in zip(found.figures, published.to_dict("records"), strict=True):
        assert (figure.id_indikator, figure.tahun, figure.periode) == (
            row["id_indikator"],
            row["tahun"],
            row["periode"],
        )
        if figure.first is None:
            assert row["capaian_mentah"] is None or math.isnan(row["capaian_mentah"])
        else:
            assert figure.first == pytest.approx(row["capaian_mentah"], abs=1e-9)


def test_a_figure_that_met_its_target_shows_100_under_both(case):
    found = compare_formulas(case.settings, IN_FORCE, second=RATIO)
    assert {f.id_indikator for f in found.differing} <= {f.id_indikator for f in found.figures}
    for figure in found.differing:
        assert figure.realisasi > figure.target or figure.realisasi == 0


def test_a_formula_beside_itself_differs_nowhere(case):
    found = compare_formulas(case.settings, "CAPAIAN-TURUN", second=IN_FORCE)
    assert list(found.differing) == []
    assert found.changed_predicates == 0


def test_the_widest_difference_stands_first(case):
    gaps = [
        abs(f.gap)
        for f in compare_formulas(case.settings, IN_FORCE, second=RATIO).differing
        if f.gap is not None
    ]
    assert gaps == sorted(gaps, reverse=True)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("CAPAIAN-TURUN@9.9", RATIO, "tidak ada rumus CAPAIAN-TURUN@9.9"),
        ("CAPAIAN-NAIK", RATIO, "arah yang berbeda"),
        ("SKOR-KETAT", "SKOR-TERSEDIA", "tidak dapat dihitung ulang"),
    ],
)
def test_what_cannot_be_compared_is_said(case, first, second, words):
    with pytest.raises(ReleaseError, match=words):
        compare_formulas(case.settings, first, second=second)


def test_every_published_number_carries_a_formula_that_is_published(case):
    known = {(f.id, f.version) for f in published_formulas(case.settings)}
    for table in ("kpi_indikator", "kpi_akselerasi", "kpi_kejujuran", "kpi_anggaran"):
        used = case.published(
            f"select distinct rumus_id, versi_rumus from {table} where rumus_id is not null"
        )
        assert set(used.itertuples(index=False, name=None)) <= known, table


def test_the_command_says_it_in_indonesian(case, monkeypatch):
    monkeypatch.setenv("SAE_HOME", str(case.settings.home))
    shown = CliRunner().invoke(app, ["rumus", "banding", IN_FORCE, RATIO])
    assert shown.exit_code == 0, shown.output
    assert "angka dihitung" in shown.output
    assert "Status tercapai tidak berubah" in shown.output
    listed = CliRunner().invoke(app, ["rumus", "daftar"])
    assert listed.exit_code == 0
    assert "CAPAIAN-TURUN-RASIO@1.0" in listed.output
    unknown = CliRunner().invoke(app, ["rumus", "banding", "TIDAK-ADA", RATIO])
    assert unknown.exit_code == 1
