"""The rule catalogue: every rule of the house, typed, from the seed `aturan.csv`.

Belongs here: reading and refusing rows of the catalogue, the placeholders of a message.
Stays out: when a rule fails (suites, intake, dbt tests), filling messages (`messages`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Literal, get_args

from dagster_project.sae.installation.errors import SuiteError

CATALOGUE_NAME = "aturan.csv"

Severity = Literal["B", "K", "P", "I"]
Place = Literal["ingest", "gx", "dbt"]
Entity = Literal["berkas", "baris", "anggaran", "swadaya", "opd", "opd_pilar"]

_RULE_ID = re.compile(r"[A-Z]{3}-\d{2}")
_CLOSED = {"tingkat": Severity, "tempat": Place, "entitas": Entity}
_MAY_BE_EMPTY = {"lembar", "kolom"}


@dataclass(frozen=True)
class Rule:
    """One rule; the fields are the columns of the seed, `line` is its line in the file.

    Attributes:
        tingkat: B holds the row, K holds the OPD, P warns, I informs.
        tempat: the one place that evaluates it.
        entitas: what is judged.
        lembar: sheet of the cell a finding names, or empty.
        kolom: field whose cell a finding names, or empty.
        pesan: message template; `{names}` of a gx rule are columns of the test table.
    """

    id_aturan: str
    kelompok: str
    tingkat: Severity
    tempat: Place
    entitas: Entity
    lembar: str
    kolom: str
    judul: str
    alasan: str
    contoh: str
    pesan: str
    cara_memperbaiki: str
    versi: str
    berlaku_dari: date
    line: int

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Names in braces in the message, each once, in order."""
        return tuple(dict.fromkeys(_names(self.pesan)))


Catalogue = Mapping[str, Rule]

COLUMNS = tuple(field.name for field in fields(Rule) if field.name != "line")


def load_catalogue(path: Path) -> Catalogue:
    """Rules by id, in the order of the file.

    Raises:
        SuiteError: the file is missing or a row cannot be used; names file, line and column.
    """
    if not path.is_file():
        raise SuiteError(f"{path.name} is missing; every rule needs its row there")
    rules: dict[str, Rule] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise SuiteError(f"{path.name} line 1: the columns must be {', '.join(COLUMNS)}")
        try:
            for row in reader:
                rule = _rule(row, place=f"{path.name} line {reader.line_num}", line=reader.line_num)
                if rule.id_aturan in rules:
                    first = rules[rule.id_aturan].line
                    raise SuiteError(
                        f"{path.name} line {rule.line}: {rule.id_aturan} stands on line {first} too"
                    )
                rules[rule.id_aturan] = rule
        except csv.Error as error:
            raise SuiteError(f"{path.name} line {reader.line_num}: {error}") from error
    return rules


def _rule(row: dict[str, str], *, place: str, line: int) -> Rule:
    if None in row or None in row.values():
        raise SuiteError(f"{place}: the row does not have {len(COLUMNS)} columns")
    for column in COLUMNS:
        if not row[column].strip() and column not in _MAY_BE_EMPTY:
            raise SuiteError(f"{place}: {column} is empty")
    if not _RULE_ID.fullmatch(row["id_aturan"]):
        raise SuiteError(f"{place}: id_aturan={row['id_aturan']!r}; write it like ANG-01")
    for column, allowed in _CLOSED.items():
        if row[column] not in get_args(allowed):
            raise SuiteError(f"{place}: {column}={row[column]!r} is none of {get_args(allowed)}")
    try:
        day = date.fromisoformat(row["berlaku_dari"])
    except ValueError as error:
        raise SuiteError(f"{place}: berlaku_dari={row['berlaku_dari']!r} is not a date") from error
    try:
        _names(row["pesan"])
    except ValueError as error:
        raise SuiteError(f"{place}: pesan: {error}") from error
    values: dict[str, object] = {**row, "berlaku_dari": day, "line": line}
    return Rule(**values)  # type: ignore[arg-type]  # each value was checked just above


def _names(template: str) -> list[str]:
    """Placeholders of a template; anything but a bare `{name}` is refused, so nothing else runs."""
    names = []
    for _, name, spec, conversion in Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"placeholder {name!r} must be one bare name like {{satuan}}")
        names.append(name)
    return names
