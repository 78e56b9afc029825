"""What is known about a release while it is written: the facts its documents are made of.

Belongs here: frozen facts shared by the tables, the documents and the manifest.
Stays out: how they are computed (`contents`, `dictionary`) and how they are written (`documents`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dagster_project.sae.build.approval import Approval
from dagster_project.sae.build.scope import Scope
from dagster_project.sae.release.changes import Comparison
from dagster_project.sae.release.decision import Decision
from dagster_project.sae.release.linkage import ForeignKey

DATABASE = "sae.duckdb"
PARQUET = "parquet"
PUBLIC = "publik"


@dataclass(frozen=True)
class ColumnFacts:
    """One published column: name, DuckDB type, description in both languages."""

    name: str
    type: str
    text_en: str
    text_id: str


@dataclass(frozen=True)
class TableFacts:
    """One published table or view: rows, columns, description, the hash of what it holds.

    Attributes:
        key: the columns that name one row; empty when no model says so.
        foreign: the columns that name a row of another table.
    """

    name: str
    rows: int
    columns: tuple[ColumnFacts, ...]
    content_hash: str
    text_en: str
    text_id: str
    key: tuple[str, ...] = ()
    foreign: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True)
class FileFacts:
    """One file of a release folder: size in bytes and hex sha256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class ReleaseFacts:
    """Everything the documents of a release may say.

    Attributes:
        label: what the profile wants readers to be warned about, such as synthetic data, or None.
        held: the rows of `mutu_keputusan` that were held, as published.
        files: data files already written, by path in the release folder.
        written_at: the wall clock; only the manifest may use it.
        comparison: what changed since the former release; None when there was none.
        former_manifest: hex sha256 of the manifest of that former release.
        indicators: the definitions in force, as rows of `dim_indikator`.
        profile: what the profile says of its government (`profil.csv`), by key.
        approval: the walidata's approval of this release; None where none was given.
        engine: what built the models, with its version; only the manifest says it.
    """

    scope: Scope
    decision: Decision
    tables: tuple[TableFacts, ...]
    label: str | None
    held: tuple[Mapping[str, Any], ...]
    files: Mapping[str, FileFacts]
    written_at: datetime
    comparison: Comparison | None = None
    former_manifest: str | None = None
    indicators: tuple[Mapping[str, Any], ...] = ()
    profile: Mapping[str, str] = field(default_factory=dict)
    approval: Approval | None = None
    engine: str = ""
