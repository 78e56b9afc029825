"""The result of reading one file, whatever its form.

Belongs here: the shape all readers (our template, foreign forms) return.
Stays out: how it is made (`template.reader`, `foreign`) and how it lands (`pull`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dagster_project.sae.contract.rows import Row
from dagster_project.sae.intake.forms.coverage import Area
from dagster_project.sae.intake.forms.findings import Finding
from dagster_project.sae.intake.forms.statements import Statement


@dataclass(frozen=True)
class Cover:
    """Who reports about what, resolved against the profile where that is certain.

    Attributes:
        kode_opd: code that the profile knows, or None.
        kode_opd_tertulis: code as written in the file.
        nama_opd_tertulis: name as written in the file.
        tahun: year reported on.
        periode: period reported on (TW1-TW4, SM1, SM2, THN).
        id_siklus: cycle of the profile for that year and period, or None.
    """

    kode_opd: str | None = None
    kode_opd_tertulis: str | None = None
    nama_opd_tertulis: str | None = None
    tahun: int | None = None
    periode: str | None = None
    id_siklus: str | None = None


@dataclass(frozen=True)
class Reading:
    """What one file said.

    Attributes:
        tables: landing table name to its rows, without `sha256_berkas` (`pull` adds it); every row
            has `baris`. May hold `peta` (where each column stands) beside the sheets' tables.
        findings: findings of the rules that were evaluated.
        evaluated: rule id to the number of findings, for every rule really evaluated on this file.
        cover: who and when, as the content alone says it.
        stated: every statement of who and when in the content, with its cell.
        areas: for each sheet that was read, what became of a cell.
        period_alias: periods as this form counts them (its fourth quarter closes the year).
        layout_id: id of the template or layout that was used.
    """

    tables: Mapping[str, Sequence[Row]]
    findings: Sequence[Finding]
    evaluated: Mapping[str, int]
    cover: Cover
    layout_id: str
    data_rows: int = field(default=0)
    stated: tuple[Statement, ...] = ()
    period_alias: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
