"""The rule catalogue: every rule of the house, typed, from the seed `aturan.csv`.

Belongs here: reading and refusing rows of the catalogue, the placeholders of a message.
Stays out: when a rule fails (suites, intake, dbt tests), filling messages (`messages`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Literal, get_args

from dagster_project.sae.checks.policy_rows import policy_rows
from dagster_project.sae.contract.seed_rows import SeedRow
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


def titles_of(catalogue: Catalogue) -> dict[str, str]:
    """Titles of the rules by id: what should hold, in one line."""
    return {rule.id_aturan: rule.judul for rule in catalogue.values()}


COLUMNS = tuple(field.name for field in fields(Rule) if field.name != "line")


def load_catalogue(path: Path) -> Catalogue:
    """Rules by id, in the order of the file.

    Raises:
        SuiteError: the file is missing or a row cannot be used; names file, line and column.
    """
    rules: dict[str, Rule] = {}
    for row in policy_rows(path.parent, path.name, columns=COLUMNS):
        rule = _rule(row)
        if rule.id_aturan in rules:
            first = rules[rule.id_aturan].line
            raise SuiteError(
                f"{path.name} line {rule.line}: {rule.id_aturan} stands on line {first} too"
            )
        rules[rule.id_aturan] = rule
    return rules


def _rule(row: SeedRow) -> Rule:
    for column in COLUMNS:
        if column not in _MAY_BE_EMPTY:
            row.text(column)
    if not _RULE_ID.fullmatch(row.values["id_aturan"]):
        raise row.fault("id_aturan", "must be written like ANG-01")
    for column, allowed in _CLOSED.items():
        row.one_of(column, get_args(allowed))
    try:
        _names(row.values["pesan"])
    except ValueError as error:
        raise row.fault("pesan", f"cannot be filled: {error}") from error
    values = {**row.values, "berlaku_dari": row.day("berlaku_dari"), "line": row.line}
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
