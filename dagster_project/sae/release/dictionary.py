"""The data dictionary: every published column described in English and Indonesian.

Belongs here: reading descriptions from the yml of the publish models, the rows of `kamus_data`.
Stays out: the descriptions themselves; they live beside the models, once (but for `kamus_data`,
which no model makes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.contents import PREFIX

DICTIONARY = "kamus_data"
_KEY_TEST = "kombinasi_unik"
# Both are the safe loader; the one in C reads the models ten times faster and is in every wheel.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Text:
    """One description in both languages; an empty one is missing."""

    en: str
    id: str


@dataclass(frozen=True)
class TableText:
    """Descriptions of one published table and its columns."""

    table: Text
    columns: Mapping[str, Text] = field(default_factory=dict)


OWN_TEXT = TableText(
    Text(
        "One row per published column: what it is called, its type and what it means.",
        "Satu baris per kolom yang terbit: namanya, tipenya, dan artinya.",
    ),
    {
        "tabel": Text("Published table.", "Nama tabel yang terbit."),
        "kolom": Text("Column of that table.", "Nama kolom di tabel itu."),
        "tipe": Text("DuckDB type of the column.", "Tipe data kolom menurut DuckDB."),
        "deskripsi_id": Text("Meaning in Indonesian.", "Arti kolom dalam bahasa Indonesia."),
        "deskripsi_en": Text("Meaning in English.", "Arti kolom dalam bahasa Inggris."),
    },
)


def load_texts(folder: Path) -> dict[str, TableText]:
    """Descriptions of the publish models by table name (without `pub_`).

    English is `description`, Indonesian is `deskripsi_id` under `config.meta` or `meta`.

    Args:
        folder: the folder of the publish models with their yml files.

    Raises:
        ReleaseError: a file is not YAML, or describes no models.
    """
    texts = {DICTIONARY: OWN_TEXT}
    for model in _models(folder):
        columns = {str(column["name"]): _text(column) for column in model.get("columns") or ()}
        texts[str(model["name"]).removeprefix(PREFIX)] = TableText(_text(model), columns)
    return texts


def load_keys(models: Path) -> dict[str, tuple[str, ...]]:
    """Columns that name one row of each published table, as its models are tested for.

    The grain is stated once, as a test of uniqueness on the publish model or on its mart.

    Args:
        models: the folder of all models, in which `marts` and `publish` stand.
    """
    keys: dict[str, tuple[str, ...]] = {DICTIONARY: ("tabel", "kolom")}
    for layer in ("marts", "publish"):
        for model in _models(models / layer):
            key = _tested_key(model)
            if key:
                keys[str(model["name"]).removeprefix(PREFIX)] = key
    return keys


def check_texts(
    texts: Mapping[str, TableText], *, columns: Mapping[str, Iterable[tuple[str, str]]]
) -> None:
    """Refuse a release in which something has no description.

    Args:
        texts: the descriptions.
        columns: name and type of every column of every published table.

    Raises:
        ReleaseError: names every table and column without a description and the language it lacks.
    """
    missing = list(_missing(texts, columns))
    if missing:
        raise ReleaseError(
            "no description for " + ", ".join(missing) + "; write it in dbt/models/publish/*.yml "
            "(English: description, Indonesian: config.meta.deskripsi_id)"
        )


def dictionary_rows(
    texts: Mapping[str, TableText], *, columns: Mapping[str, Iterable[tuple[str, str]]]
) -> list[tuple[str, str, str, str, str]]:
    """Rows of `kamus_data`: tabel, kolom, tipe, deskripsi_id, deskripsi_en."""
    return [
        (table, name, kind, texts[table].columns[name].id, texts[table].columns[name].en)
        for table in sorted(columns)
        for name, kind in columns[table]
    ]


def _missing(
    texts: Mapping[str, TableText], columns: Mapping[str, Iterable[tuple[str, str]]]
) -> Iterator[str]:
    for table in sorted(columns):
        described = texts.get(table, TableText(Text("", "")))
        yield from (f"{table} ({lack})" for lack in _lacks(described.table))
        for name, _ in columns[table]:
            text = described.columns.get(name, Text("", ""))
            yield from (f"{table}.{name} ({lack})" for lack in _lacks(text))


def _lacks(text: Text) -> list[str]:
    return [language for language, value in (("en", text.en), ("id", text.id)) if not value]


def _models(folder: Path) -> Iterator[Mapping[str, Any]]:
    """The models that the yml files of a folder describe."""
    for file in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
        try:
            text = file.read_text(encoding="utf-8")
            content = yaml.load(text, Loader=_LOADER) or {}  # noqa: S506 - it is the safe loader
        except yaml.YAMLError as error:
            raise ReleaseError(f"{file.name} is not YAML: {error}") from error
        yield from content.get("models") or ()


def _tested_key(model: Mapping[str, Any]) -> tuple[str, ...]:
    """Columns whose combination is tested to be unique; the first unique column otherwise."""
    for test in model.get("data_tests") or ():
        if isinstance(test, dict) and _KEY_TEST in test:
            return tuple(str(name) for name in test[_KEY_TEST]["arguments"]["kolom"])
    for column in model.get("columns") or ():
        if "unique" in (column.get("data_tests") or ()):
            return (str(column["name"]),)
    return ()


def _text(node: Mapping[str, Any]) -> Text:
    meta = (node.get("config") or {}).get("meta") or node.get("meta") or {}
    return Text(_one_line(node.get("description")), _one_line(meta.get("deskripsi_id")))


def _one_line(value: object) -> str:
    return " ".join(str(value or "").split())
