"""The models stay plain SQL: what only DuckDB knows stands in the macros that hide it."""

from __future__ import annotations

import re

from dagster_project.sae.installation.settings import PROJECT_ROOT

DBT = PROJECT_ROOT / "dbt"
PAGE = PROJECT_ROOT / "docs" / "portability.md"

# A construct that only DuckDB has, to the macro files that may write it.
HIDDEN_BY: dict[str, tuple[str, ...]] = {
    r"regexp_matches\(": ("cocok.sql",),
    r"regexp_replace\(": ("ganti_semua.sql",),
    r"ignore nulls": ("terakhir_berisi.sql",),
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
    r"\bby name\b": ("seed.sql",),
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
    r"\bvarchar\b": (),  # Spark wants a length after it; both know string
    r"\bover \((?!partition|order|rows|range|\s|\))": (),  # Spark refines no named window
}
MAX_LINES, ONE_LONG_IDEA = 300, 400
# A file of more than 300 lines that holds one idea, and which; to cut it would make slices.
LONGER = {
    "dbt/models/intermediate/int_realisasi__fakta.sql": "all that the suites ask of a reported row",
    "dbt/models/intermediate/int_realisasi__nilai.sql": "how quarters become a year",
    "dbt/models/uji/int_target__uji.sql": "a promised target beside what was promised before",
}


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
        [path] = (DBT / "macros").rglob(file)
        text = path.read_text(encoding="utf-8")
        # Either Spark has a way of its own, or DuckDB has and all others take the default.
        has_other_way = "adapter='duckdb'" in text or (
            "adapter.dispatch(" in text and ("macro spark__" in text or "macro duckdb__" in text)
        )
        assert has_other_way or f"`{file.removesuffix('.sql')}` (none yet" in page(), file


def test_the_page_names_every_construct_that_is_used():
    for pattern, macros in HIDDEN_BY.items():
        word = re.sub(r"\\b|\\w\+|\\\(", "", pattern)
        if macros:
            assert word in page(), word


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_a_sql_file_is_a_room_of_at_most_300_lines_or_one_named_idea():
    folders = (DBT / "models", DBT / "macros", DBT / "tests", PROJECT_ROOT / "lab" / "bench")
    lines = {
        file.relative_to(PROJECT_ROOT).as_posix(): len(
            file.read_text(encoding="utf-8").splitlines()
        )
        for folder in folders
        for file in folder.rglob("*.sql")
    }
    long = {
        name: count
        for name, count in lines.items()
        if count > (ONE_LONG_IDEA if name in LONGER else MAX_LINES)
    }
    assert long == {}
    assert [name for name in LONGER if lines.get(name, 0) <= MAX_LINES] == []
