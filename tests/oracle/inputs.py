"""What the reference starts from: landed tables, seeds, scope and evidence, as read from disk.

Belongs here: reading, choosing the files and definitions that count.
Stays out: values (`values`), status (`status`), tables (`tables`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from dagster_project.sae.build.scope import Scope, read_scope
from dagster_project.sae.contract.profile import Cycle, Profile, load_profile
from dagster_project.sae.installation.settings import Settings
from tests.oracle.meaning import (
    DAY_LIMITS,
    DayLimits,
    as_meant,
    categories_of,
    text_of,
)
from tests.oracle.versions import in_force, undecided

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
_DEFAULT_WEIGHT = ("INDIKATOR", "BAWAAN")


@dataclass(frozen=True)
class ActiveFile:
    """The one file that speaks for an agency in a cycle; a file of unknown origin speaks alone."""

    agency: str
    row: Row
    cycle: Cycle | None

    @property
    def sha256(self) -> str:
        """Content hash."""
        return str(self.row["sha256_berkas"])


@dataclass(frozen=True)
class Inputs:
    """Everything the reference reads."""

    settings: Settings
    scope: Scope
    profile: Profile

    def landed(self, table: str) -> list[Row]:
        """Rows of a landing table over all batches as of the scope; missing values are None."""
        import pandas as pd

        files = sorted(self.settings.landing.glob(f"[!.]*/{table}.parquet"))
        rows = records(pd.concat([pd.read_parquet(file) for file in files], ignore_index=True))
        day = self.scope.batas_terima
        return [
            row
            for row in rows
            if (row.get("berlaku_dari") is None or row["berlaku_dari"] <= day)
            and (row.get("berlaku_sampai") is None or day <= row["berlaku_sampai"])
        ]

    def seed(self, name: str) -> list[dict[str, str]]:
        """Rows of a policy seed, or of a seed of the profile, as text."""
        import pandas as pd

        policy = self.settings.policy_dir / f"{name}.csv"
        file = policy if policy.is_file() else self.settings.profile_dir / f"{name}.csv"
        frame = pd.read_csv(file, dtype=str, keep_default_na=False)
        return cast("list[dict[str, str]]", frame.to_dict("records"))

    def evidence(self, table: str) -> list[Row]:
        """Rows of an evidence table."""
        import pandas as pd

        return records(pd.read_parquet(self.settings.evidence / f"{table}.parquet"))

    def threshold(self, name: str, *, cycle: Cycle | None = None) -> float:
        """The threshold of that name in force on a cut-off: the cycle's own row, else the latest.

        Args:
            name: id of the threshold.
            cycle: the cycle it is for; that of the release when None.
        """
        chosen = self.scope.id_siklus if cycle is None else cycle.id
        cutoff = self.scope.tanggal_batas if cycle is None else cycle.cutoff
        rows = [
            row
            for row in self.seed("ambang")
            if row["id_ambang"] == name
            and date.fromisoformat(row["berlaku_dari"]) <= cutoff
            and row["id_siklus"] in {"", chosen}
        ]
        return float(max(rows, key=lambda row: (row["id_siklus"], row["berlaku_dari"]))["nilai"])

    @cached_property
    def tolerance(self) -> float:
        """Distance within which two values are the same."""
        return self.threshold("toleransi")

    @cached_property
    def default_weight(self) -> float:
        """Weight of an indicator that states none."""
        [row] = [r for r in self.seed("bobot") if (r["lingkup"], r["kunci"]) == _DEFAULT_WEIGHT]
        return float(row["bobot"])

    @cached_property
    def region(self) -> str:
        """Code of the whole region; what a row means that names none."""
        return self.profile.facts["kode_wilayah"]

    def unit_series(self, agency: str, indicator: str, cycle: Cycle | None) -> str | None:
        """The unit in force, of an indicator that had more than one; its values are never added."""
        units = {
            text_of(row.get("satuan")).lower()
            for _, row in self._definitions.get((agency, indicator), [])
        } - {""}
        if len(units) < 2:
            return None
        definition = self.definition(agency, indicator, cycle) or {}
        return text_of(definition.get("satuan")).lower() or None

    def factor_of(self, definition: Row) -> float | None:
        """What numerator / denominator is multiplied by in the unit of a definition, or None."""
        return self._factors.get(text_of(definition.get("satuan")).lower())

    @cached_property
    def _factors(self) -> dict[str, float | None]:
        return {unit.code.strip().lower(): unit.factor for unit in self.profile.units}

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """Cycles in scope, earliest first."""
        chosen = self.profile.cycle(self.scope.id_siklus)
        return tuple(c for c in self.profile.cycles if c.opened <= chosen.opened)

    @cached_property
    def received(self) -> tuple[Row, ...]:
        """Received files but those that wait for the next release."""
        until = self.scope.batas_terima
        return tuple(row for row in self.landed("berkas") if row["diterima_pada"].date() <= until)

    @cached_property
    def active(self) -> tuple[ActiveFile, ...]:
        """For each agency and cycle the highest version, then the latest receipt; no tie counts."""
        chosen = [(key, in_force(rows)) for key, rows in sorted(self.rivals.items())]
        return tuple(
            ActiveFile(agency, row, self._cycle(row["id_siklus"]))
            for (agency, _), row in chosen
            if row is not None
        )

    @cached_property
    def rivals(self) -> Mapping[tuple[str, str], list[Row]]:
        """Accepted files in scope by agency and cycle."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.received:
            cycle = self._cycle(row["id_siklus"])
            is_later_cycle = cycle is None and row["id_siklus"] in {
                c.id for c in self.profile.cycles
            }
            if row["hasil"] == "DITERIMA" and not is_later_cycle:
                key = (self._agency(row, cycle), row["id_siklus"] or "")
                found.setdefault(key, []).append(row)
        return found

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Files of ties that nothing of a better rank decides."""
        found: set[str] = set()
        for rows in self.rivals.values():
            found |= {row["sha256_berkas"] for row in undecided(rows)}
        return frozenset(found)

    def first_receipt(self, file: ActiveFile) -> datetime:
        """When the first accepted version of a report was received."""
        whose = (file.row["kode_opd"], file.row["id_siklus"], "DITERIMA")
        same = (r for r in self.received if (r["kode_opd"], r["id_siklus"], r["hasil"]) == whose)
        receipts: list[datetime] = [row["diterima_pada"] for row in same]
        return min(receipts)

    @cached_property
    def replaced(self) -> tuple[ActiveFile, ...]:
        """Accepted versions of reports of a known agency and cycle that another one replaced."""
        heirs = {(f.agency, f.cycle.id): f for f in self.active if f.cycle is not None}
        found = []
        for row in self.received:
            if row["sha256_berkas"] in self.waiting:
                continue
            heir = heirs.get((row["kode_opd"], row["id_siklus"]))
            if heir is None or row["hasil"] != "DITERIMA":
                continue
            if heir.sha256 != row["sha256_berkas"]:
                found.append(ActiveFile(heir.agency, row, heir.cycle))
        return tuple(found)

    @cached_property
    def statements(self) -> tuple[tuple[ActiveFile, Row], ...]:
        """As `reports`, with the rows of versions that were replaced."""
        return self._rows_of(*self.active, *self.replaced)

    @cached_property
    def reports(self) -> tuple[tuple[ActiveFile, Row], ...]:
        """Reported rows of the active files by sheet row, each with its `id_baris`."""
        return self._rows_of(*self.active)

    def _rows_of(self, *chosen: ActiveFile) -> tuple[tuple[ActiveFile, Row], ...]:
        files = {file.sha256: file for file in chosen}
        return tuple(
            (files[row["sha256_berkas"]], self._read(files, row))
            for row in sorted(self.landed("realisasi"), key=lambda row: row["baris"])
            if row["sha256_berkas"] in files
        )

    def _read(self, files: Mapping[str, ActiveFile], row: Row) -> Row:
        """A reported row as it is meant, with its id."""
        file = files[row["sha256_berkas"]]
        received, cycle = file.row["diterima_pada"].date(), file.cycle
        limits = DayLimits(received, *(int(self.threshold(n, cycle=cycle)) for n in DAY_LIMITS))
        return {**as_meant(row, self.categories, limits), "id_baris": _row_id(files, row)}

    @cached_property
    def categories(self) -> dict[str, str]:
        """Spelling of a category to the category it means."""
        received = {row["sha256_berkas"]: row["diterima_pada"] for row in self.landed("berkas")}
        spellings = ((received[r["sha256_berkas"]], r["dimensi"]) for r in self.landed("realisasi"))
        return categories_of(spellings, totals=self.total_words)

    @cached_property
    def total_words(self) -> dict[str, str]:
        """Words of a text that only says the total, with what each of them does."""
        return {row["kata"]: row["peran"] for row in self.seed("kata_jumlah")}

    def definition(self, agency: str, indicator: str, cycle: Cycle | None) -> Row | None:
        """The definition in force: of the file of that cycle, else of the latest earlier one."""
        return max(
            (
                d
                for d in self._definitions.get((agency, indicator), [])
                if _serves(d[0], cycle) and (d[0] == cycle or not self._is_private(d[1]))
            ),
            key=lambda d: date.min if d[0] is None else d[0].opened,
            default=(None, None),
        )[1]

    def definitions_of(self, agency: str, cycle: Cycle) -> list[Row]:
        """All definitions in force for an agency in a cycle."""
        indicators = [i for a, i in self._definitions if a == agency]
        found = [self.definition(agency, indicator, cycle) for indicator in indicators]
        return [definition for definition in found if definition is not None]

    def _is_private(self, definition: Row) -> bool:
        """Whether personal data stands in it: then it serves its own report alone."""
        return (definition["sha256_berkas"], definition["baris"]) in self._private

    @cached_property
    def _private(self) -> frozenset[tuple[str, int]]:
        return frozenset(
            (row["sha256_berkas"], row["baris"])
            for row in self.landed("temuan")
            if (row["id_aturan"], row["tabel"]) == ("PUB-01", "indikator")
        )

    def all_definitions(self) -> list[tuple[str, str, Row]]:
        """Every definition ever in force: agency, indicator, row; files of unknown origin not."""
        return [
            (agency, indicator, row)
            for (agency, indicator), found in self._definitions.items()
            for _, row in found
            if not agency.startswith("ASING-")
        ]

    @cached_property
    def _definitions(self) -> dict[tuple[str, str], list[tuple[Cycle | None, Row]]]:
        by_file: dict[str, list[Row]] = {}
        for row in sorted(self.landed("indikator"), key=lambda row: row["baris"]):
            by_file.setdefault(row["sha256_berkas"], []).append(row)
        found: dict[tuple[str, str], list[tuple[Cycle | None, Row]]] = {}
        for file in self.active:
            seen: set[str] = set()
            for row in by_file.get(file.sha256, []):
                indicator = row["id_indikator"]
                if indicator is not None and indicator not in seen:
                    seen.add(indicator)
                    found.setdefault((file.agency, indicator), []).append((file.cycle, row))
        return found

    def _cycle(self, cycle_id: str | None) -> Cycle | None:
        return next((c for c in self.cycles if c.id == cycle_id), None)

    def _agency(self, row: Row, cycle: Cycle | None) -> str:
        if row["kode_opd"] is None or cycle is None:
            return f"ASING-{row['sha256_berkas'][:8]}"
        return str(row["kode_opd"])


def read_inputs(settings: Settings) -> Inputs:
    """What the last run of an installation worked on."""
    return Inputs(settings, read_scope(settings), load_profile(settings.profile_dir))


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows of a frame with None for every missing value: a hole must never look like a number."""
    import pandas as pd

    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


def _row_id(files: Mapping[str, ActiveFile], row: Row) -> str:
    """12 of the file hash, sheet row and period; and the year where it is not the report's own."""
    own_year = files[row["sha256_berkas"]].row["tahun"]
    year = "" if row["tahun"] is None or row["tahun"] == own_year else f":{row['tahun']}"
    return f"{row['sha256_berkas'][:12]}:{row['baris']}:{row['periode'] or '-'}{year}"


def _serves(defined: Cycle | None, wanted: Cycle | None) -> bool:
    if defined is None or wanted is None:
        return defined is wanted
    return defined.opened <= wanted.opened
