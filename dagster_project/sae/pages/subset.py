"""The public subset of a release: what everybody may see, decided here and nowhere else.

Belongs here: which rows are public, masking what a person typed, the file of the subset.
Stays out: which columns are public (the release says so in `kamus_data.bentuk_publik`), other forms
of the same tables (`downloads`), pages. Whatever is public is made from this file alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.contract.personal_data import masked, may_hold
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release import contents, views
from dagster_project.sae.release.contents import identifier, literal
from dagster_project.sae.release.dictionary import DICTIONARY
from dagster_project.sae.release.facts import DATABASE

if TYPE_CHECKING:
    import duckdb

SUBSET = "sae-publik.duckdb"
WITHHELD = "[tidak untuk umum]"

_RULES, _LIST = "ATURAN", "DAFTAR"
_INDICATORS = "dim_indikator"
_RULE_ID = "[A-Z]{3}-[0-9]{2}"
# Made by us out of hashes and row numbers: no person typed them, and a mask would break them.
_OURS = ("sha256_", "kunci", "id_temuan", "id_konflik")
# The key of a change repeats those of its row, some of which a person typed.
_TYPED = {("perubahan", "kunci")}
# A shorter name is a common word, and hiding it would black out texts on other things.
_SHORTEST_NAME = 8
# What else a row must be: the name of a refused file was typed by whoever sent it.
_ROWS = {
    "mutu_berkas": "hasil = 'DITERIMA'",
    DICTIONARY: "coalesce(bentuk_publik, '') <> ''",
    # Of tables whose key says which indicator, pillar or agency a row is about.
    "perubahan": (
        "tabel in ('kpi_indikator', 'kpi_akselerasi', 'kpi_pilar', 'kpi_opd') and "
        "(kolom = '' or (tabel, kolom) in (select (tabel, kolom) from "
        f"{contents.WAREHOUSE}.main.{DICTIONARY} where coalesce(bentuk_publik, '') <> ''))"
    ),
}


@dataclass(frozen=True)
class _Column:
    name: str
    kind: str
    shape: str
    text: str


def write_subset(release: Path, target: Path) -> Path:
    """Write the public subset of a release into one DuckDB file; same release, same bytes.

    A row is public when it is released (`is_rilis`), may be seen by everybody (`is_layak_publik`)
    and is about no indicator that may not. The names of those that may not are taken out of every
    text, and personal data is masked in whatever a person typed.

    Args:
        release: folder of a release that holds its DuckDB file.
        target: the file to write; it must not exist.

    Returns:
        The file, read-only.

    Raises:
        ReleaseError: the release file cannot be read or lacks its dictionary.
    """
    import duckdb

    spill = target.with_suffix(".tumpah")
    try:
        with contents.workbench(release / DATABASE, spill=spill) as connection:
            # Compressed blocks carry bytes of memory that nobody wrote: neither equal nor public.
            connection.execute("pragma force_compression = 'uncompressed'")
            connection.execute("set memory_limit = '256MB'")
            public = _public_columns(connection)
            copy = _Copy(connection)
            with contents.release_file(connection, target):
                for table, (text, columns) in public.items():
                    copy.table(table, columns)
                    contents.describe_table(
                        connection, table, text=text, columns=[(c.name, c.text) for c in columns]
                    )
                copy.views()
    except duckdb.Error as error:
        raise ReleaseError(f"Bagian publik tidak dapat dibuat: {error}") from error
    finally:
        disk.remove(spill)
    disk.seal(target)
    return target


def _public_columns(
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, tuple[str, tuple[_Column, ...]]]:
    """Comment and public columns of each table that has any, in the order of the release."""
    rows = connection.execute(
        "select t.table_name, coalesce(t.comment, ''), c.column_name, c.data_type, "
        "k.bentuk_publik, k.deskripsi_id "
        "from duckdb_columns() as c "
        "inner join duckdb_tables() as t using (database_oid, schema_oid, table_oid) "
        f"inner join {_source(DICTIONARY)} as k "
        "on k.tabel = c.table_name and k.kolom = c.column_name "
        f"where c.database_name = {literal(contents.WAREHOUSE)} "
        "and coalesce(k.bentuk_publik, '') <> '' order by c.table_name, c.column_index"
    ).fetchall()
    tables: dict[str, tuple[str, tuple[_Column, ...]]] = {}
    for table, comment, *column in rows:
        known = tables.get(str(table), ("", ()))[1]
        tables[str(table)] = (str(comment), (*known, _Column(*map(str, column))))
    return tables


class _Copy:
    """Copies public rows and columns; what is hidden never reaches the new file.

    The last definition of each agency decides whether an indicator may be seen, also its figures
    from before; where agencies share an indicator, all of them must have said yes.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._public: set[str] = set()
        self._hidden: re.Pattern[str] | None = None
        connection.execute("create temp table umum (id_indikator varchar)")
        if _INDICATORS in _tables(connection):
            self._name_indicators()

    def _name_indicators(self) -> None:
        source = _source(_INDICATORS)
        self._connection.execute(
            "insert into umum with terakhir as (select id_indikator, kode_opd, "
            "arg_max(coalesce(is_layak_publik, false), (berlaku_dari, versi_definisi)) as is_umum "
            f"from {source} group by all) select id_indikator from terakhir "
            "group by all having bool_and(is_umum)"
        )
        rows = self._connection.execute(
            f"select distinct id_indikator, nama_indikator from {source}"
        ).fetchall()
        found = self._connection.execute("from umum").fetchall()
        self._public = {str(indicator) for (indicator,) in found}
        shown = {str(name) for indicator, name in rows if indicator in self._public}
        words = {
            str(word)
            for indicator, name in rows
            if indicator not in self._public
            for word in (indicator, name)
            if word == indicator or (word not in shown and len(str(word)) >= _SHORTEST_NAME)
        }
        if words:
            every = "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
            self._hidden = re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)

    def table(self, table: str, columns: Iterable[_Column]) -> None:
        """Copy the public rows of one table in a fixed order."""
        described = self._connection.execute(f"describe {_source(table)}").fetchall()
        condition = _condition(table, {str(row[0]) for row in described})
        shown = ", ".join(
            f"{self._shown(table, column, condition=condition)} as {identifier(column.name)}"
            for column in columns
        )
        self._connection.execute(
            f"create table {contents.qualified(table)} as "
            f"select {shown} from {_source(table)} where {condition} order by all"
        )

    def views(self) -> None:
        """Make the views of the release again, over the public rows."""
        rows = self._connection.execute(
            "select view_name, sql from duckdb_views() where not internal "
            f"and database_name = {literal(contents.WAREHOUSE)} and view_name in "
            f"(select tabel from {_source(DICTIONARY)} where bentuk_publik <> '') order by all"
        ).fetchall()
        waiting = {str(view): str(sql) for view, sql in rows}
        while waiting:
            # A view may stand on another one.
            view = next(name for name in waiting if not _mentions(waiting, name))
            views.with_release(self._connection, waiting.pop(view))
            self._describe_view(view)

    def _describe_view(self, view: str) -> None:
        [(text,)] = self._connection.execute(
            "select coalesce(comment, '') from duckdb_views() where "
            f"database_name = {literal(contents.WAREHOUSE)} and view_name = {literal(view)}"
        ).fetchall()
        shown = self._connection.execute(
            "select k.kolom, k.deskripsi_id from "
            f"(describe {contents.qualified(view)}) as d inner join {_source(DICTIONARY)} as k "
            f"on k.tabel = {literal(view)} and k.kolom = d.column_name"
        ).fetchall()
        contents.describe_table(self._connection, view, text=text, columns=shown, kind="view")

    def _shown(self, table: str, column: _Column, *, condition: str) -> str:
        """SQL of one column as everybody may see it."""
        name = identifier(column.name)
        is_ours = column.name.startswith(_OURS) and (table, column.name) not in _TYPED
        if column.kind != "VARCHAR" or is_ours:
            return name
        if column.shape == _RULES:
            return _rules_only(name)
        values = self._connection.execute(
            f"select distinct {name} from {_source(table)} where {name} is not null and {condition}"
        ).fetchall()
        changed = {
            text: safe for (text,) in values if (safe := self._told(text, column.shape)) != text
        }
        if not changed:
            return name
        cases = " ".join(
            f"when {literal(text)} then {literal(safe)}" for text, safe in sorted(changed.items())
        )
        return f"case {name} {cases} else {name} end"

    def _told(self, text: str, shape: str) -> str:
        """A text without personal data and without what is not for everybody."""
        if shape == _LIST:
            text = ", ".join(one for one in text.split(", ") if one in self._public)
        shown = masked(text) if may_hold(text) else text
        return self._hidden.sub(WITHHELD, shown) if self._hidden else shown


