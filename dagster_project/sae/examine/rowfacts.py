"""What the rules compare in one reported row, as far as one file tells: parts, bounds, evidence.

Belongs here: the columns of `int_realisasi__fakta` for one file, written a second time in Python.
Stays out: rules (suites), values and achievement (`reference`). Tests compare with the table.
What hangs on other files is `UNKNOWN` or left out, which means the same.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from dagster_project.sae.checks.light import UNKNOWN
from dagster_project.sae.contract.landing import TYPED_ACHIEVEMENT
from dagster_project.sae.examine.facts_budget import share_spent
from dagster_project.sae.examine.onefile import OneFile
from dagster_project.sae.examine.published import published
from dagster_project.sae.examine.rowfacts_said import (
    days,
    lacks_evidence,
    promise,
    state,
)
from dagster_project.sae.figures.inputs import Row
from dagster_project.sae.figures.meaning import text_of
from dagster_project.sae.figures.status import OUTCOMES
from dagster_project.sae.figures.values import YEAR, Value

_SERVING = frozenset({"AKTIVITAS", "OUTPUT"})
_FIRST_PERIODS = frozenset({"TW1", "SM1"})
_PERCENT = 100.0
_TABLES_OF_INDICATORS = frozenset({"indikator", "realisasi"})
_OF_DEFINITION = (
    *("persentase_hitung", "selisih_persentase", "is_persentase_beda", "batas_bawah_wajar"),
    *("batas_atas_wajar", "is_luar_batas", "nilai_sd", "nilai_sd_sebelumnya"),
    *("is_kumulatif_turun", "jumlah_bagian_wilayah", "is_jumlah_wilayah_beda"),
    *("id_indikator_induk", "is_induk_hasil", "kelompok_sasaran", "is_sasaran_kosong"),
    *("is_penerima_kosong", "is_perubahan_berangka", "is_ukuran_warga_kosong", "metode"),
    *("penerbit_rujukan", "nilai_rujukan", "is_beda_rujukan", "faktor", "is_target_tahun_nol"),
    *("is_target_diam", "baseline_tahun", "tahun_akhir", "is_tahun_definisi_janggal"),
)


class RowFacts:
    """Facts about the rows of one file; what they share is worked out once."""

    def __init__(self, inputs: OneFile) -> None:
        self.inputs = inputs
        self.file = inputs.file
        self.fields = {
            row["kolom"] for row in inputs.landed("peta") if row["tabel"] in _TABLES_OF_INDICATORS
        }
        profile = inputs.profile
        self.parts = {region.code for region in profile.regions if region.parent == inputs.region}
        self.additive = {unit.code.strip().lower() for unit in profile.units if unit.is_additive}
        self.tolerance = inputs.tolerance

    def of(
        self,
        row: Row,
        *,
        definition: Row | None,
        value: Value | None,
        reached: dict[str, Any],
        is_current: bool,
    ) -> dict[str, Any]:
        """Facts of one row.

        Args:
            row: as landed, with its `id_baris`.
            definition: in force; None when this file does not tell.
            value: the figure the row makes; None for a twin and a row without its key.
            reached: `capaian_mentah` and `capaian_tampil` of it.
            is_current: whether the row is of the period of its file.
        """
        is_figure = row["realisasi"] is not None
        found = {
            **state(row, tolerance=self.tolerance),
            **days(row, far=int(self._threshold("umur_data_tahun"))),
            **self._release(row),
            **self._achieved(row, reached=reached, is_asked=is_figure and is_current),
            **self._spent(row, reached=reached, is_asked=is_figure and is_current),
            "jumlah_penerima_manfaat": row["jumlah_penerima_manfaat"],
            "is_wilayah_dikenal": self._region(row) in self.inputs.profile.region_codes,
            "is_bukti_kosong": lacks_evidence(row, self.fields) if is_figure else None,
            "banyak_bagian_wilayah": len(self.parts) if self._parts_of(row) else None,
        }
        if definition is None:
            return found | dict.fromkeys(_OF_DEFINITION, UNKNOWN)
        return {
            **found,
            **self._parts(row, definition=definition, is_figure=is_figure),
            **self._bounds(row, definition=definition, is_figure=is_figure),
            **self._to_date(row, definition=definition, value=value if is_figure else None),
            **self._regions(row, definition=definition, is_figure=is_figure),
            **self._published(row, definition=definition, is_figure=is_figure),
            **self._residents(row, definition, is_figure=is_figure, is_current=is_current),
            **promise(
                row, definition, value=value, is_current=is_current, tolerance=self.tolerance
            ),
            "metode": definition["metode"],
        }

    def _threshold(self, name: str) -> float:
        return self.inputs.threshold(name, cycle=self.file.cycle)

    def _above(self, value: Any, name: str) -> Any:
        """Whether a quantity is above its threshold; what is missing or unknown stays so."""
        if value is None or value is UNKNOWN:
            return value
        return bool(value > self._threshold(name) + self.tolerance)

    def _release(self, row: Row) -> dict[str, Any]:
        cycle, day = self.file.cycle, row["tanggal_rilis_diharapkan"]
        cutoff = cycle.cutoff if cycle else self.inputs.scope.tanggal_batas
        is_waiting = row["status_data"] == "BELUM_RILIS"
        return {
            "tanggal_rilis_diharapkan": day,
            "is_rilis_lewat": (day is None or day < cutoff) if is_waiting else None,
        }

    def _achieved(self, row: Row, *, reached: dict[str, Any], is_asked: bool) -> dict[str, Any]:
        raw = reached["capaian_mentah"] if is_asked else None
        shown, typed = reached["capaian_tampil"], row[TYPED_ACHIEVEMENT]
        gap: Any = None
        if UNKNOWN in (shown, reached["capaian_mentah"]):
            gap = UNKNOWN if typed is not None else None
        elif typed is not None and shown is not None:
            own = (
                [shown] if reached["capaian_mentah"] is None else [shown, reached["capaian_mentah"]]
            )
            gap = min(abs(typed - number) for number in own)
        return {
            "capaian_dinilai": raw,
            "is_capaian_tinggi": self._above(raw, "capaian_tinggi"),
            TYPED_ACHIEVEMENT: typed,
            "selisih_capaian": gap,
            "is_capaian_beda": self._above(gap, "selisih_capaian"),
        }

    def _spent(self, row: Row, *, reached: dict[str, Any], is_asked: bool) -> dict[str, Any]:
        is_whole = self._region(row) == self.inputs.region and not text_of(row["dimensi"])
        share = share_spent(self.inputs, row) if is_asked and is_whole else None
        shown = reached["capaian_tampil"]
        gap: Any = None
        if share is not None:
            gap = shown if shown is None or shown is UNKNOWN else share - shown
        return {
            "serapan": share,
            "celah_serapan": gap,
            "is_serapan_mendahului": self._above(gap, "celah_serapan"),
        }

    def _parts(self, row: Row, *, definition: Row, is_figure: bool) -> dict[str, Any]:
        p, q = row["pembilang"], row["penyebut"]
        factor = self.inputs.factor_of(definition)
        made = gap = differs = None
        if is_figure and factor and p is not None and q is not None and q > 0:
            made = factor * p / q
            gap = abs(made - row["realisasi"])
            differs = bool(gap > self._rounding(definition, factor) + self.tolerance)
        return {
            "faktor": factor,
            "persentase_hitung": made,
            "selisih_persentase": gap,
            "is_persentase_beda": differs,
        }

    def _rounding(self, definition: Row, factor: float) -> float:
        """What rounding may do to a share (a tenth), or to a mean or a ratio (its last decimal)."""
        if factor >= _PERCENT:
            return self._threshold("selisih_persentase")
        last = 0.5 * 10.0 ** -self.decimals.get(_unit(definition), 2)
        return max(self._threshold("selisih_rasio"), last)

    def _bounds(self, row: Row, *, definition: Row, is_figure: bool) -> dict[str, Any]:
        low, high = self.unit_bounds.get(_unit(definition), (None, None))
        low = low if definition["batas_bawah_logis"] is None else definition["batas_bawah_logis"]
        high = high if definition["batas_atas_logis"] is None else definition["batas_atas_logis"]
        outside: bool | None = None
        if is_figure and (low is not None or high is not None):
            actual = row["realisasi"]
            outside = (low is not None and actual < low - self.tolerance) or (
                high is not None and actual > high + self.tolerance
            )
        return {"batas_bawah_wajar": low, "batas_atas_wajar": high, "is_luar_batas": outside}

    def _to_date(self, row: Row, *, definition: Row, value: Value | None) -> dict[str, Any]:
        names = ("nilai_sd", "nilai_sd_sebelumnya", "is_kumulatif_turun")
        is_sum = definition["jenis_agregasi"] == "KUMULATIF" and row["periode"] != YEAR
        if value is None or not is_sum:
            return dict.fromkeys(names)
        actual = row["realisasi"]
        if value.is_partial or value.actual is None:
            # An amount that is not negative lowers no sum, whatever the earlier ones are.
            return dict.fromkeys(names, UNKNOWN) | {names[2]: False if actual >= 0 else UNKNOWN}
        before = None if row["periode"] in _FIRST_PERIODS else value.actual - actual
        fell = before is not None and value.actual < before - self.tolerance
        return dict(zip(names, (value.actual, before, fell), strict=True))

    def _published(self, row: Row, *, definition: Row, is_figure: bool) -> dict[str, Any]:
        found = published(self.inputs, row, source=definition["sumber_data"])
        value = found.value if found and is_figure else None
        gap = None if value is None else abs(row["realisasi"] - value)
        return {
            "penerbit_rujukan": found.publisher if found else None,
            "nilai_rujukan": value,
            "is_beda_rujukan": self._above(gap, "selisih_rujukan"),
        }

    def _regions(self, row: Row, *, definition: Row, is_figure: bool) -> dict[str, Any]:
        whole = self._region(row) == self.inputs.region
        amounts = self._parts_of(row)
        total: float | None = None
        if is_figure and whole and _unit(definition) in self.additive:
            total = float(sum(amounts.values())) if len(amounts) == len(self.parts) > 0 else None
        differs = None
        if total is not None:
            share = self._threshold("selisih_wilayah") / 100.0 * abs(row["realisasi"])
            differs = bool(abs(total - row["realisasi"]) > share + self.tolerance)
        return {"jumlah_bagian_wilayah": total, "is_jumlah_wilayah_beda": differs}

    def _parts_of(self, row: Row) -> dict[str, float]:
        """Amounts of the direct parts of the region in the same period, by region."""
        amounts: dict[str, float] = {}
        key = (row["id_indikator"], row["tahun"], row["periode"], text_of(row["dimensi"]))
        for other in self.by_key.get(key, ()):
            if other["realisasi"] is not None and self._region(other) in self.parts:
                amounts.setdefault(self._region(other), other["realisasi"])
        return amounts

    def _residents(
        self, row: Row, definition: Row, *, is_figure: bool, is_current: bool
    ) -> dict[str, Any]:
        is_outcome = is_figure and definition["level_hasil"] == "OUTCOME"
        is_result = is_figure and is_current and definition["level_hasil"] in OUTCOMES
        told, count = row["perubahan_dirasakan"], row["jumlah_penerima_manfaat"]
        group, measure = definition["kelompok_sasaran"], definition["ukuran_warga_id"]
        asked = (
            ("is_sasaran_kosong", "kelompok_sasaran", is_outcome, not text_of(group)),
            ("is_penerima_kosong", "jumlah_penerima_manfaat", is_outcome, count is None),
            (
                "is_perubahan_berangka",
                "perubahan_dirasakan",
                is_result,
                re.search("[0-9]", told or "") is not None,
            ),
            ("is_ukuran_warga_kosong", "ukuran_warga_id", is_result, not text_of(measure)),
        )
        return {
            "id_indikator_induk": definition["id_indikator_induk"],
            "is_induk_hasil": self._serves(definition),
            "kelompok_sasaran": group,
            **{
                name: said if applies and field in self.fields else None
                for name, field, applies, said in asked
            },
        }

    def _serves(self, definition: Row) -> Any:
        if definition["level_hasil"] not in _SERVING or "id_indikator_induk" not in self.fields:
            return None
        parent = text_of(definition["id_indikator_induk"])
        if not parent:
            return False
        own = self.inputs.definition(self.file.agency, parent, self.file.cycle)
        return UNKNOWN if own is None else own["level_hasil"] in OUTCOMES

    def _region(self, row: Row) -> str:
        return text_of(row["kode_wilayah"]) or self.inputs.region

    @cached_property
    def by_key(self) -> dict[tuple[Any, ...], list[Row]]:
        """Rows of the file by indicator, year, period and breakdown."""
        found: dict[tuple[Any, ...], list[Row]] = {}
        for _, row in self.inputs.reports:
            key = (row["id_indikator"], row["tahun"], row["periode"], text_of(row["dimensi"]))
            if None not in key:
                found.setdefault(key, []).append(row)
        return found

    @cached_property
    def decimals(self) -> dict[str, int]:
        """Decimals of each unit."""
        return {r["satuan"].strip().lower(): int(r["desimal"]) for r in self.inputs.seed("satuan")}

    @cached_property
    def unit_bounds(self) -> dict[str, tuple[float | None, float | None]]:
        """Lowest and highest value of each unit."""
        return {
            row["satuan"].strip().lower(): (_number(row["batas_bawah"]), _number(row["batas_atas"]))
            for row in self.inputs.seed("satuan")
        }


def _unit(definition: Row) -> str:
    return (definition["satuan"] or "").strip().lower()


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None
