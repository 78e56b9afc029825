"""The data dictionary: every published column described in English and Indonesian.

Belongs here: reading descriptions from the yml of the marts, the rows of `kamus_data`.
Stays out: the descriptions themselves; they live beside the marts, once (but for `kamus_data`,
which no model makes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dagster_project.sae.build.published import declared
from dagster_project.sae.build.warehouse import SHAPE_TEST
from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.contents import LABEL
from dagster_project.sae.release.linkage import ForeignKey

DICTIONARY = "kamus_data"
# Layers that hold what may be published.
LAYERS = ("marts", "gate")
PUBLIC_LIST = "kolom_publik.csv"
PUBLIC_SHAPES = ("UTUH", "ATURAN", "DAFTAR")
# Both are the safe loader; the one in C reads the models ten times faster and is in every wheel.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Text:
    """One description in both languages; an empty one is missing."""

    en: str
    id: str


@dataclass(frozen=True)
class TableText:
    """What is said of one published table.

    Attributes:
        table: its description.
        columns: the descriptions of its columns.
        key: columns that name one row of it; empty when nothing tests them.
        order: columns its rows are sorted by.
    """

    table: Text
    columns: Mapping[str, Text] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


LABEL_TEXT = Text(
    "What readers are warned about, such as synthetic data; NULL when there is nothing.",
    "Peringatan tentang datanya, misalnya data contoh; kosong bila tidak ada.",
)
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
        "bentuk_publik": Text(
            "How the public subset shows it: UTUH, ATURAN (rule ids only) or DAFTAR (public "
            "indicators only); empty when it is not public.",
            "Cara himpunan publik menampilkannya: UTUH, ATURAN (hanya kode aturan), atau DAFTAR "
            "(hanya indikator publik); kosong bila tidak untuk umum.",
        ),
        "is_kunci": Text(
            "Whether the column is part of the key that names one row of its table.",
            "Benar bila kolom itu bagian dari kunci yang menamai satu baris tabelnya.",
        ),
        "rujukan": Text(
            "Table and column it refers to as `table.column`; empty when it refers to none.",
            "Tabel dan kolom yang dirujuknya sebagai `tabel.kolom`; kosong bila tidak merujuk.",
        ),
        LABEL: LABEL_TEXT,
    },
    key=("tabel", "kolom"),
)
OWN_COLUMNS = tuple(
    (name, "BOOLEAN" if name == "is_kunci" else "VARCHAR") for name in OWN_TEXT.columns
)


def load_texts(dbt_dir: Path) -> dict[str, TableText]:
    """What is said of the published tables, by name.

    It is said of the mart that a table shows: English is `description`, Indonesian is
    `deskripsi_id` under `config.meta` or `meta`, the grain is a test of uniqueness.

    Args:
        dbt_dir: the dbt project, which declares what is published.

    Raises:
        ReleaseError: a file is not YAML, or a declared mart is not described.
        SettingsError: the declaration cannot be read.
    """
    models = {
        str(model["name"]): model
        for layer in LAYERS
        for model in _models(dbt_dir / "models" / layer)
    }
    texts = {DICTIONARY: OWN_TEXT}
    for name, table in declared(dbt_dir).items():
        if table.mart not in models:
            raise ReleaseError(
                f"{name} is published from {table.mart}, which no yml in "
                f"{' or '.join(f'dbt/models/{layer}' for layer in LAYERS)} describes"
            )
        mart = models[table.mart]
        texts[name] = TableText(
            text_of(mart),
            {LABEL: LABEL_TEXT}
            | {str(column["name"]): text_of(column) for column in mart.get("columns") or ()},
            key=_tested_key(mart),
            order=table.order,
        )
    return texts


def load_public(policy: Path) -> dict[tuple[str, str], str]:
    """Shape of every column that everybody may see, by table and column.

    Args:
        policy: the folder of the policy seeds.

    Raises:
        ProfileError: the list is missing, names a column twice or a shape that does not exist.
    """
    shapes: dict[tuple[str, str], str] = {}
    for row in seed_rows(policy, PUBLIC_LIST):
        name = (row.text("tabel"), row.text("kolom"))
        if name in shapes:
            raise row.fault("kolom", "is listed twice")
        if row.text("bentuk") not in PUBLIC_SHAPES:
            raise row.fault("bentuk", f"is none of {', '.join(PUBLIC_SHAPES)}")
        shapes[name] = row.text("bentuk")
    # A warning goes wherever a row goes.
    return shapes | {(table, LABEL): "UTUH" for table, _ in shapes}


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
            "no description for " + ", ".join(missing) + "; write it in the yml of the "
            "mart in dbt/models (English: description, Indonesian: config.meta.deskripsi_id)"
        )


def dictionary_rows(
    texts: Mapping[str, TableText],
    *,
    columns: Mapping[str, Iterable[tuple[str, str]]],
    public: Mapping[tuple[str, str], str],
    foreign: Mapping[str, Iterable[ForeignKey]],
    label: str | None,
) -> list[tuple[Any, ...]]:
    """Rows of `kamus_data` in the order of OWN_COLUMNS.

    Args:
        texts: the descriptions.
        columns: name and type of every column of every published table and view.
        public: shape of every public column.
        foreign: the foreign keys of each table.
        label: what readers are warned about, or None.
    """
    refers = {
        (table, column): f"{key.table}.{target}"
        for table, keys in foreign.items()
        for key in keys
        for column, target in zip(key.columns, key.target, strict=True)
    }
    return [
        (
            table,
            name,
            kind,
            texts[table].columns[name].id,
            texts[table].columns[name].en,
            public.get((table, name), ""),
            name in texts[table].key,
            refers.get((table, name), ""),
            label,
        )
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
    """Columns whose combination is tested to name one row; none when nothing tests it."""
    for test in model.get("data_tests") or ():
        if isinstance(test, dict) and SHAPE_TEST in test:
            return tuple(map(str, test[SHAPE_TEST]["arguments"].get("kunci", ())))
    return ()


def text_of(node: Mapping[str, Any]) -> Text:
    """Both descriptions of a node of a yml; Indonesian stands beside English or in its meta."""
    meta = (node.get("config") or {}).get("meta") or node.get("meta") or {}
    said = meta.get("deskripsi_id") or node.get("deskripsi_id")
    return Text(_one_line(node.get("description")), _one_line(said))


def _one_line(value: object) -> str:
    return " ".join(str(value or "").split())
