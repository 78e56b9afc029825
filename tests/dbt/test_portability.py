"""The models stay plain SQL: what only DuckDB knows stands in the macros that hide it."""

from __future__ import annotations

import re

from dagster_project.sae.settings import PROJECT_ROOT

DBT = PROJECT_ROOT / "dbt"
PAGE = PROJECT_ROOT / "docs" / "portability.md"

# A construct that only DuckDB has, to the one macro file that may write it.
HIDDEN_BY = {
    r"regexp_matches\(": "data_pribadi.sql",
    r"regexp_replace\(": "teks_normal.sql",
    r"unnest\(": "kata_kata.sql",
    r"string_to_array\(": "kata_kata.sql",
    r"read_parquet\(": None,
    r"read_csv\(": None,
    r"\bqualify\b": None,
    r"\bexclude\s*\(": None,
    r"\*\s*replace\s*\(": None,
    r"group by all": None,
    r"union (all )?by name": None,
    r"\basof\b": None,
    r"::": None,
    r"\blist_\w+\(": None,
    r"\blist\(": None,
    r"\bstruct_\w+\(": None,
    r"\barg_(max|min)\(": None,
    r"\bepoch(_\w+)?\(": None,
    r"\bstrf?ptime\(": None,
    r"\bdate_diff\(": None,
    r"\bstring_agg\(": None,
    r"\bstring_split\w*\(": None,
    r"\bhash\(": None,
    r"\bpivot\b": None,
}
MAX_LINES = 300


def sql_of(text: str) -> str:
    """SQL without comments and without what stands in quotes or in calls of macros."""
    text = re.sub(r"\{#.*?#\}", " ", text, flags=re.DOTALL)
    text = re.sub(r"--[^\n]*", " ", text)
    return re.sub(r"'[^'\n]*'", "''", text)


def test_what_only_duckdb_knows_stands_in_the_macro_that_hides_it():
    found = []
    for folder in ("models", "macros", "tests"):
        for file in sorted((DBT / folder).rglob("*.sql")):
            text = sql_of(file.read_text(encoding="utf-8")).lower()
            found += [
                f"{file.relative_to(DBT)}: {pattern}"
                for pattern, macro in HIDDEN_BY.items()
                if re.search(pattern, text) and (folder != "macros" or file.name != macro)
            ]
    assert found == []


def test_every_macro_that_hides_a_construct_has_a_way_for_another_engine():
    for file in {name for name in HIDDEN_BY.values() if name}:
        text = (DBT / "macros" / file).read_text(encoding="utf-8")
        assert "adapter.dispatch(" in text, file
        assert "macro spark__" in text, file


def test_the_page_names_every_construct_that_is_used_and_its_macro():
    page = PAGE.read_text(encoding="utf-8")
    for pattern, macro in HIDDEN_BY.items():
        word = pattern.strip("\\b").removesuffix(r"\(")
        if macro:
            assert word in page, word
    for name in re.findall(r"\| `(\w+)` \(Spark", page):
        files = [f for f in (DBT / "macros").glob("*.sql") if f"default__{name}" in f.read_text()]
        assert len(files) == 1, name


def test_a_sql_file_is_a_room_of_at_most_300_lines():
    folders = (DBT / "models", DBT / "macros", DBT / "tests", PROJECT_ROOT / "benchmarks")
    long = {
        str(file.relative_to(PROJECT_ROOT)): count
        for folder in folders
        for file in folder.rglob("*.sql")
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}
