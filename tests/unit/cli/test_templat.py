"""`sae templat` asks for one agency or all of them, and for a period or a cycle."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dagster_project.cli.app import app


@pytest.mark.parametrize(
    "asked",
    [
        [],
        ["--opd", "1.02.01"],
        ["--semua"],
        ["--opd", "1.02.01", "--semua", "--periode", "2026-TW3"],
        ["--semua", "--periode", "2026-TW3", "--siklus", "RAKOREV-2026-04"],
    ],
)
def test_a_question_that_can_be_read_two_ways_is_refused(asked):
    done = CliRunner().invoke(app, ["templat", *asked], env={"COLUMNS": "200"})
    assert done.exit_code == 2
    assert "--semua" in done.output


def test_all_agencies_that_reported_are_named_and_the_others_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("SAE_HOME", str(tmp_path / "var"))
    asked = ["templat", "--semua", "--siklus", "RAKOREV-2026-04", "--ke", str(tmp_path / "semua")]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    written = list((tmp_path / "semua").glob("*.xlsx"))
    assert f"{len(written)} buku kerja dan RINGKASAN.csv" in done.output
    assert f"{len(written)} di antaranya hanya berisi SAMPUL" in done.output
