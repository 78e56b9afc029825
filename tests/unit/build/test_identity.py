"""A release is another one when what computes or decides changed, and only then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dagster_project.sae.build.identity import BESIDE, code_version, deciding_files
from dagster_project.sae.installation.settings import PROJECT_ROOT
from tests.house.test_floors import import_graph

COUNTS = [
    "dagster_project/sae/intake/pull.py",
    "dagster_project/sae/checks/judge.py",
    "dagster_project/sae/release/contents.py",
    "dagster_project/sae/run/pipeline.py",
    "dbt/models/marts/kpi_pilar.sql",
    "dbt/models/marts/kpi_pilar.yml",
    "dbt/macros/terbitkan.sql",
    "dbt/dbt_project.yml",
    "data_raw/layouts/templat_v1.yaml",
]
COUNTS_NOT = [
    "dagster_project/cli/app.py",
    "dagster_project/defs/jobs.py",
    "dagster_project/sae/readers/notebook.py",
    "dagster_project/sae/tell/alerts.py",
    "dbt/tests/assert_a_held_decision_says_why.sql",
    "dbt/tests/generic/bentuk.sql",
    "docs/rilis.md",
    "tests/conftest.py",
    "README.md",
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what stands in the repository, to change."""
    root = tmp_path_factory.mktemp("pohon")
    for name in ("dagster_project", "dbt", "data_raw/layouts", "docs"):
        kept = shutil.ignore_patterns("__pycache__", "target", "logs")
        shutil.copytree(PROJECT_ROOT / name, root / name, ignore=kept)
    (root / "tests").mkdir()
    for name in ("pyproject.toml", "README.md", "tests/conftest.py"):
        shutil.copy(PROJECT_ROOT / name, root / name)
    return root


def changed(tree: Path, name: str) -> str:
    """The version after a file got one more character; the file is put back."""
    file = tree / name
    before = file.read_bytes()
    file.write_bytes(before + b" ")
    try:
        return code_version(tree)
    finally:
        file.write_bytes(before)


@pytest.mark.parametrize("name", COUNTS)
def test_a_change_of_what_computes_or_decides_is_another_version(tree: Path, name: str):
    assert changed(tree, name) != code_version(tree)


@pytest.mark.parametrize("name", COUNTS_NOT)
def test_a_change_of_help_texts_documents_and_tests_is_not(tree: Path, name: str):
    assert changed(tree, name) == code_version(tree)


def test_line_ends_do_not_count(tree: Path):
    file = tree / "dbt" / "models" / "marts" / "kpi_pilar.sql"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"\n", b"\r\n"))
    try:
        assert code_version(tree) == code_version(PROJECT_ROOT)
    finally:
        file.write_bytes(before)


def test_nothing_that_counts_imports_what_does_not():
    """But for the run itself, which hands a finished release on."""
    beside = tuple(f"dagster_project.{name.replace('/', '.')}" for name in BESIDE)
    counted = {
        ".".join(path.relative_to(PROJECT_ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in deciding_files(PROJECT_ROOT)
        if path.suffix == ".py"
    }
    graph = import_graph(PROJECT_ROOT / "dagster_project")
    wrong = {
        (name, other)
        for name in counted
        for other in graph[name]
        if other.startswith(beside) and not name.startswith("dagster_project.sae.run.")
    }
    assert wrong == set()
