"""A sentence for every dbt test, as Dagster shows it beside the check.

Belongs here: the comment of a test file, the arguments of a shape test in words.
Stays out: what a test asserts (`dbt/tests`), making checks of tests (`dbt_layers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from typing import Any


def describe_tests(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest in which every test has its sentence where dagster-dbt looks for one."""
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test":
            node.setdefault("meta", {}).setdefault("description", sentence_of(node))
    return manifest


def sentence_of(test: Mapping[str, Any]) -> str:
    """What a test says: the comment that opens its file, or the shape it asks for in words."""
    shape = (test.get("test_metadata") or {}).get("kwargs")
    if shape is None:
        return _opening_comment(test["raw_code"])
    said = []
    keys = [shape.get("kunci") or [], *(shape.get("juga_unik") or [])]
    if named := [" x ".join(key) for key in keys if key]:
        said.append(f"one row for each {' and each '.join(named)}")
    if filled := shape.get("terisi"):
        said.append(f"{', '.join(filled)} never empty")
    for column, values in (shape.get("nilai") or {}).items():
        said.append(f"{column} is {', '.join(map(str, values))} or empty")
    if shape.get("satu_baris"):
        said.append("exactly one row")
    return f"The shape of the table: {'; '.join(said)}."


def _opening_comment(sql: str) -> str:
    lines = [line.strip() for line in sql.splitlines()]
    before = takewhile(lambda line: not line.startswith(("with", "select")), lines)
    said = [line.removeprefix("--").strip() for line in before if line.startswith("--")]
    return " ".join(said)