def _condition(table: str, columns: set[str]) -> str:
    """SQL: whether everybody may see a row."""
    parts = [name for name in ("is_rilis", "is_layak_publik") if name in columns]
    if "id_indikator" in columns:
        parts.append("(coalesce(id_indikator, '') = '' or id_indikator in (from umum))")
    return " and ".join([*parts, _ROWS.get(table, "true")])


def _rules_only(name: str) -> str:
    """SQL: the rules a reason names; the message after each repeats the very figure it held."""
    rules = f"list_sort(list_distinct(regexp_extract_all({name}, '{_RULE_ID}')))"
    agency = f"case when starts_with({name}, 'OPD ditahan') then 'OPD ditahan: ' else '' end"
    return (
        f"case when regexp_matches({name}, '{_RULE_ID}') "
        f"then {agency} || array_to_string({rules}, ', ') else {name} end"
    )


def _mentions(waiting: Mapping[str, str], view: str) -> bool:
    """Whether the SQL of a view names another one that is not made yet."""
    words = set(re.findall(r"\w+", waiting[view]))
    return bool(words & (waiting.keys() - {view}))


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    found = connection.execute(
        "select table_name from duckdb_tables() "
        f"where database_name = {literal(contents.WAREHOUSE)}"
    ).fetchall()
    return {str(name) for (name,) in found}


def _source(table: str) -> str:
    return f"{contents.WAREHOUSE}.main.{identifier(table)}"
