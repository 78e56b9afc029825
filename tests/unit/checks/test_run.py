"""What a check run leaves: the status of every rule, its violations, and nothing stale."""

from __future__ import annotations

import json

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from dagster_project.sae.checks import violations
from dagster_project.sae.checks.evidence import (
    RESULT_COLUMNS,
    RESULTS_NAME,
    VIOLATION_COLUMNS,
    VIOLATIONS_NAME,
)
from dagster_project.sae.checks.run import run_checks
from dagster_project.sae.installation.errors import SuiteError, WarehouseError


def change_suite(settings, name, change):
    """Rewrite a suite of the installation; `change` gets its data and edits it."""
    path = settings.suites_dir / f"{name}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


def by_rule(report):
    return {result.id_aturan: result for result in report.results}


def rows(settings, name):
    return pq.read_table(settings.evidence / name).to_pylist()


def test_clean_rows_leave_passed_rules_and_no_violation(own_policy):
    report = run_checks(own_policy)
    status = {result.id_aturan: result.status for result in report.results}
    # Nothing was zero, confirmed as zero, missed, awaited, cumulative, printed, split by region or
    # an output.
    idle = {"ANG-09", "ANG-10", "ANG-11", "ANG-12", "ANG-16", "ANG-18", "DPK-03", "JJR-01"}
    assert {rule for rule, s in status.items() if s == "tidak_berlaku"} == idle
    assert {s for rule, s in status.items() if rule not in idle} == {"lulus"}
    assert report.count("tidak_berlaku") == len(idle)
    assert rows(own_policy, VIOLATIONS_NAME) == []


def test_the_evidence_has_its_declared_columns_even_without_violations(own_policy, few_rules):
    run_checks(few_rules("ANG-03"))
    for name, columns in ((RESULTS_NAME, RESULT_COLUMNS), (VIOLATIONS_NAME, VIOLATION_COLUMNS)):
        schema = pq.read_schema(own_policy.evidence / name)
        kinds = {"text": pa.string(), "count": pa.int64()}
        assert {f.name: f.type for f in schema} == {c: kinds[k] for c, k in columns.items()}


def test_a_table_without_rows_is_not_applicable_and_never_passed(own_policy, rows_of, tables):
    for suite in tables:
        rows_of(suite)
    report = run_checks(own_policy)
    assert {result.status for result in report.results} == {"tidak_berlaku"}
    assert {result.jumlah_dinilai for result in report.results} == {0}


def test_a_rule_of_several_expectations_is_one_result_and_one_violation_a_row(
    own_policy, few_rules, rows_of
):
    few_rules("ANG-03", "ANG-05")
    broken = {"panjang_definisi": 0, "panjang_rumus": 0, "sumber_data": None}
    rows_of(
        "realisasi", {"id_baris": "a", **broken}, {"id_baris": "b"}, {"id_baris": "c", **broken}
    )
    report = run_checks(own_policy)
    result = by_rule(report)["ANG-05"]
    assert (result.status, result.jumlah_dinilai, result.jumlah_gagal) == ("gagal", 3, 2)
    found = [r for r in rows(own_policy, VIOLATIONS_NAME) if r["id_aturan"] == "ANG-05"]
    assert [r["id_baris"] for r in found] == ["a", "c"]
    assert {r["kolom"] for r in found} == {"definisi_operasional"}
    assert sum(r["id_aturan"] == "ANG-05" for r in rows(own_policy, RESULTS_NAME)) == 1


def test_rows_under_different_conditions_of_one_rule_are_all_counted(few_rules, rows_of):
    bounds = {"target_tahun": None, "polaritas": "RENTANG", "target_bawah": 1, "target_atas": 2}
    rows_of("realisasi", {"id_baris": "a"}, {"id_baris": "b", **bounds})
    assert by_rule(run_checks(few_rules("ANG-01")))["ANG-01"].jumlah_dinilai == 2


