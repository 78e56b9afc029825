"""The rules of this house that a linter does not know, read from the tree itself."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns: str) -> list[Path]:
    """Files git knows, plus new ones it does not ignore."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / line for line in listing if line and (ROOT / line).is_file()]


PYTHON = tracked("*.py")
MODELS = tracked("dbt/models/*.sql")
# What is published is declared in dbt_project.yml; its texts are those of its mart.
DESCRIBED = [path for path in MODELS if path.parent.name != "publish"]


ROOM, ONE_LONG_IDEA = 300, 400
# A file of more than 300 lines that holds one idea, and which; to cut it would make slices.
LONGER = {
    "tests/oracle/inputs.py": "all that the second computation reads, and which of it counts",
    "dagster_project/sae/contract/profile.py": "a government as facts, one class for each seed",
    "tests/dbt/test_shape.py": "every way in which our seeds, tables and the one shape test refuse",
    "tests/unit/build/test_scope.py": "what makes a run this run: cycle, files, cut-off, id",
    "tests/unit/intake/test_foreign.py": "what every official form on paper is read as",
    "tests/unit/intake/test_template_reader.py": "what our own template is read as, sheet by sheet",
}


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_python_file_is_a_room_of_at_most_300_lines_or_one_named_idea(path: Path) -> None:
    count = len(path.read_text(encoding="utf-8").splitlines())
    limit = ONE_LONG_IDEA if path.relative_to(ROOT).as_posix() in LONGER else ROOM
    assert count <= limit, f"{path.relative_to(ROOT)} has {count} lines: a second room hides in it"


def test_a_file_named_as_one_long_idea_needs_it() -> None:
    short = [
        name
        for name in LONGER
        if not (ROOT / name).is_file()
        or len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= ROOM
    ]
    assert short == []


def test_every_module_of_the_package_opens_with_its_charter() -> None:
    missing = [
        str(path.relative_to(ROOT))
        for path in PYTHON
        if path.is_relative_to(ROOT / "dagster_project")
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert missing == []


@pytest.mark.parametrize("path", DESCRIBED, ids=lambda p: p.stem)
def test_every_model_has_its_own_yml_with_the_grain_first(path: Path) -> None:
    yml = path.with_suffix(".yml")
    assert yml.is_file(), f"{path.name} has no {yml.name} beside it"
    models = yaml.safe_load(yml.read_text(encoding="utf-8"))["models"]
    assert [model["name"] for model in models] == [path.stem]
    assert re.match(r"One row\b", models[0]["description"].strip()), (
        f"the description of {path.stem} does not begin with its grain ('One row per ...')"
    )


def test_folders_that_break_the_tools_do_not_exist() -> None:
    for name in ("src", "gx", "dbt/__init__.py"):
        assert not (ROOT / name).exists(), f"{name} shadows or breaks a tool"


def test_every_direct_dependency_has_its_reason_on_its_line() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for dependency in wanted:
        line = next(line for line in text.splitlines() if line.startswith(f'    "{dependency}"'))
        assert re.search(r"#\s+\S.{10,}", line), f"{dependency} has no reason on its line"


def test_the_lock_names_no_host_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.findall(r"^[A-Za-z0-9_.\[\]-]+==\S+.*(?:\n    --hash=\S+.*)*", lock, re.MULTILINE)
    assert len(pins) > 100
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs"])
def test_paths_named_in_the_documents_exist(name: str) -> None:
    base = ROOT / name
    documents = [base] if base.is_file() else sorted(base.rglob("*.md"))
    assert documents, f"{name} is missing"
    pattern = re.compile(
        r"`((?:dagster_project|dbt|data_raw|expectations|notebooks|tests|docs|lab|deploy|bi)/[^`\s<>*{}]*)`"
    )
    missing = [
        f"{document.name}: {path}"
        for document in documents
        for path in pattern.findall(document.read_text(encoding="utf-8"))
        if not (ROOT / path).exists()
    ]
    assert missing == []


def test_one_way_to_write_a_file_whole_or_not_at_all() -> None:
    """Renames and syncs stand in one room; `blank/write.py` alone refuses a name that is taken."""
    rooms = {"installation/disk.py", "blank/write.py"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PYTHON
        if path.is_relative_to(ROOT / "dagster_project") and "/".join(path.parts[-2:]) not in rooms
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            node.func.attr == "fsync"
            # A text's own `replace` takes two, a date's and a frame's only names.
            or (node.func.attr in {"replace", "rename"} and len(node.args) == 1)
        )
    ]
    assert found == []


def test_no_tracked_file_is_a_left_over() -> None:
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    bad = [n for n in names if re.search(r"(\.DS_Store|\.duckdb|\.wal|~\$|\.ipynb_checkpoints)", n)]
    assert bad == []


def test_one_idiom_for_the_environment_only_settings_reads_it() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in PYTHON
        if path.is_relative_to(ROOT / "dagster_project" / "sae")
        and path.name not in {"settings.py", "dbt_calls.py"}
        and re.search(r"os\.environ|os\.getenv", path.read_text(encoding="utf-8"))
    ]
    assert readers == []
