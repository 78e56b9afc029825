"""The documents made from the catalogue are those in the tree."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import yaml

from dagster_project.sae.checks.pages import COMMAND, PAGE, SCHEMA, rendered
from dagster_project.sae.installation.settings import PROJECT_ROOT


def test_the_committed_documents_are_what_the_command_writes():
    stale = [
        f"{path} is stale; run `{COMMAND}`"
        for path, text in rendered(PROJECT_ROOT)
        if (PROJECT_ROOT / path).read_text(encoding="utf-8") != text
    ]
    assert stale == []


def test_the_page_names_its_command_first_and_describes_every_rule(catalogue):
    lines = (PROJECT_ROOT / PAGE).read_text(encoding="utf-8").splitlines()
    assert COMMAND in lines[0]
    assert [line[4:] for line in lines if line.startswith("### ")] == list(catalogue)


def test_the_suites_follow_the_schema():
    schema = json.loads((PROJECT_ROOT / SCHEMA).read_text(encoding="utf-8"))
    for path in sorted((PROJECT_ROOT / "expectations" / "suites").glob("*.yaml")):
        jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema)


def test_the_table_of_rules_and_cases_is_what_its_command_writes():
    folder = PROJECT_ROOT / "tests" / "cases" / "aturan"
    made = subprocess.run(
        [sys.executable, "-c", "import tabel; print(tabel.table(), end='')"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout == (folder / "TABEL.md").read_text(encoding="utf-8")
