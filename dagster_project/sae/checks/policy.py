"""The policy as a whole, looked at before anything is computed: every seed the gate rests on.

Belongs here: refusing a row of a policy seed that cannot be used, with file, line and column.
Stays out: what the rows do (dbt models, `lexicon`, `thresholds`), the catalogue (`catalogue`),
formulas and scales, which dbt's own tests hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from dagster_project.sae.checks.catalogue import Catalogue
from dagster_project.sae.checks.lexicon_seeds import load_lexicon
from dagster_project.sae.checks.policy_rows import policy_rows
from dagster_project.sae.installation.errors import SuiteError

WAIVERS_NAME = "pengecualian.csv"
GENERIC_NAME = "kata_generik.csv"
RELEASE_RULES_NAME = "aturan_rilis.csv"

_WAIVER = ("id_aturan", "kunci", "pemilik", "alasan", "berlaku_dari", "berlaku_sampai")
_GENERIC = ("kata", "cocok", "alasan")
_RELEASE_RULE = (
    *("id_aturan", "judul", "alasan", "pesan", "cara_memperbaiki", "versi", "berlaku_dari"),
)
_RELEASE_ID = re.compile(r"RLS-\d{2}")


def check_policy(folder: Path, catalogue: Catalogue) -> None:
    """Refuse a policy that cannot be used.

    Args:
        folder: the policy seeds.
        catalogue: the rules that waivers may name.

    Raises:
        SuiteError: the first fault of each seed, each on a line of its own.
    """
    faults: list[str] = []
    checks: tuple[Callable[[], object], ...] = (
        lambda: load_lexicon(folder, day=date.max),
        lambda: _check_waivers(folder, catalogue),
        lambda: _check_generic(folder),
        lambda: _check_release_rules(folder),
    )
    for check in checks:
        try:
            check()
        except SuiteError as error:
            faults.append(str(error))
    if faults:
        raise SuiteError("\n".join(faults))


def _check_waivers(folder: Path, catalogue: Catalogue) -> None:
    seen: Mapping[object, int] = {}
    for row in policy_rows(folder, WAIVERS_NAME, columns=_WAIVER):
        if row.text("id_aturan") not in catalogue:
            raise row.fault("id_aturan", "is no rule of aturan.csv")
        for column in ("kunci", "pemilik", "alasan"):
            row.text(column)
        since, until = row.day("berlaku_dari"), row.day("berlaku_sampai")
        if until < since:
            raise row.fault("berlaku_sampai", f"lies before berlaku_dari={since}")
        seen = row.refuse_twice(seen, (row.text("id_aturan"), row.text("kunci"), since))


def _check_generic(folder: Path) -> None:
    seen: Mapping[object, int] = {}
    for row in policy_rows(folder, GENERIC_NAME, columns=_GENERIC):
        row.one_of("cocok", ("SELURUH", "AWAL"))
        row.text("alasan")
        seen = row.refuse_twice(seen, row.text("kata"))


def _check_release_rules(folder: Path) -> None:
    seen: Mapping[object, int] = {}
    for row in policy_rows(folder, RELEASE_RULES_NAME, columns=_RELEASE_RULE):
        if not _RELEASE_ID.fullmatch(row.text("id_aturan")):
            raise row.fault("id_aturan", "must be written like RLS-01")
        for column in ("judul", "alasan", "pesan", "cara_memperbaiki", "versi"):
            row.text(column)
        row.day("berlaku_dari")
        seen = row.refuse_twice(seen, row.text("id_aturan"))
