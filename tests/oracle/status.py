"""Which figures may be released, whose a shared figure is, and what is owed.

Belongs here: yes or no for a value, and who owes what in a cycle.
Stays out: what the evidence hits (`held`), scores (`tables`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dagster_project.sae.contract.profile import Cycle
from dagster_project.sae.figures.formulas import Capaian, capaian
from tests.oracle.held import Held
from tests.oracle.inputs import Inputs, Row
from tests.oracle.values import Value, direction, values

OUTCOMES = frozenset({"OUTCOME", "DAMPAK"})
_NOT_DUE = frozenset({"BELUM_RILIS", "TIDAK_BERLAKU", "BELUM_JATUH_TEMPO"})


@dataclass(frozen=True)
class Obligation:
    """What an agency owes in a cycle, and what became of it.

    Attributes:
        value: the figure of the whole region in the period of the cycle, or None.
        status: DINILAI, DITAHAN, TIDAK_DIUKUR, TIDAK_DILAPORKAN, TANPA_PERSENTASE, MILIK_OPD_LAIN,
            or a reason why it is not due.
        is_blocked: a B rule fails on a row of it.
        is_counted: of a shared indicator only one agency's obligation counts.
    """

    agency: str
    indicator: str
    cycle: Cycle
    definition: Row
    value: Value | None
    status: str
    is_blocked: bool
    is_counted: bool

    @property
    def is_due(self) -> bool:
        """Whether a figure could be expected at all."""
        return self.status not in _NOT_DUE

    @property
    def is_scored(self) -> bool:
        """Only results score: activity and output never do, whatever document names them."""
        level = self.definition.get("level_hasil")
        if level is None:
            return self.definition.get("jenis_indikator") == "IKU"
        return level in OUTCOMES


class Status:
    """Answers about one set of inputs; every answer is computed once."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.held = Held(inputs)

    @cached_property
    def figures(self) -> list[Value]:
        """All figures that count."""
        return values(self.inputs)

    def achievement(self, value: Value) -> Capaian:
        """Achievement of a value; without a direction there is no verdict."""
        way = direction(value.definition)
        status_data = value.row["status_data"]
        if way is None:
            reached = capaian(
                "NAIK",
                value.actual,
                target=value.target,
                status_data=status_data,
                tolerance=self.inputs.tolerance,
            )
            has_verdict = value.actual is not None and value.target.value is not None
            return Capaian(None, None, "TIDAK_TERDEFINISI" if has_verdict else reached.status)
        return capaian(
            way,
            value.actual,
            target=value.target,
            status_data=status_data,
            tolerance=self.inputs.tolerance,
        )

    def is_blocked(self, value: Value) -> bool:
        """Whether a B rule fails on any row the value is made of, or on the total it is part of."""
        total = self._totals.get(_total_key(value), value)
        return any(part in self.held.rows for part in (*value.rests_on, *total.rests_on))

    @cached_property
    def _totals(self) -> dict[tuple[str, str, int, str], Value]:
        """Figures of the whole region without breakdown: their parts follow them."""
        whole = (self.inputs.region, "")
        return {_total_key(v): v for v in self.figures if (v.key.region, v.key.dimension) == whole}

    def is_quarantined(self, value: Value) -> bool:
        """Whether the agency is held in a cycle that the value comes from."""
        origins = {self.held.origin[part] for part in value.rests_on}
        return any(origin in self.held.agencies for origin in origins)

    def is_released(self, value: Value) -> bool:
        """Whether the figure may be published as this agency's."""
        return (
            self.is_owner(value) and not self.is_blocked(value) and not self.is_quarantined(value)
        )

    def is_owner(self, value: Value) -> bool:
        """Of one figure reported by several agencies, whether this is the leader's."""
        rivals = [v.key.agency for v in self.figures if _same_figure(v, value)]
        return self._leader(value.key.indicator, rivals) == value.key.agency

    @cached_property
    def obligations(self) -> list[Obligation]:
        """Owed, reported, or both, in every cycle in scope."""
        found: list[Obligation] = []
        for cycle in self.inputs.cycles:
            reported = {
                (v.key.agency, v.key.indicator): v
                for v in self.figures
                if self._speaks_for(v, cycle)
            }
            owed: dict[tuple[str, str], Row] = {
                (agency, row["id_indikator"]): row
                for agency in (o.code for o in self.inputs.profile.agencies_on(cycle.cutoff))
                for row in self.inputs.definitions_of(agency, cycle)
                if row["jenis_agregasi"] != "TAHUNAN_SAJA" or cycle.period == "THN"
            }
            keys = sorted({*reported, *owed})
            for key in keys:
                rivals = [agency for agency, indicator in keys if indicator == key[1]]
                value = reported.get(key)
                found.append(
                    Obligation(
                        agency=key[0],
                        indicator=key[1],
                        cycle=cycle,
                        definition=owed.get(key) or (value.definition if value else {}),
                        value=value,
                        status="TIDAK_DILAPORKAN" if value is None else self._status(value),
                        is_blocked=value is not None and self.is_blocked(value),
                        is_counted=self._leader(key[1], rivals) == key[0],
                    )
                )
        return found

    def _status(self, value: Value) -> str:
        status_data = value.row["status_data"]
        reached = self.achievement(value)
        if not self.is_released(value):
            return "DITAHAN" if self.is_owner(value) else "MILIK_OPD_LAIN"
        if status_data == "TIDAK_DIUKUR":
            return "TIDAK_DIUKUR"
        if reached.status == "TIDAK_ADA_DATA":
            return "TIDAK_DILAPORKAN"
        if status_data in {"BELUM_RILIS", "TIDAK_BERLAKU"}:
            return str(status_data)
        is_rising_to_zero = (
            reached.status == "TIDAK_TERDEFINISI" and direction(value.definition) == "NAIK"
        )
        if is_rising_to_zero and value.period != "THN":
            return "BELUM_JATUH_TEMPO"  # a target of 0 promises nothing for that quarter
        return "TANPA_PERSENTASE" if reached.tampil is None else "DINILAI"

    def _speaks_for(self, value: Value, cycle: Cycle) -> bool:
        """Whether a value is that of the whole region in the period of a cycle."""
        return (
            (value.key.year, value.period) == (cycle.year, cycle.period)
            and (value.key.region, value.key.dimension) == (self.inputs.region, "")
            and not value.key.agency.startswith("ASING-")
        )

    def _leader(self, indicator: str, rivals: Iterable[str]) -> str:
        """The one named leader, else the agency whose code begins the id, else the first."""
        named = self._named_leaders.get(indicator)
        return min(
            rivals,
            key=lambda agency: (
                agency.startswith("ASING-"),
                agency != named,
                not indicator.startswith(f"{agency}-"),
                agency,
            ),
        )

    @cached_property
    def _named_leaders(self) -> dict[str, str]:
        files = {file.sha256 for file in self.inputs.active}
        leaders = {
            (row["id_indikator"], row["kode_opd"])
            for row in self.inputs.landed("kolaborasi")
            if row["peran"] == "PEMIMPIN" and row["sha256_berkas"] in files
        }
        count = Counter(indicator for indicator, _ in leaders)
        return {indicator: agency for indicator, agency in leaders if count[indicator] == 1}


def _total_key(value: Value) -> tuple[str, str, int, str]:
    return value.key.agency, value.key.indicator, value.key.year, value.period


def _same_figure(one: Value, other: Value) -> bool:
    a, b = one.key, other.key
    return (a.indicator, a.year, one.period, a.region, a.dimension) == (
        b.indicator,
        b.year,
        other.period,
        b.region,
        b.dimension,
    )
