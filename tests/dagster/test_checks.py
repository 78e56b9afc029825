"""The colour of a suite's check: what was not evaluated is never green."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pyarrow as pa
import pytest

from dagster_project.orchestrator.evidence import read_worst, suite_results
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
from dagster_project.sae.checks.evidence import VIOLATION_COLUMNS, commit, schema, stage
from dagster_project.sae.checks.expectation import Suite
from dagster_project.sae.checks.suites import load_suites
from dagster_project.sae.installation.settings import Settings


@pytest.fixture(scope="module")
def suite() -> Suite:
    settings = Settings.from_env()
    suites = load_suites(settings.suites_dir, load_catalogue(settings.policy_dir / CATALOGUE_NAME))
    return next(suite for suite in suites if suite.name == "realisasi")


def evidence(suite: Suite, **status: str) -> list[dict[str, object]]:
    return [
        {
            "suite": suite.name,
            "id_aturan": rule.id_aturan,
            "tingkat": rule.tingkat,
            "status": status.get(rule.id_aturan.replace("-", "_"), "lulus"),
            "jumlah_dinilai": 10,
            "jumlah_gagal": 2 if rule.id_aturan.replace("-", "_") in status else 0,
        }
        for rule in suite.rules
    ]


def test_a_suite_that_passes_is_green(suite: Suite):
    [result] = suite_results([suite], evidence(suite, ANG_06="tidak_berlaku"))
    assert result.passed


def test_rows_that_break_a_rule_are_a_warning_that_names_the_rule(suite: Suite):
    [result] = suite_results([suite], evidence(suite, ANG_01="gagal"))
    assert not result.passed
    assert result.severity == dg.AssetCheckSeverity.WARN
    assert result.metadata["failed_by_rule"].value == {"ANG-01": 2}


def test_what_only_warns_or_informs_is_counted_and_passes(suite: Suite):
    severity = {rule.id_aturan: rule.tingkat for rule in suite.rules}
    assert severity["ANG-13"] == "P"
    [result] = suite_results([suite], evidence(suite, ANG_13="gagal"))
    assert result.passed
    assert result.metadata["warned_or_informed"].value == 2
    assert result.metadata["failed_by_rule"].value == {"ANG-13": 2}
    assert result.metadata["held_by_rule"].value == {}


def test_a_rule_that_broke_is_an_error(suite: Suite):
    [result] = suite_results([suite], evidence(suite, ANG_01="error"))
    assert not result.passed
    assert result.severity == dg.AssetCheckSeverity.ERROR


def test_a_rule_without_evidence_is_an_error(suite: Suite):
    rows = [row for row in evidence(suite) if row["id_aturan"] != "JJR-01"]
    [result] = suite_results([suite], rows)
    assert not result.passed
    assert result.severity == dg.AssetCheckSeverity.ERROR
    assert "JJR-01" in result.metadata["not_evaluated"].value


def test_the_worst_cells_are_shown_by_place_and_never_by_content(tmp_path: Path):
    row = dict.fromkeys(VIOLATION_COLUMNS) | {
        "suite": "realisasi", "id_aturan": "ANG-01", "kode_opd": "1.02.01",
        "kolom": "target_tahun", "pesan": "isi sel", "isi": "isi sel",
    }  # fmt: skip
    rows = [row | {"id_baris": f"ab:{line}:TW1"} for line in (12, 7)]
    rows.append(row | {"id_baris": "ab:9:TW1", "kolom": "realisasi"})
    settings = Settings(home=tmp_path, profile="probolinggo", inbox=tmp_path)
    batch = pa.Table.from_pylist(rows, schema=schema(tuple(VIOLATION_COLUMNS.items())))
    commit(stage(settings.evidence, [], violations=[batch]))
    shown = read_worst(settings)["realisasi"].splitlines()[2:]
    assert shown == [
        r"| ANG-01 | 1\.02.01 | target\_tahun | 2 | 7 |",
        r"| ANG-01 | 1\.02.01 | realisasi | 1 | 9 |",
    ]
