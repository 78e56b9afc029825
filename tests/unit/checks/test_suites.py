"""A suite that cannot be right is refused before anything is computed, with file and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.sae.checks.suites import check_columns, load_suites
from dagster_project.sae.installation.errors import SuiteError
from dagster_project.sae.installation.settings import PROJECT_ROOT

HEAD = """suite: coba
table: int_realisasi__uji
entity: baris
key: [id_baris]
expectations:
"""
GOOD = """  - rule: ANG-03
    severity: B
    expect: expect_column_values_to_not_be_null
    kwargs: {column: baseline_nilai}
    why: Change needs the value before.
"""


def refusal(folder: Path, catalogue, text: str, name: str = "coba") -> str:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SuiteError) as caught:
        load_suites(folder, catalogue)
    return str(caught.value)


def test_a_suite_becomes_frozen_facts_with_the_rule_and_the_place(tmp_path, catalogue):
    (tmp_path / "coba.yaml").write_text(HEAD + GOOD, encoding="utf-8")
    (suite,) = load_suites(tmp_path, catalogue)
    (expectation,) = suite.expectations
    assert expectation.rule is catalogue["ANG-03"]
    assert expectation.place == "coba.yaml line 6"
    assert expectation.cell == "baseline_nilai"
    assert suite.required_columns == ("baseline_nilai", "id_baris", "nama_indikator")
    with pytest.raises(AttributeError):
        suite.table = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("ANG-03", "ANG-99", 6, "ANG-99 is not in aturan.csv"),
        ("severity: B", "severity: P", 6, "ANG-03 has severity B in aturan.csv, P here"),
        ("ANG-03", "STR-06", 6, "STR-06 is evaluated by ingest, not by a suite"),
        ("ANG-03\n    severity: B", "DPK-01\n    severity: K", 6, "judges a opd_pilar"),
        ("not_be_null", "be_wonderful", 6, "unknown expectation type"),
        ("{column: baseline_nilai}", "{col: x}", 6, "lacks column"),
        ("{column: baseline_nilai}", "{column: x, mostly: 0.9}", 6, "does not take mostly"),
        ("{column: baseline_nilai}", "{column: 5}", 6, "needs the name of a column"),
        ("severity: B", "severity: X", 7, "Input should be 'B', 'K', 'P' or 'I'"),
        ("why: Change", "because: Change", 10, "Extra inputs are not permitted"),
        ("    why: Change needs the value before.\n", "", 6, "Field required"),
        ("why:", "when: [{column: a, op: in, value: 3}]\n    why:", 10, "needs a list of values"),
        ("why:", "when: [{column: a, op: '==' }]\n    why:", 10, "needs one value"),
        ("why:", "when: [{column: a, op: is_null, value: 1}]\n    why:", 10, "takes no value"),
        ("why:", "when: [{column: a, op: like, value: b}]\n    why:", 10, "Input should be"),
        ("severity: B", "severity: B\n    severity: K", 8, "key 'severity' stands on line 7 too"),
        ("kwargs: {", "kwargs: {{", 10, "expected ','"),
        ("suite: coba", "suite: lain", 1, "suite 'lain' must be named 'coba'"),
        ("key: [id_baris]", "key: []", 4, "at least 1 item"),
        ("key: [id_baris]", "key: &k [id_baris]\nlain: *k", 4, "aliases are not used here"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, catalogue, old, new, line, says):
    text = (HEAD + GOOD).replace(old, new)
    assert text != HEAD + GOOD
    message = refusal(tmp_path, catalogue, text)
    assert f"coba.yaml line {line}:" in message
    assert says in message


def test_the_same_expectation_twice_is_refused_even_for_another_reason(tmp_path, catalogue):
    message = refusal(tmp_path, catalogue, HEAD + GOOD + GOOD.replace("before", "then"))
    assert "coba.yaml line 11: the same expectation" in message
    assert "line 6 too" in message


def test_a_rule_lives_in_one_suite(tmp_path, catalogue):
    (tmp_path / "awal.yaml").write_text(
        HEAD.replace("suite: coba", "suite: awal") + GOOD, encoding="utf-8"
    )
    message = refusal(tmp_path, catalogue, HEAD + GOOD)
    assert message == "coba.yaml line 6: ANG-03 stands in awal.yaml too"


def test_every_fault_of_every_file_is_told_at_once(tmp_path, catalogue):
    (tmp_path / "awal.yaml").write_text("", encoding="utf-8")
    message = refusal(tmp_path, catalogue, (HEAD + GOOD).replace("B", "K").replace("ANG", "XXX"))
    assert message.splitlines() == [
        "awal.yaml line 1: the file is empty",
        "coba.yaml line 6: rule XXX-03 is not in aturan.csv",
    ]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "42\n", "\t\n", "a: \x00\n"])
def test_a_file_of_another_shape_is_refused_with_a_sentence(tmp_path, catalogue, text):
    assert refusal(tmp_path, catalogue, text).startswith("coba.yaml")


def test_a_folder_without_suites_is_refused_because_nothing_would_be_judged(tmp_path, catalogue):
    with pytest.raises(SuiteError, match="no suites"):
        load_suites(tmp_path, catalogue)


def test_a_table_that_does_not_exist_is_named(suites):
    with pytest.raises(SuiteError, match=r"opd\.yaml: there is no table int_opd__uji"):
        check_columns(suites, {s.table: s.required_columns for s in suites if s.name != "opd"})


def test_a_column_that_does_not_exist_is_named_with_the_line_that_wants_it(suites):
    columns = {suite.table: set(suite.required_columns) for suite in suites}
    check_columns(suites, columns)
    columns["int_realisasi__uji"] -= {"panjang_rumus", "id_baris", "capaian_tampil"}
    with pytest.raises(SuiteError) as caught:
        check_columns(suites, columns)
    message = str(caught.value)
    assert "realisasi.yaml: key names id_baris" in message
    line = next(e.place for s in suites for e in s.expectations if e.cell == "rumus")
    assert f"{line}: ANG-05 names panjang_rumus" in message
    assert "aturan.csv line" in message
    assert "the message of JJR-01 names capaian_tampil" in message


def test_every_content_rule_of_the_catalogue_is_carried_by_a_suite(suites, catalogue):
    carried = {rule.id_aturan for suite in suites for rule in suite.rules}
    assert carried == {rule.id_aturan for rule in catalogue.values() if rule.tempat == "gx"}


def test_suites_are_read_without_the_heavy_libraries():
    code = (
        "import sys; from pathlib import Path;"
        "from dagster_project.sae.checks.run import suites_of;"
        "from dagster_project.sae.installation.settings import Settings;"
        "suites_of(Settings(Path('x'), 'y', Path('z')));"
        "print({'great_expectations', 'pandas', 'pyarrow', 'duckdb'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
