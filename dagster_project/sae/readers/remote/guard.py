"""What a client over the network may ask: one reading statement over published tables.

Belongs here: the question asked of every statement before it runs, as a DuckDB macro.
Stays out: the server and its settings (`server`). Why it is needed: `docs/adr/`, the one on `saji`.

Closing external access is not enough: a statement may also stop the server, open a second one with
a token of its own, list the sessions of others, write the file beside an attached one, or end the
process. So the statement is parsed by DuckDB itself and only what is known to read is let through.
"""

from __future__ import annotations

NAME = "hanya_baca"

# What the clients of 1.5.5 ask by themselves when they attach, and what makes rows from nothing.
TABLE_FUNCTIONS = (
    "duckdb_columns",
    "duckdb_schemas",
    "duckdb_tables",
    "duckdb_views",
    "generate_series",
    "range",
    "unnest",
)
# Scalar functions that tell of the server or write to its log.
REFUSED_FUNCTIONS = ("current_setting", "getvariable", "write_log")


def macro() -> str:
    """The SQL that makes the macro `hanya_baca(session, statement) -> BOOLEAN`.

    True when the statement is exactly one that DuckDB can serialise (it does so for SELECT alone:
    FROM, WITH, VALUES, SHOW, DESCRIBE and SUMMARIZE included), every table function in it is on the
    list, and every table is named, neither a file nor a view of the server's inside. Everything
    else, a statement that does not parse too, is false.
    """
    functions = _list(TABLE_FUNCTIONS)
    return f"""
create macro {NAME}(session, statement) as (
    select coalesce(
        json_extract_string(tree, '$.error') = 'false'
        and json_array_length(tree, '$.statements') = 1
        and not exists (
            select 1 from json_tree(tree) as node
            where node.type = 'OBJECT' and (
                (
                    json_extract_string(node.value, '$.type') = 'TABLE_FUNCTION'
                    and coalesce(
                        lower(json_extract_string(node.value, '$.function.function_name')), ''
                    ) not in {functions}
                )
                or (
                    json_extract_string(node.value, '$.type') = 'BASE_TABLE'
                    and lower(json_extract_string(node.value, '$.table_name')) not in {functions}
                    and regexp_matches(
                        lower(json_extract_string(node.value, '$.table_name')),
                        '^(duckdb|pragma)_|[./:*?\\[]'
                    )
                )
                or (
                    json_extract_string(node.value, '$.class') = 'FUNCTION'
                    and lower(json_extract_string(node.value, '$.function_name'))
                        in {_list(REFUSED_FUNCTIONS)}
                )
            )
        ),
        false
    )
    from (select json_serialize_sql(statement::varchar)::json as tree)
)
"""


def _list(names: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{name}'" for name in names) + ")"
