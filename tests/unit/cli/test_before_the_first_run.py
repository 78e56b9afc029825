"""Commands of an empty installation, or of what is no file: one sentence, no trace."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dagster_project.cli.app import app


@pytest.mark.parametrize(
    "asked",
    [
        ["formulir"],
        ["rumus", "daftar"],
        ["telusur", "kpi_pilar", "SAE-3", "2026", "TW3"],
        ["lihat"],
    ],
)
def test_without_a_release_the_command_to_make_one_is_named(tmp_path, asked):
    env = {"SAE_HOME": str(tmp_path / "var"), "COLUMNS": "200"}
    done = CliRunner().invoke(app, asked, env=env)
    assert done.exit_code == 1
    assert "sae run" in done.output
    assert "IO Error" not in done.output


def test_a_folder_is_no_report(tmp_path):
    env = {"SAE_HOME": str(tmp_path / "var"), "COLUMNS": "400"}
    done = CliRunner().invoke(app, ["periksa", str(tmp_path)], env=env)
    assert done.exit_code == 1
    assert "adalah folder; sebutkan satu berkas" in done.output
