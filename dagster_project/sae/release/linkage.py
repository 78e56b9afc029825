"""How the tables of a release hang together: which columns of one refer to which row of another.

Belongs here: the foreign keys that `dbt/pembaca.yml` states, and their words in comments.
Stays out: the views they may refer to (`views`), keys of one table (`dictionary`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dagster_project.sae.installation.errors import ReleaseError

OFFER = "pembaca.yml"


@dataclass(frozen=True)
class ForeignKey:
    """Columns of one table that name a row of another; where one of them is empty they name none.

    Attributes:
        columns: of the table that refers.
        table: the table or view referred to.
        target: its columns, in the same order.
    """

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]

    def __str__(self) -> str:
        """The key as comments say it: `kode_opd ke kini_opd(kode_opd)`."""
        return f"{', '.join(self.columns)} ke {self.table}({', '.join(self.target)})"


@dataclass(frozen=True)
class Reference:
    """One statement of `pembaca.yml`: a key of every table with its columns, but for some."""

    key: ForeignKey
    but: frozenset[str]


def read_offer(dbt_dir: Path) -> Mapping[str, Any]:
    """What the release adds to its tables for readers, as it is declared.

    Raises:
        ReleaseError: the file is missing or not a YAML mapping.
    """
    file = dbt_dir / OFFER
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ReleaseError(f"{OFFER} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise ReleaseError(f"{OFFER} must hold `rujukan` and `kini`")
    return content


def load_references(dbt_dir: Path) -> tuple[Reference, ...]:
    """The statements on foreign keys.

    Raises:
        ReleaseError: the file or one of its statements cannot be used.
    """
    found = []
    for number, said in enumerate(read_offer(dbt_dir).get("rujukan") or (), start=1):
        try:
            columns = tuple(map(str, said["kolom"]))
            key = ForeignKey(columns, str(said["ke"]), tuple(said.get("ke_kolom", columns)))
            found.append(Reference(key, frozenset(said.get("kecuali", ()))))
        except (KeyError, TypeError, AttributeError) as error:
            raise ReleaseError(
                f"{OFFER}: rujukan {number} needs `kolom` (a list) and `ke` ({error!r})"
            ) from error
        if len(key.columns) != len(key.target):
            raise ReleaseError(
                f"{OFFER}: rujukan {number} names {len(key.columns)} columns of a table for "
                f"{len(key.target)} of {key.table}"
            )
    return tuple(found)


def foreign_keys(
    table: str,
    columns: Collection[str],
    *,
    references: Iterable[Reference],
    tables: Mapping[str, Collection[str]],
) -> tuple[ForeignKey, ...]:
    """The foreign keys of one table of a release.

    Args:
        table: its name.
        columns: its columns.
        references: the statements.
        tables: columns of every table and view of the release; what it lacks is not referred to.
    """
    return tuple(
        one.key
        for one in references
        if table not in one.but
        and set(one.key.columns) <= set(columns)
        and set(one.key.target) <= set(tables.get(one.key.table, ()))
        and (table, one.key.columns) != (one.key.table, one.key.target)
    )