def test_a_promise_past_its_day_names_its_indicator(own_policy, rows_of):
    rows_of(
        "tindak_lanjut",
        {"id_indikator": "1.02.01-004", "is_lewat_tenggat": True, "status_tl": "PROSES"},
    )
    run_checks(own_policy)
    [found] = [r for r in rows(own_policy, VIOLATIONS_NAME) if r["id_aturan"] == "JJR-07"]
    assert (found["entitas"], found["id_indikator"]) == ("opd", "1.02.01-004")


def test_a_violation_says_who_it_is_about(own_policy, rows_of):
    rows_of("realisasi", {"id_baris": "a", "baseline_nilai": None})
    rows_of("opd", {"kode_opd": "1.03.01", "jumlah_diterima": 0})
    rows_of("opd_pilar", {"kunci_opd": "ASING-1", "kode_opd": None, "jumlah_hasil_berangka": 0})
    run_checks(own_policy)
    about = ("entitas", "id_baris", "kode_opd", "kunci_opd", "id_siklus", "kode_pilar")
    assert {
        r["id_aturan"]: tuple(r[c] for c in about) for r in rows(own_policy, VIOLATIONS_NAME)
    } == {
        "ANG-03": ("baris", "a", "1.02.01", "1.02.01", "RAKOREV-2026-04", "SAE-2"),
        "WKT-02": ("opd", None, "1.03.01", "1.03.01", "RAKOREV-2026-04", None),
        "DPK-01": ("opd_pilar", None, None, "ASING-1", "RAKOREV-2026-04", "SAE-2"),
    }


def test_an_expectation_that_breaks_is_an_error_of_its_rule_and_the_others_go_on(
    own_policy, rows_of
):
    # A text compared with a number: the library raises while it evaluates.
    def compare_a_text(data):
        entry = next(e for e in data["expectations"] if e["rule"] == "STR-05")
        entry["kwargs"] = {"column": "satuan", "max_value": 1}

    change_suite(own_policy, "realisasi", compare_a_text)
    rows_of("realisasi", {"id_baris": "a", "baseline_nilai": None})
    results = by_rule(run_checks(own_policy))
    assert results["STR-05"].status == "error"
    assert results["STR-05"].galat.startswith("realisasi.yaml line ")
    assert results["ANG-03"].status == "gagal"
    assert [result.id_aturan for result in results.values() if result.status == "error"] == [
        "STR-05"
    ]


def test_arguments_the_library_refuses_are_an_error_of_their_rule(own_policy, few_rules):
    def refuse(data):
        entry = next(e for e in data["expectations"] if e["rule"] == "STR-05")
        entry["kwargs"] = {"column": "jumlah_kembar", "max_value": 1, "strict_max": "mungkin"}

    few_rules("STR-05", "ANG-03")
    change_suite(own_policy, "realisasi", refuse)
    results = by_rule(run_checks(own_policy))
    assert [r.id_aturan for r in results.values() if r.status == "error"] == ["STR-05"]


def test_an_error_keeps_no_value_of_a_report(own_policy, few_rules, rows_of):
    def compare_a_text(data):
        entry = next(e for e in data["expectations"] if e["rule"] == "STR-05")
        entry["kwargs"] = {"column": "sumber_data", "max_value": 1}

    few_rules("STR-05", "ANG-03")
    change_suite(own_policy, "realisasi", compare_a_text)
    rows_of("realisasi", {"sumber_data": "3513012345678901"})
    assert by_rule(run_checks(own_policy))["STR-05"].status == "error"
    for path in own_policy.evidence.iterdir():
        assert b"3513012345678901" not in path.read_bytes()


