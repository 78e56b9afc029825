"""The rows the suites judge, made from one file: what SQL puts into the test tables for all files.

Belongs here: the columns of `int_realisasi__uji` and `int_opd_pilar__uji` as far as one file tells.
Stays out: rules (suites), values and achievement (`reference`). Tests compare with the tables.
What hangs on other files (earlier quarters, a definition sent before) is `UNKNOWN`, never a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dagster_project.sae.checks.lexicon_seeds import load_lexicon
from dagster_project.sae.checks.light import UNKNOWN
from dagster_project.sae.contract.template import TEMPLATE_NAME, Template, load_template
from dagster_project.sae.examine.facts_budget import budget_rows
from dagster_project.sae.examine.facts_sheets import (
    contribution_rows,
    cover_rows,
    obstacle_rows,
)
from dagster_project.sae.examine.onefile import OneFile
from dagster_project.sae.examine.rowfacts import RowFacts
from dagster_project.sae.figures.inputs import Row
from dagster_project.sae.figures.meaning import period_end
from dagster_project.sae.figures.status import OUTCOMES, Status
from dagster_project.sae.figures.values import Value

TestRow = dict[str, Any]
When = tuple[int | None, str | None]

_NUMERIC = frozenset({"int", "dec", "pct"})
_YEAR = "THN"
_PERCENT = 100.0
_DEFINED = (
    *("nama_indikator", "level_hasil", "kode_pilar", "satuan", "polaritas", "jenis_agregasi"),
    *("definisi_operasional", "rumus", "sumber_data", "baseline_nilai"),
)
_COMPUTED = (
    *("is_satuan_dikenal", "panjang_definisi", "panjang_rumus", "is_hasil", "is_rasio"),
    *("baris_indikator", "sha256_indikator", "jumlah_definisi"),
    *("skor_aktivitas", "kata_aktivitas", "is_menyamar", "is_ragu_kegiatan"),
)
_REPORTED = (
    *("id_indikator", "tahun", "periode", "target_tahun", "target_periode", "target_bawah"),
    *("target_atas", "realisasi", "status_data", "pembilang", "penyebut"),
)


@dataclass(frozen=True)
class Facts:
    """Rows by the name of the test table they stand for."""

    tables: Mapping[str, list[TestRow]]


def facts(inputs: OneFile) -> Facts:
    """Test rows of one file."""
    template = load_template(inputs.settings.layouts_dir / TEMPLATE_NAME)
    reported = _Reported(inputs, template).rows()
    return Facts(
        {
            "int_realisasi__uji": reported,
            "int_opd_pilar__uji": _pillar_rows(inputs),
            "int_sampul__uji": cover_rows(inputs),
            "int_hambatan__uji": obstacle_rows(inputs, reported),
            "int_swadaya__uji": contribution_rows(inputs),
            "int_anggaran__uji": budget_rows(inputs),
        }
    )


class _Reported:
    """Rows of `int_realisasi__uji`: one for each reported row."""

    def __init__(self, inputs: OneFile, template: Template) -> None:
        self.inputs = inputs
        self.file = inputs.file
        self.reported = [row for _, row in inputs.reports]
        self.status = Status(inputs)
        self.values = {v.row_id: v for v in self.status.figures if not v.is_derived}
        self.units = {unit.strip().lower() for unit in inputs.profile.unit_codes}
        self.twins = Counter(self._key(row) for row in self.reported)
        self.obstacles = Counter(
            (row["id_indikator"], row["periode"]) for row in inputs.landed("hambatan_tl")
        )
        self.definitions = Counter(row["id_indikator"] for row in inputs.landed("indikator"))
        self.ratios = {u.code.strip().lower(): u.factor for u in inputs.profile.units if u.is_ratio}
        self.doubts = _doubtful(inputs, template)
        scope = inputs.scope
        self.lexicon = load_lexicon(
            inputs.settings.policy_dir, day=scope.tanggal_batas, cycle=scope.id_siklus
        )
        self.compared = RowFacts(inputs)

    def rows(self) -> list[TestRow]:
        return [_floats(self._row(row)) for row in self.reported]

    def _key(self, row: Row) -> tuple[Any, ...]:
        region = (row["kode_wilayah"] or "").strip() or self.inputs.region
        dimension = (row["dimensi"] or "").strip()
        return row["id_indikator"], row["tahun"], row["periode"], region, dimension

    def _row(self, row: Row) -> TestRow:
        agency = self.file.agency
        definition = self.inputs.definition(agency, row["id_indikator"], self.file.cycle)
        is_complete = None not in (row["id_indikator"], row["tahun"], row["periode"])
        key = self._key(row)
        own = {name: row[name] for name in _REPORTED}
        value = self.values.get(row["id_baris"])
        reached = self._achieved(value, definition=definition)
        own_period = (self.file.row["tahun"], self.file.row["periode"])
        is_current = is_complete and (row["tahun"], row["periode"]) == own_period
        return {
            **own,
            **self._defined(definition),
            **reached,
            **self.compared.of(
                row, definition=definition, value=value, reached=reached, is_current=is_current
            ),
            "id_baris": row["id_baris"],
            "sha256_berkas": self.file.sha256,
            "kode_opd": self.file.row["kode_opd"],
            "kunci_opd": agency,
            "id_siklus": self.file.cycle.id if self.file.cycle else None,
            "kode_wilayah": key[3],
            "dimensi": key[4],
            "is_periode_tutup": is_complete
            and period_end(row["tahun"], row["periode"]) <= self.inputs.scope.tanggal_batas,
            "is_siklus_ini": is_current,
            "jumlah_kembar": self.twins[key] if is_complete else 1,
            "jumlah_hambatan": self.obstacles[row["id_indikator"], row["periode"]],
            "baris_realisasi": row["baris"],
            "is_angka_ragu": self._is_doubtful(row, definition),
        }

    def _defined(self, definition: Row | None) -> TestRow:
        if definition is None:
            return dict.fromkeys((*_DEFINED, *_COMPUTED), UNKNOWN)
        unit = (definition["satuan"] or "").strip().lower()
        spoken = self.lexicon.judge(
            definition["nama_indikator"],
            unit=definition["satuan"],
            indicator=definition["id_indikator"],
        )
        return {
            **{name: definition[name] for name in _DEFINED},
            "is_satuan_dikenal": unit in self.units,
            "panjang_definisi": len((definition["definisi_operasional"] or "").strip(" ")),
            "panjang_rumus": len((definition["rumus"] or "").strip(" ")),
            "is_hasil": definition["level_hasil"] in OUTCOMES,
            "is_rasio": self._needs_parts(definition, unit),
            "jumlah_definisi": self.definitions[definition["id_indikator"]],
            "baris_indikator": definition["baris"],
            "sha256_indikator": self.file.sha256,
            "skor_aktivitas": spoken.skor_aktivitas,
            "kata_aktivitas": spoken.kata_aktivitas,
            "is_menyamar": spoken.is_menyamar,
            "is_ragu_kegiatan": spoken.is_ragu,
        }

    def _needs_parts(self, definition: Row, unit: str) -> bool:
        """A share or a rate does; a rate that its producer releases once a year does not."""
        is_annual = definition["jenis_agregasi"] == "TAHUNAN_SAJA"
        return unit in self.ratios and (self.ratios[unit] == _PERCENT or not is_annual)

    def _achieved(self, value: Value | None, *, definition: Row | None) -> TestRow:
        """The verdict on a value; a sum over quarters that this file lacks is not known."""
        names = ("is_meleset", "capaian_mentah", "capaian_tampil")
        if value is None:  # a twin row, or one without its key: it is never a figure of its own
            return dict(zip(names, (False, None, None), strict=True))
        if definition is None or (value.is_partial and value.actual is not None):
            return dict.fromkeys(names, UNKNOWN)
        reached = self.status.achievement(value)
        is_closed = period_end(value.key.year, value.period) <= self.inputs.scope.tanggal_batas
        is_missed = reached.status == "TIDAK_TERCAPAI" and is_closed
        return dict(zip(names, (is_missed, reached.mentah, reached.tampil), strict=True))

    def _is_doubtful(self, row: Row, definition: Row | None) -> bool:
        doubts = self.doubts.get(("realisasi", row["baris"]), frozenset())
        if any(y in {None, row["tahun"]} and p in {None, row["periode"]} for y, p in doubts):
            return True
        return definition is not None and ("indikator", definition["baris"]) in self.doubts


def _doubtful(inputs: OneFile, template: Template) -> dict[tuple[str, int], frozenset[When]]:
    """(table, sheet row) of numbers not read for certain, with the year and period of each."""
    fields = {
        (sheet.table, field.id)
        for sheet in template.sheets
        for field in sheet.fields
        if field.type in _NUMERIC
    }
    found: dict[tuple[str, int], frozenset[When]] = {}
    for row in inputs.landed("temuan"):
        if row["id_aturan"] == "STR-06" and (row["tabel"], row["kolom"]) in fields:
            key = (row["tabel"], row["baris"])
            found[key] = found.get(key, frozenset()) | {(row["tahun"], row["periode"])}
    return found


def _pillar_rows(inputs: OneFile) -> list[TestRow]:
    """Rows of `int_opd_pilar__uji`: one for each pillar that this file's definitions name."""
    file = inputs.file
    reported = [row for _, row in inputs.reports]
    spoken = {row["id_indikator"] for row in reported if row["realisasi"] is not None}
    own: dict[str, Row] = {}
    for row in sorted(inputs.landed("indikator"), key=lambda row: row["baris"]):
        if row["id_indikator"] is not None:
            own.setdefault(row["id_indikator"], row)
    # A figure without a definition here may be a result defined in an earlier report.
    is_whole = all(row["id_indikator"] in own for row in reported)
    found: dict[str, _Pillar] = {}
    for indicator, definition in own.items():
        pillar = definition["kode_pilar"]
        if pillar is None:
            continue
        count = found.get(pillar, _Pillar())
        is_result = definition["level_hasil"] in OUTCOMES
        is_annual = definition["jenis_agregasi"] == "TAHUNAN_SAJA" and file.row["periode"] != _YEAR
        speaks = indicator in spoken or (is_annual and definition["baseline_nilai"] is not None)
        found[pillar] = replace(
            count,
            indicators=count.indicators + 1,
            results=count.results + is_result,
            with_figure=count.with_figure + (is_result and speaks),
            # An annual figure of a former year may be known from an earlier report.
            is_certain=count.is_certain and (speaks or not (is_result and is_annual)),
        )
    return [
        {
            "kode_opd": file.row["kode_opd"],
            "kunci_opd": file.agency,
            "id_siklus": file.cycle.id if file.cycle else None,
            "kode_pilar": pillar,
            "jumlah_indikator": count.indicators,
            "jumlah_hasil": count.results,
            "jumlah_hasil_berangka": (
                count.with_figure
                if count.with_figure or (is_whole and count.is_certain)
                else UNKNOWN
            ),
        }
        for pillar, count in found.items()
    ]


@dataclass(frozen=True)
class _Pillar:
    indicators: int = 0
    results: int = 0
    with_figure: int = 0
    is_certain: bool = True


def _floats(row: TestRow) -> TestRow:
    """Numbers as the frames hold them, so that messages read the same."""
    return {
        name: float(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in row.items()
    }
