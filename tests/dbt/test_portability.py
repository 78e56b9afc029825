"""The models stay plain SQL: what only DuckDB knows stands in the macros that hide it."""

from __future__ import annotations

import re

from dagster_project.sae.installation.settings import PROJECT_ROOT

DBT = PROJECT_ROOT / "dbt"
PAGE = PROJECT_ROOT / "docs" / "portability.md"

# A construct that only DuckDB has, to the macro files that may write it.
HIDDEN_BY: dict[str, tuple[str, ...]] = {
    r"regexp_matches\(": ("data_pribadi.sql", "teks_berangka.sql"),
    r"regexp_replace\(": ("teks_normal.sql", "teks_huruf.sql", "data_pribadi.sql"),
    r"unnest\(": ("kata_berurut.sql",),
    r"string_to_array\(": ("kata_berurut.sql",),
    r"generate_subscripts\(": ("kata_berurut.sql",),
    r"json_\w+\(": (),
    r"read_parquet\(": (),
    r"read_csv\(": ("seed.sql",),
    r"\bqualify\b": (),
    r"\bexclude\s*\(": (),
    r"\*\s*replace\s*\(": (),
    r"group by all": (),
    r"union (all )?by name": (),
    r"\basof\b": (),
    r"::": (),
    r"\blist_\w+\(": ("daftar_urut.sql",),
    r"\blist\(": ("daftar_urut.sql",),
    r"\barray_to_string\(": ("daftar_urut.sql",),
    r"\bstruct_\w+\(": (),
    r"\barg_(max|min)\(": (),
    r"\bepoch(_\w+)?\(": (),
    r"\bstrf?ptime\(": (),
    r"\bdate_diff\(": (),
    r"\bstring_agg\(": (),
    r"\bstring_split\w*\(": (),
    r"\bhash\(": (),
    r"\bpivot\b": (),
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
                for pattern, macros in HIDDEN_BY.items()
                if re.search(pattern, text) and (folder != "macros" or file.name not in macros)
            ]
    assert found == []


def test_every_macro_that_hides_a_construct_can_be_given_another_way():
    for file in {name for names in HIDDEN_BY.values() for name in names}:
        text = (DBT / "macros" / file).read_text(encoding="utf-8")
        # Either Spark has a way of its own, or DuckDB has and all others take the default.
        has_other_way = "adapter.dispatch(" in text and (
            "macro spark__" in text or "macro duckdb__" in text
        )
        assert has_other_way or f"`{file.removesuffix('.sql')}` (none yet" in page(), file


def test_the_page_names_every_construct_that_is_used():
    for pattern, macros in HIDDEN_BY.items():
        word = re.sub(r"\\b|\\w\+|\\\(", "", pattern)
        if macros:
            assert word in page(), word


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_a_sql_file_is_a_room_of_at_most_300_lines():
    folders = (DBT / "models", DBT / "macros", DBT / "tests", PROJECT_ROOT / "lab" / "bench")
    long = {
        str(file.relative_to(PROJECT_ROOT)): count
        for folder in folders
        for file in folder.rglob("*.sql")
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}