def test_a_missing_value_in_a_message_is_said_and_a_long_one_is_cut(own_policy, few_rules, rows_of):
    rows_of(
        "realisasi",
        {"id_baris": "a", "nama_indikator": None, "target_tahun": None},
        {"id_baris": "b", "nama_indikator": "panjang " * 200_000, "target_tahun": None},
        {"id_baris": "c", "nama_indikator": "{satuan} %s \x00 \u202e 指標", "target_tahun": None},
    )
    run_checks(few_rules("ANG-01"))
    first, second, third = (r["pesan"] for r in rows(own_policy, VIOLATIONS_NAME))
    assert first == "Target (kosong) belum berupa angka."
    assert len(second) <= 300
    assert third == "Target {satuan} %s \x00 \u202e 指標 belum berupa angka."


def test_the_same_warehouse_gives_the_same_evidence(own_policy, few_rules, rows_of):
    few_rules("ANG-03", "ANG-05", "WKT-02")
    rows_of("realisasi", *({"id_baris": f"{n}", "baseline_nilai": None} for n in (3, 1, 2)))
    run_checks(own_policy)
    first = (own_policy.evidence / VIOLATIONS_NAME).read_bytes()
    rows_of("realisasi", *({"id_baris": f"{n}", "baseline_nilai": None} for n in (2, 3, 1)))
    run_checks(own_policy)
    assert (own_policy.evidence / VIOLATIONS_NAME).read_bytes() == first


def test_no_violation_is_lost_where_a_batch_ends(own_policy, few_rules, rows_of, monkeypatch):
    monkeypatch.setattr(violations, "_BATCH_ROWS", 2)
    rows_of("realisasi", *({"id_baris": f"{n}", "baseline_nilai": None} for n in range(5)))
    run_checks(few_rules("ANG-03"))
    assert [row["id_baris"] for row in rows(own_policy, VIOLATIONS_NAME)] == list("01234")


def test_evidence_is_tied_to_the_scope_it_judged(own_policy, few_rules):
    own_policy.scope_file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"id_rilis": ["R-1"], "tahun": [2026]}), own_policy.scope_file)
    run_checks(few_rules("ANG-03", "WKT-02"))
    assert {row["id_rilis"] for row in rows(own_policy, RESULTS_NAME)} == {"R-1"}


@pytest.mark.parametrize("column", ["panjang_rumus", "nama_indikator", "id_baris"])
def test_a_refused_suite_leaves_no_evidence_of_a_former_run(own_policy, few_rules, column):
    run_checks(few_rules("ANG-05"))
    with duckdb.connect(str(own_policy.warehouse)) as connection:
        connection.execute(f"alter table int_realisasi__uji rename column {column} to lain")
    with pytest.raises(SuiteError, match=column):
        run_checks(own_policy)
    assert list(own_policy.evidence.iterdir()) == []


def test_without_a_warehouse_the_run_says_so(own_policy):
    own_policy.warehouse.unlink()
    with pytest.raises(WarehouseError, match="Belum ada gudang kerja"):
        run_checks(own_policy)


def test_a_deleted_suite_leaves_its_rules_without_evidence(own_policy, few_rules):
    few_rules("ANG-03", "WKT-02")
    (own_policy.suites_dir / "opd.yaml").unlink()
    run_checks(own_policy)
    assert "WKT-02" not in {row["id_aturan"] for row in rows(own_policy, RESULTS_NAME)}


def test_a_condition_on_a_missing_value_behaves_like_is_distinct_from(
    own_policy, few_rules, rows_of
):
    """Nullable integer columns once dropped such rows from `!=`, so the rule passed over them."""

    def on_a_number(data):
        entry = next(e for e in data["expectations"] if e["rule"] == "ANG-03")
        entry["when"] = [{"column": "tahun", "op": "!=", "value": 2025}]

    few_rules("ANG-03")
    change_suite(own_policy, "realisasi", on_a_number)
    rows_of(
        "realisasi", {"id_baris": "a", "tahun": None, "baseline_nilai": None}, {"id_baris": "b"}
    )
    assert by_rule(run_checks(own_policy))["ANG-03"].jumlah_gagal == 1


def test_the_library_prints_nothing(own_policy, rows_of, capfd):
    rows_of("realisasi", {"id_baris": "a", "baseline_nilai": None})
    run_checks(own_policy)
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")
