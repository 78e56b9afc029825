"""One file as if it were all there is: the inputs of the reference, from a reading in memory.

Belongs here: the tables of one submission where the reference asks for landed ones.
Stays out: formulas and choices (`reference`), test rows (`facts`), any file access but seeds.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dagster_project.sae.build.scope import Scope
from dagster_project.sae.contract.landing import columns_of
from dagster_project.sae.contract.profile import Cycle, Profile
from dagster_project.sae.contract.rows import Rows
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.figures.inputs import ActiveFile, Inputs, Row
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.submission import Submission


@dataclass(frozen=True)
class OneFile(Inputs):
    """The inputs of the reference when only one submission is known; nothing heavy is imported."""

    tables: Mapping[str, Rows]

    def landed(self, table: str) -> list[Row]:
        """Rows of one landing table of the submission; a column its form does not have is None."""
        found = self.tables.get(table)
        return [] if found is None else [{**self._empty(table), **row} for row in found.dicts()]

    def seed(self, name: str) -> list[dict[str, str]]:
        """Rows of a policy seed, or of a seed of the profile, as text."""
        policy = self.settings.policy_dir / f"{name}.csv"
        file = policy if policy.is_file() else self.settings.profile_dir / f"{name}.csv"
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    def evidence(self, table: str) -> Sequence[Row]:  # type: ignore[override]
        """There is none: nothing has been checked yet."""
        del table
        return []

    def _empty(self, table: str) -> dict[str, Any]:
        template = load_template(self.settings.layouts_dir / TEMPLATE_NAME)
        return {name: None for name, _ in columns_of(template)[table]}

    @property
    def file(self) -> ActiveFile:
        """The submission itself."""
        [file] = self.active
        return file


def one_file(
    settings: Settings, profile: Profile, submission: Submission, *, cutoff: date | None = None
) -> OneFile:
    """The inputs that one accepted submission makes.

    Args:
        settings: gives the seeds.
        profile: cycles and facts.
        submission: accepted.
        cutoff: day until which periods are closed; that of the file's own cycle when None.

    Raises:
        ProfileError: the file names no cycle and none is open on the day of its receipt.
    """
    [row] = submission.tables["berkas"].dicts()
    # One that contradicts itself is judged like any other, so that all of it is mended at once.
    tables = {**submission.tables, "berkas": Rows.of([{**row, "hasil": "DITERIMA"}])}
    received: datetime = row["diterima_pada"]
    known = row["id_siklus"]
    cycle = profile.cycle(known) if known else profile.default_cycle(received.date())
    return OneFile(settings, _scope(cycle, cutoff or cycle.cutoff, received), profile, tables)


def _scope(cycle: Cycle, cutoff: date, received: datetime) -> Scope:
    return Scope(
        id_siklus=cycle.id,
        tahun=cycle.year,
        periode=cycle.period,
        tanggal_batas=cutoff,
        # The file at hand is judged, whenever it is shown.
        batas_terima=max(cycle.receipts_until, received.date()),
        alasan_susulan=cycle.supplement_reason,
        id_rilis="",
        dibuat_pada=received,
        versi_kode="",
        versi_kebijakan="",
        versi_profil="",
        sha256_masukan="",
        jumlah_berkas=1,
        profil="",
    )
