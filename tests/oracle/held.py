"""What the evidence holds back: reported rows by B rules, agencies by K rules, less waivers.

Belongs here: findings of intake and violations of suites, brought to the row or agency they hit.
Stays out: what follows for a value or a score (`status`, `tables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from tests.oracle.inputs import ActiveFile, Inputs, Row

_OUTCOMES = frozenset({"OUTCOME", "DAMPAK"})
_SHARED = "Kolaborasi"


class Held:
    """Held rows and agencies of one set of inputs; every answer is computed once."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs

    @cached_property
    def agencies(self) -> frozenset[tuple[str, str | None]]:
        """Agency and cycle held by a K rule, or for a pillar whose results are all held."""
        found = {
            (str(row["kunci_opd"] or row["kode_opd"]), row["id_siklus"])
            for row in self.inputs.evidence("dq_pelanggaran")
            if row["tingkat"] == "K"
            and not self._is_waived(row["id_aturan"], (row["kode_opd"],), cycle=row["id_siklus"])
        }
        files = {file.sha256: file for file in self.inputs.active}
        for row in self.inputs.landed("temuan"):
            file = files.get(row["sha256_berkas"])
            if file is not None and row["tingkat"] == "K":
                cycle = file.cycle.id if file.cycle else None
                if not self._is_waived(row["id_aturan"], (file.agency,), cycle=cycle):
                    found.add((file.agency, cycle))
        return frozenset(found | self._without_results())

    def _without_results(self) -> set[tuple[str, str | None]]:
        """DPK-01 counts only rows that pass: a pillar whose results with a figure are all held.

        What agencies must agree on (KOL) is no word about the report and does not count here.
        """
        found: set[tuple[str, str | None]] = set()
        for file in self.inputs.active:
            cycle = file.cycle.id if file.cycle else None
            held: dict[str, set[str]] = {}
            with_figure: dict[str, set[str]] = {}
            for pillar, indicator, rows in self._results(file):
                if rows:
                    with_figure.setdefault(pillar, set()).add(indicator)
                own_period = [row for row in rows if self._is_of_period(file, row)]
                if own_period and all(row["id_baris"] in self.own_rows for row in own_period):
                    held.setdefault(pillar, set()).add(indicator)
            for pillar, own in held.items():
                silent = self._known_annual(file, pillar) - own
                is_waived = self._is_waived("DPK-01", (file.agency,), cycle=cycle)
                if not with_figure[pillar] - own and not silent and not is_waived:
                    found.add((file.agency, cycle))
        return found

    @staticmethod
    def _is_of_period(file: ActiveFile, row: Row) -> bool:
        return (row["tahun"], row["periode"]) == (file.row["tahun"], file.row["periode"])

    def _results(self, file: ActiveFile) -> Iterator[tuple[str, str, list[Row]]]:
        """Pillar, indicator and rows with a figure of every result that a file reports."""
        reported: dict[str, list[Row]] = {}
        for own, row in self.inputs.reports:
            if own is file and row["realisasi"] is not None and row["id_indikator"] is not None:
                reported.setdefault(row["id_indikator"], []).append(row)
        for indicator, rows in reported.items():
            definition = self.inputs.definition(file.agency, indicator, file.cycle)
            # A result of no pillar declares none (ANG-21 holds it).
            has_pillar = definition is not None and definition["kode_pilar"] is not None
            if definition is not None and has_pillar and definition["level_hasil"] in _OUTCOMES:
                yield str(definition["kode_pilar"]), indicator, rows

    def _known_annual(self, file: ActiveFile, pillar: str) -> set[str]:
        """Annual results of a pillar that speak in a quarter without being reported in it."""
        if file.cycle is None or file.row["periode"] == "THN":
            return set()
        return {
            row["id_indikator"]
            for row in self.inputs.definitions_of(file.agency, file.cycle)
            if row["jenis_agregasi"] == "TAHUNAN_SAJA"
            and row["level_hasil"] in _OUTCOMES
            and row["kode_pilar"] == pillar
            and (row["baseline_nilai"] is not None or self._is_known(file, row["id_indikator"]))
        }

    def _is_known(self, file: ActiveFile, indicator: str) -> bool:
        """Whether an agency reported a figure of an indicator until the cycle of a file."""
        return any(
            (own.agency, row["id_indikator"]) == (file.agency, indicator)
            and row["realisasi"] is not None
            and own.cycle is not None
            and file.cycle is not None
            and own.cycle.opened <= file.cycle.opened
            for own, row in self.inputs.reports
        )

    @cached_property
    def origin(self) -> dict[str, tuple[str, str | None]]:
        """Row id to the agency and cycle of its file."""
        return {
            row["id_baris"]: (file.agency, file.cycle.id if file.cycle else None)
            for file, row in self.inputs.statements
        }

    @cached_property
    def rows(self) -> frozenset[str]:
        """Ids of reported rows on which a B rule fails, by a suite or already at intake."""
        return self._blocked(frozenset())

    @cached_property
    def own_rows(self) -> frozenset[str]:
        """Those on which another rule fails than what agencies must agree on."""
        shared = {r["id_aturan"] for r in self.inputs.seed("aturan") if r["kelompok"] == _SHARED}
        return self._blocked(frozenset(shared))

    def _blocked(self, passed_over: frozenset[str]) -> frozenset[str]:
        blocked = set()
        by_place = self._rows_by_place
        by_id = {row["id_baris"]: row for _, row in self.inputs.statements}
        for finding in self.inputs.evidence("dq_pelanggaran"):
            row = by_id.get(finding["id_baris"])
            if finding["id_aturan"] in passed_over:
                continue
            if finding["tingkat"] == "B" and row is not None:
                blocked |= self._unless_waived(finding["id_aturan"], [row])
        for finding in self.inputs.landed("temuan"):
            if finding["tingkat"] == "B" and finding["tabel"] in {"realisasi", "indikator"}:
                place = (finding["sha256_berkas"], finding["tabel"], finding["baris"])
                hit = [
                    row
                    for row in by_place.get(place, [])
                    if finding["tabel"] == "indikator"
                    or (
                        finding["tahun"] in {None, row["tahun"]}
                        and finding["periode"] in {None, row["periode"]}
                    )
                ]
                blocked |= self._unless_waived(finding["id_aturan"], hit)
        return frozenset(blocked)

    @cached_property
    def contributions(self) -> frozenset[str]:
        """Keys (12 of the file hash, sheet row) of contributions that a B rule holds."""
        files = {file.sha256: file for file in self.inputs.active}
        found = [
            (row["id_aturan"], row["sha256_sel"], row["baris_sel"])
            for row in self.inputs.evidence("dq_pelanggaran")
            if row["tingkat"] == "B" and row["entitas"] == "swadaya"
        ]
        found += [
            (row["id_aturan"], row["sha256_berkas"], row["baris"])
            for row in self.inputs.landed("temuan")
            if row["tingkat"] == "B" and row["tabel"] == "swadaya"
        ]
        held = set()
        for rule, sha256, line in found:
            file = files.get(sha256)
            cycle = file.cycle.id if file is not None and file.cycle else None
            if file is not None and not self._is_waived(rule, (file.agency,), cycle=cycle):
                held.add(f"{sha256[:12]}:{int(line)}")
        return frozenset(held)

    @cached_property
    def budget_rows(self) -> frozenset[tuple[str, int]]:
        """File and sheet row of budget rows that a B rule holds."""
        files = {file.sha256: file for file in self.inputs.active}
        held = set()
        for row in self.inputs.evidence("dq_pelanggaran"):
            file = files.get(row["sha256_sel"])
            if (row["tingkat"], row["entitas"]) != ("B", "anggaran") or file is None:
                continue
            cycle = file.cycle.id if file.cycle else None
            if not self._is_waived(row["id_aturan"], (file.agency,), cycle=cycle):
                held.add((file.sha256, int(row["baris_sel"])))
        return frozenset(held)

    def _unless_waived(self, rule: str, rows: Iterable[Row]) -> set[str]:
        found = set()
        for row in rows:
            agency, cycle = self.origin[row["id_baris"]]
            indicator = row["id_indikator"]
            names = (indicator, f"{indicator}:{row['tahun']}:{row['periode']}", agency)
            if not self._is_waived(rule, names, cycle=cycle):
                found.add(row["id_baris"])
        return found

    @cached_property
    def _rows_by_place(self) -> dict[tuple[str, str, int], list[Row]]:
        """Reported rows by the sheet rows that say something about them."""
        found: dict[tuple[str, str, int], list[Row]] = {}
        for file, row in self.inputs.statements:
            found.setdefault((file.sha256, "realisasi", row["baris"]), []).append(row)
            definition = self.inputs.definition(file.agency, row["id_indikator"], file.cycle)
            if definition is not None:
                place = (definition["sha256_berkas"], "indikator", definition["baris"])
                found.setdefault(place, []).append(row)
        return found

    def _is_waived(self, rule: str, names: Iterable[str | None], *, cycle: str | None) -> bool:
        """Whether a waiver in force on the cut-off names the rule and one of the names."""
        known = {name for name in names if name is not None}
        known |= {f"{name}:{cycle}" for name in known}
        today = self.inputs.scope.tanggal_batas
        return any(
            waiver["id_aturan"] == rule
            and waiver["kunci"] in known
            and date.fromisoformat(waiver["berlaku_dari"]) <= today
            and today <= date.fromisoformat(waiver["berlaku_sampai"])
            for waiver in self.inputs.seed("pengecualian")
        )
