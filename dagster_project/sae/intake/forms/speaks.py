"""STR-08: does a form speak with numbers at all?

Belongs here: the one question that printed and tidy forms are asked before anything is computed.
Stays out: rules about single figures (the suites).
"""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.sae.contract.rows import Row
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.findings import Finding, finding


def speaks(sheet: SheetData, realisation: Sequence[Row]) -> list[Finding]:
    """STR-08: no indicator has a number, neither a target nor a realisation."""
    fields = ("realisasi", "target_tahun")
    if any(row.get(field) is not None for row in realisation for field in fields):
        return []
    return [
        finding(
            "STR-08",
            f"{sheet.name}: tidak ada satu pun indikator berangka.",
            remedy="Isi indikator dengan target dan realisasinya sebagai angka.",
            table="realisasi",
            column="realisasi",
            sheet=sheet.name,
        )
    ]
