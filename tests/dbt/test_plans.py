"""How the models are joined: a join that has equal keys uses them, whatever the size of the data.

Of a nation every row compared with every other takes days. An engine does that where the equality
cannot be used: inside an `or`, and in DuckDB 1.5 beside a condition on one side of a left join.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from dagster_project.sae.build.site import read_only

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

EVERY_WITH_EVERY = "BLOCKWISE_NL_JOIN"
# Joined through a few words of a seed, by one equality or another.
NO_KEYS = {"int_tindak_lanjut__lapor": "a word is the whole text or begins it (kata_generik.csv)"}


def compared_one_by_one(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """The conditions of joins that have an equality of columns in them and do not use it."""
    said = connection.execute(f"explain (format json) {query}").fetchall()
    plan = json.loads(next(text for kind, text in said if kind == "physical_plan"))
    conditions = [
        node["extra_info"].get("Condition", "")
        for root in plan
        for node in _nodes(root)
        if node["name"].strip() == EVERY_WITH_EVERY
    ]
    return [said for said in conditions if re.search(r"\w \(?= \(?\w", said)]


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def test_no_model_compares_every_row_with_every_other_where_keys_are_equal(
    run_case: Callable[[str], Any],
):
    settings = run_case("kuartal_bersih").settings
    compiled = settings.dbt_target / "target" / "compiled" / "sae" / "models"
    files = sorted(compiled.rglob("*.sql"))
    found, judged = {}, 0
    with read_only(settings) as connection:
        for file in files:
            query = re.sub(r'"\w+"\."main"\.', "main.", file.read_text(encoding="utf-8"))
            if conditions := compared_one_by_one(connection, query):
                found[file.stem] = conditions
            judged += 1
    assert judged > 130
    assert {name: said for name, said in found.items() if name not in NO_KEYS} == {}
    assert found.keys() >= NO_KEYS.keys()


@pytest.mark.parametrize(
    ("condition", "is_slow"),
    [
        ("a.k = b.k", False),
        ("a.k = b.k and a.n < b.n", False),
        ("case when a.n > 1 then a.k end = b.k", False),
        ("a.k = b.k or a.n = b.n", True),
        ("coalesce(a.k = b.k, false)", True),
    ],
)
def test_the_plan_tells_a_join_that_leaves_its_keys(condition: str, is_slow: bool):
    with duckdb.connect() as connection:
        for table in "ab":
            connection.execute(
                f"create table {table} as "
                "select i as k, nullif(i % 7, 3) as n from range(1000) as _(i)"
            )
        query = f"select * from a left join b on {condition}"
        assert bool(compared_one_by_one(connection, query)) is is_slow
