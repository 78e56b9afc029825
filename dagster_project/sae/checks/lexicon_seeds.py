"""Reading the seeds of the activity lexicon: signs, words of grammar, exceptions, thresholds.

Belongs here: which rows are in force on a day, and refusing a row that cannot be used, with its
file, line and column.
Stays out: what the rows do to a name (`lexicon`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar, get_args

from dagster_project.sae.checks.lexicon import LONGEST, Grammar, Kind, Lexicon, Role, Sign
from dagster_project.sae.checks.policy_rows import policy_rows
from dagster_project.sae.checks.thresholds import load_thresholds
from dagster_project.sae.contract.seed_rows import SeedRow

SIGNS_NAME = "leksikon_aktivitas.csv"
GRAMMAR_NAME = "leksikon_kata_bantu.csv"
EXCEPTIONS_NAME = "leksikon_pengecualian.csv"
THRESHOLD = "skor_aktivitas_min"
DOUBT = "skor_aktivitas_ragu"

_SIGN_COLUMNS = ("jenis", "pola", "bobot", "alasan", "versi", "berlaku_dari")
_GRAMMAR_COLUMNS = ("peran", "pola", "alasan", "dipakai", "versi", "berlaku_dari")
_EXCEPTION_COLUMNS = ("cocok", "kunci", "alasan", "versi", "berlaku_dari")

_WITH_PATTERN = ("AWAL", "INTI", "YANG", "KATA", "UKURAN")
"""Kinds and roles whose words may hold %, any letters."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_WORDS = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
_PATTERNS = re.compile(r"[a-z0-9%]*[a-z0-9][a-z0-9%]*( [a-z0-9%]+)*")


def load_lexicon(folder: Path, *, day: date, cycle: str | None = None) -> Lexicon:
    """The lexicon in force on a day; of each row the latest version counts.

    A sign of weight 0 and a word with `dipakai` false are withdrawn.

    Args:
        folder: the policy seeds.
        day: the cut-off date.
        cycle: id of the cycle whose own thresholds count; the general ones when None.

    Raises:
        SuiteError: a seed is missing or a row cannot be used; names file, line and column.
    """
    exceptions = [row for row in _exceptions(folder) if row.day("berlaku_dari") <= day]
    by_kind = {
        kind: frozenset(row.text("kunci") for row in exceptions if row.text("cocok") == kind)
        for kind in ("ID", "NAMA")
    }
    thresholds = load_thresholds(folder, day=day, cycle=cycle)
    return Lexicon(
        signs=tuple(
            Sign(*key, weight) for key, weight in _in_force(_signs(folder), day).items() if weight
        ),
        grammar=Grammar(
            frozenset(key for key, used in _in_force(_grammar(folder), day).items() if used)
        ),
        excepted_ids=by_kind["ID"],
        excepted_names=by_kind["NAMA"],
        threshold=thresholds.value(THRESHOLD),
        doubt=thresholds.value(DOUBT),
    )


def _in_force(rows: list[tuple[_Key, date, _Value]], day: date) -> dict[_Key, _Value]:
    latest: dict[_Key, tuple[date, _Value]] = {}
    for key, since, value in rows:
        if since <= day and (key not in latest or latest[key][0] < since):
            latest[key] = (since, value)
    return {key: value for key, (_, value) in latest.items()}


def _signs(folder: Path) -> list[tuple[tuple[Kind, str], date, int]]:
    found: list[tuple[tuple[Kind, str], date, int]] = []
    seen: Mapping[object, int] = {}
    for row in policy_rows(folder, SIGNS_NAME, columns=_SIGN_COLUMNS):
        kind: Kind = row.one_of("jenis", get_args(Kind))  # type: ignore[assignment]
        key, since = (kind, _pattern(row, kind)), row.day("berlaku_dari")
        seen = row.refuse_twice(seen, (*key, since))
        found.append((key, since, row.integer("bobot")))
    return found


def _grammar(folder: Path) -> list[tuple[tuple[Role, str], date, bool]]:
    found: list[tuple[tuple[Role, str], date, bool]] = []
    seen: Mapping[object, int] = {}
    for row in policy_rows(folder, GRAMMAR_NAME, columns=_GRAMMAR_COLUMNS):
        role: Role = row.one_of("peran", get_args(Role))  # type: ignore[assignment]
        key, since = (role, _pattern(row, role)), row.day("berlaku_dari")
        seen = row.refuse_twice(seen, (*key, since))
        found.append((key, since, row.one_of("dipakai", ("true", "false")) == "true"))
    return found


def _pattern(row: SeedRow, kind: str) -> str:
    """The words of a row that has a reason and a version, refused when no name could match them."""
    pattern = row.text("pola")
    allowed = _PATTERNS if kind in _WITH_PATTERN else _WORDS
    if not allowed.fullmatch(pattern):
        raise row.fault("pola", f"must be lower case words; % only in {', '.join(_WITH_PATTERN)}")
    if kind != "SATUAN" and pattern.count(" ") >= LONGEST:
        raise row.fault("pola", f"has more than {LONGEST} words")
    row.text("alasan")
    row.integer("versi")
    return pattern


def _exceptions(folder: Path) -> list[SeedRow]:
    rows: list[SeedRow] = []
    seen: Mapping[object, int] = {}
    for row in policy_rows(folder, EXCEPTIONS_NAME, columns=_EXCEPTION_COLUMNS):
        kind, key = row.one_of("cocok", ("ID", "NAMA")), row.text("kunci")
        if kind == "NAMA" and not _WORDS.fullmatch(key):
            raise row.fault("kunci", "must be lower case words of the name")
        row.text("alasan")
        row.integer("versi")
        seen = row.refuse_twice(seen, (kind, key, row.day("berlaku_dari")))
        rows.append(row)
    return rows
