"""The list of mutations: each fits its file, and who must notice is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT
from lab.mutations.listed import MutationError, load


def test_every_mutation_changes_one_place_and_names_tests_that_exist():
    mutations = load()
    assert len(mutations) >= 80
    assert len({one.name for one in mutations}) == len(mutations)
    files = {test.partition("::")[0] for one in mutations for test in one.tests}
    assert [file for file in files if not (PROJECT_ROOT / file).is_file()] == []
    models = "".join(p.read_text("utf-8") for p in (PROJECT_ROOT / "dbt" / "models").rglob("*.yml"))
    named = {test for one in mutations for test in one.unit_tests}
    assert [name for name in named if f"- name: {name}\n" not in models] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"from": "tiada"}, "stands 0 times"),
        ({"from": "a"}, "stands 2 times"),
        ({"to": "b"}, "are the same"),
        ({"tests": []}, "either"),
        ({"unit_tests": ["u"]}, "either"),
    ],
)
def test_an_entry_that_shows_nothing_is_refused(tmp_path: Path, change: dict, said: str):
    (tmp_path / "satu.py").write_text("a = b\na = c\n", encoding="utf-8")
    entry = {"name": "n", "file": "satu.py", "from": "b", "to": "d", "tests": ["t"], **change}
    (tmp_path / "daftar.yaml").write_text(json.dumps([entry]), encoding="utf-8")
    with pytest.raises(MutationError, match=said):
        load(tmp_path / "daftar.yaml", root=tmp_path)
