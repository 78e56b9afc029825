"""What the reference starts from: landed tables, seeds, scope and evidence, as read from disk.

Belongs here: reading, choosing the files and definitions that count.
Stays out: values (`values`), status (`status`), tables (`tables`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from dagster_project.sae.build.scope import Scope, read_scope
from dagster_project.sae.contract.profile import Cycle, Profile, load_profile
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
# States that have no figure, whatever stands in the cell.
NO_FIGURE = frozenset({"BELUM_RILIS", "TIDAK_BERLAKU", "TIDAK_DIUKUR"})
LAST_MONTH = {"TW1": 3, "TW2": 6, "TW3": 9, "TW4": 12, "SM1": 6, "SM2": 12, "THN": 12}
_DEFAULT_WEIGHT = ("INDIKATOR", "BAWAAN")


@dataclass(frozen=True)
class ActiveFile:
    """The one file that speaks for an agency in a cycle; a file of unknown origin speaks alone."""

    agency: str
    row: Row
    cycle: Cycle | None

    @property
    def sha256(self) -> str:
        """Content hash of the file."""
        return str(self.row["sha256_berkas"])


@dataclass(frozen=True)
class Inputs:
    """Everything the reference reads."""

    settings: Settings
    scope: Scope
    profile: Profile

    def landed(self, table: str) -> list[Row]:
        """Rows of a landing table over all batches; missing values are None."""
        import pandas as pd

        files = sorted(self.settings.landing.glob(f"[!.]*/{table}.parquet"))
        return records(pd.concat([pd.read_parquet(file) for file in files], ignore_index=True))

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
            _text(row.get("satuan")).lower()
            for _, row in self._definitions.get((agency, indicator), [])
        } - {""}
        if len(units) < 2:
            return None
        definition = self.definition(agency, indicator, cycle) or {}
        return _text(definition.get("satuan")).lower() or None

    def factor_of(self, definition: Row) -> float | None:
        """What numerator / denominator is multiplied by in the unit of a definition, or None."""
        return self._factors.get(_text(definition.get("satuan")).lower())

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
            for rank in ranks(rows):
                if not is_tie(rank):
                    break
                found |= {row["sha256_berkas"] for row in rank}
        return frozenset(found)

    def first_receipt(self, file: ActiveFile) -> datetime:
        """When the first accepted version of a report was received."""
        receipts: list[datetime] = [
            row["diterima_pada"]
            for row in self.received
            if row["hasil"] == "DITERIMA"
            and (row["kode_opd"], row["id_siklus"]) == (file.row["kode_opd"], file.row["id_siklus"])
        ]
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
        """A reported row as it is meant: no figure in a state that has none, its category, its day.

        What was written stays beside it: `realisasi_tertulis`, `dimensi_tertulis` and
        `tanggal_referensi_tertulis`.
        """
        file = files[row["sha256_berkas"]]
        written = _text(row["dimensi"])
        day = row["tanggal_referensi_data"]
        is_odd = day is not None and self._is_odd_day(file, row, day)
        return {
            **row,
            "id_baris": _row_id(files, row),
            "realisasi": None if row["status_data"] in NO_FIGURE else row["realisasi"],
            "realisasi_tertulis": row["realisasi"],
            "dimensi": self.categories.get(written, written),
            "dimensi_tertulis": written or None,
            "tanggal_referensi_data": None if is_odd else day,
            "tanggal_referensi_tertulis": day,
            "is_acuan_janggal": is_odd,
        }

    def _is_odd_day(self, file: ActiveFile, row: Row, day: date) -> bool:
        """Whether a date of reference cannot be that of the figure (TGL-01)."""
        if _day(day) > _day(file.row["diterima_pada"]):
            return True
        if row["tahun"] is None or row["periode"] not in LAST_MONTH:
            return False
        end = period_end(int(row["tahun"]), row["periode"])
        late = timedelta(days=self.threshold("lewat_acuan_hari", cycle=file.cycle))
        years = int(self.threshold("umur_data_tahun", cycle=file.cycle))
        return not years_later(end, -years) <= _day(day) <= end + late

    @cached_property
    def categories(self) -> dict[str, str]:
        """Spelling of a category to the category it means; the spelling received first names it."""
        totals = {row["kata"] for row in self.seed("kata_jumlah")}
        received = {row["sha256_berkas"]: row["diterima_pada"] for row in self.landed("berkas")}
        spellings = {
            (received[row["sha256_berkas"]], _text(row["dimensi"]))
            for row in self.landed("realisasi")
            if _text(row["dimensi"])
        }
        named: dict[str, str] = {}
        found: dict[str, str] = {}
        for _, spelling in sorted(spellings):
            meaning = re.sub("[ -]+", " ", spelling.lower()).strip()
            named.setdefault(meaning, spelling)
            found[spelling] = "" if meaning in totals else named[meaning]
        return found

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


def period_end(year: int, period: str) -> date:
    """First day after the last month of a period, less one: the last day of the period."""
    month = LAST_MONTH[period]
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_after.toordinal() - 1)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the last day of that month."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day and years % 4 else day.day)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _text(value: Any) -> str:
    return str(value or "").strip(" ")


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


def ranks(rows: Sequence[Row]) -> list[list[Row]]:
    """Files of one agency and cycle, best rank first; those of one rank tie.

    A name without a version follows what came before it: it takes the highest version known then.
    """

    def rank(row: Row) -> tuple[int, Any, int]:
        version, sent = row["versi_kiriman"], row["dikirim_pada"]
        if version is None:
            before = (r["versi_kiriman"] or 0 for r in rows if r["dikirim_pada"] <= sent)
            version = max(before, default=0)
        return version, sent, row["perbaikan_ke"] or 0

    grouped: dict[tuple[int, Any, int], list[Row]] = {}
    for row in rows:
        grouped.setdefault(rank(row), []).append(row)
    return [grouped[key] for key in sorted(grouped, reverse=True)]


def is_tie(rank: Sequence[Row]) -> bool:
    """Whether files of one rank say different things."""
    return len({row["sidik_isi"] for row in rank}) > 1


def in_force(rows: Sequence[Row]) -> Row | None:
    """The file that counts: of the best rank that is no tie; None when all are."""
    found = next((rank for rank in ranks(rows) if not is_tie(rank)), None)
    return None if found is None else max(found, key=lambda row: str(row["sha256_berkas"]))


def _serves(defined: Cycle | None, wanted: Cycle | None) -> bool:
    if defined is None or wanted is None:
        return defined is wanted
    return defined.opened <= wanted.opened
