"""Quarters in miniature, inbox to release: numbers computed by hand, and numbers computed twice."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

RELEASED = (
    *("kuartal_bersih", "kuartal_campur", "kuartal_polos", "tahun_dari_triwulan", "profil_lain"),
    *("opd_beralih", "angka_bertahan"),
)
CASES = (*RELEASED, "kuartal_kotor")
FOLDER = Path(__file__).resolve().parents[1] / "cases"


def each(*names: str) -> pytest.MarkDecorator:
    """Every case on its own worker: a case is run once for all of its tests."""
    return pytest.mark.parametrize(
        "name", [pytest.param(n, marks=pytest.mark.xdist_group(n)) for n in names]
    )


def expected_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name / "expected.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def pick(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Rows of a table that have the values a key like `periode=TW2 tahun=2026` names."""
    for condition in key.split():
        column, value = condition.split("=")
        table = table[table[column].astype(str) == value]
    return table


def shown(value: Any, like: str) -> str:
    """A value as `expected.csv` writes it: numbers with the decimals written there, NULL empty."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        decimals = len(like.partition(".")[2]) if re.fullmatch(r"-?\d+(\.\d+)?", like) else 6
        return f"{value:.{decimals}f}"
    return str(value)


@each(*CASES)
def test_the_run_ends_as_the_case_says(name, run_case):
    case = run_case(name)
    assert case.outcome.status == case.facts["status"], case.outcome.decision
    assert (case.outcome.served is not None) == (name in RELEASED)


@each(*CASES)
def test_every_hand_computed_number_stands_in_the_build(name, run_case):
    case = run_case(name)
    tables: dict[str, pd.DataFrame] = {}
    wrong = []
    for row in expected_rows(name):
        table = row["tabel"]
        if table not in tables:
            tables[table] = case.build(f"select * from pub_{table}").astype(object)
        found = pick(tables[table], row["kunci"])
        place = f"{table} {row['kunci']} {row['kolom']}"
        if row["kolom"] == "(baris)":
            actual = str(len(found))
        elif len(found) != 1:
            actual = f"{len(found)} rows"
        else:
            actual = shown(found.iloc[0][row["kolom"]], row["nilai"])
        if actual != row["nilai"]:
            wrong.append(f"{place}: expected {row['nilai']!r}, found {actual!r}")
    assert not wrong, "\n".join(wrong)


@each(*RELEASED)
def test_readers_see_exactly_what_was_built(name, run_case):
    case = run_case(name)
    tables = {row["tabel"] for row in expected_rows(name)}
    for table in sorted(tables):
        built = case.build(f"select * from pub_{table} order by all")
        served = case.published(f"select * from {table} order by all")
        pd.testing.assert_frame_equal(served[built.columns], built, check_dtype=False)


@each(*CASES)
def test_sql_and_pandas_agree_in_every_row(name, run_case, differences):
    from tests.oracle.tables import KEYS, reference_tables

    case = run_case(name)
    wrong = []
    for table, reference in reference_tables(case.settings).items():
        sql = case.build(f"select * from {table}").astype(object)
        wrong += differences(table, reference, sql=sql, keys=KEYS[table])
    assert not wrong, "\n".join(wrong)


@pytest.mark.xdist_group("kuartal_kotor")
def test_in_a_dirty_quarter_every_rule_that_holds_something_fails_somewhere(run_case):
    case = run_case("kuartal_kotor")
    rules = case.build("select id_aturan from aturan where tingkat in ('B', 'K')")["id_aturan"]
    failed = case.build("select distinct id_aturan from pub_mutu_temuan")["id_aturan"]
    assert set(rules) - set(failed) == set()


@pytest.fixture(scope="module")
def said(run_case) -> dict[str, str]:
    """All that a dirty quarter tells anybody, by table or file: evidence, findings, answers."""
    case = run_case("kuartal_kotor")
    home = case.settings.home
    landed = {*home.glob("kerja/landing/**/temuan.parquet"), *home.glob("kerja/bukti/*.parquet")}
    tables = {str(p): pd.read_parquet(p).astype(str).to_csv() for p in sorted(landed)}
    tables |= {
        name: case.build(f"select * from {name}").astype(str).to_csv()
        for name in case.build("show tables")["name"]
        if name.startswith(("pub_", "gate_", "int_temuan"))
    }
    texts = {
        str(p): p.read_text(encoding="utf-8", errors="replace")
        for p in home.rglob("*")
        if p.suffix in {".json", ".md", ".log", ".html", ".csv", ".txt"} and "target" not in p.parts
    }
    assert tables
    assert any(name.endswith("_perbaikan.md") for name in texts)
    return {**tables, **texts}


@pytest.mark.xdist_group("kuartal_kotor")
@pytest.mark.parametrize("value", ["3513014501900001", "3456-7890", "tera@", "0012345678"])
def test_personal_data_stands_in_no_finding_answer_or_evidence(said, value):
    assert [name for name, text in said.items() if value in text] == []


@pytest.mark.xdist_group("kuartal_kotor")
def test_a_dirty_quarter_is_held_and_nothing_is_served(run_case):
    case = run_case("kuartal_kotor")
    assert case.outcome.decision.keputusan == "tahan"
    assert "RLS-02" in case.outcome.decision.alasan
    assert not (case.settings.serving / "sae.duckdb").exists()
    assert not case.settings.releases.exists() or not any(case.settings.releases.iterdir())


@pytest.mark.xdist_group("kuartal_campur")
def test_a_failing_check_stops_that_row_and_leaves_its_neighbours(run_case):
    case = run_case("kuartal_campur")
    rows = case.published("select id_indikator from kpi_indikator where kode_opd = '2.17.01'")
    assert sorted(rows["id_indikator"]) == ["2.17.01-002", "2.17.01-003"]
    [reason] = case.published(
        "select alasan from mutu_keputusan where id_indikator = '2.17.01-001'"
    )["alasan"]
    assert "STR-06" in reason


@pytest.mark.xdist_group("kuartal_campur")
def test_a_held_opd_is_shown_as_held_with_its_reason(run_case):
    case = run_case("kuartal_campur")
    [row] = case.published(
        "select * from kpi_kelengkapan where kode_opd = '1.06.01' and id_siklus = 'RAKOREV-2026-03'"
    ).to_dict("records")
    assert row["is_ditahan"]
    assert "DPK-01" in row["alasan_ditahan"]
    assert case.published("select * from kpi_indikator where kode_opd = '1.06.01'").empty
