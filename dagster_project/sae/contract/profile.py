"""The profile of one government as facts: cycles, agencies, pillars, units, regions.

Belongs here: reading the seed CSVs of a profile folder and looking things up in them.
Stays out: any local fact (they are rows of the seeds), policy seeds, what dbt does with the seeds.
See also: `settings.profile_dir` for which folder.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from dagster_project.sae.contract.seed_rows import SeedRow, seed_rows
from dagster_project.sae.installation.errors import ProfileError

T = TypeVar("T")

_SEEDS = ("opd", "opd_peralihan", "pilar", "profil", "satgas", "satuan", "siklus", "wilayah")
SEEDS = tuple(f"{name}.csv" for name in _SEEDS)
"""The seeds a profile folder must hold for `load_profile`."""


@dataclass(frozen=True)
class Cycle:
    """One rakorev cycle: the meeting, the period it looks at, and its dates.

    Attributes:
        cutoff: the data cut-off; whatever is judged by a date is judged as of this day.
        supplement: last day of receipt of a supplementary edition, or None without one.
        supplement_reason: why there is one; empty without one.
    """

    id: str
    name: str
    meeting_date: date | None
    year: int
    period: str
    opened: date
    deadline: date
    cutoff: date
    supplement: date | None = None
    supplement_reason: str = ""

    @property
    def receipts_until(self) -> date:
        """The last day on which a file is received for the release of this cycle."""
        return self.supplement or self.cutoff


class _Dated:
    """What holds from one day to another, both included; no end means it still does."""

    valid_from: date
    valid_to: date | None

    def is_valid_on(self, day: date) -> bool:
        """Whether the code is valid on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Opd(_Dated):
    """One agency, with the days its code is valid."""

    code: str
    name: str
    short_name: str
    kind: str
    valid_from: date
    valid_to: date | None
    predecessor: str | None


@dataclass(frozen=True)
class Pillar:
    """One pillar of the mission."""

    code: str
    name: str


@dataclass(frozen=True)
class TaskForce(_Dated):
    """One task force of several agencies (satgas), with the days it is valid."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Unit:
    """One unit of measure.

    Attributes:
        is_additive: whether values of regions may be summed.
        factor: what numerator / denominator is multiplied by; None where a value is no quotient.
        is_ratio: whether a value cannot be checked without its numerator and denominator.
    """

    code: str
    name: str
    is_additive: bool
    factor: float | None
    is_ratio: bool


@dataclass(frozen=True)
class Region:
    """One region: regency, district or village."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Profile:
    """Everything local to one government that intake and the command line need."""

    folder: Path
    facts: dict[str, str]
    cycles: tuple[Cycle, ...]
    agencies: tuple[Opd, ...]
    pillars: tuple[Pillar, ...]
    task_forces: tuple[TaskForce, ...]
    units: tuple[Unit, ...]
    regions: tuple[Region, ...]
    successions: tuple[tuple[str, str], ...] = ()
    """Pairs of a former agency code and that of its heir."""

    @cached_property
    def unit_codes(self) -> frozenset[str]:
        """Codes of all units."""
        return frozenset(unit.code for unit in self.units)

    @cached_property
    def region_codes(self) -> frozenset[str]:
        """Codes of all regions."""
        return frozenset(region.code for region in self.regions)

    @cached_property
    def opd_codes(self) -> frozenset[str]:
        """Codes of all agencies there ever were."""
        return frozenset(opd.code for opd in self.agencies)

    def allowed_by(self, reference: str | None) -> tuple[str, ...] | None:
        """Codes a field that refers to that seed may hold; None where no list closes it."""
        return self._closed.get(reference or "")

    @cached_property
    def _closed(self) -> dict[str, tuple[str, ...]]:
        pillars = tuple(pillar.code for pillar in self.pillars)
        return {"pilar": pillars, "satgas": tuple(force.code for force in self.task_forces)}

    def opd_on(self, code: str, day: date) -> Opd | None:
        """The agency with that code valid on that day, or None."""
        return next((o for o in self.agencies if o.code == code and o.is_valid_on(day)), None)

    def opd_known(self, code: str) -> bool:
        """Whether any agency ever had that code."""
        return code in self.opd_codes

    def agencies_on(self, day: date) -> tuple[Opd, ...]:
        """All agencies valid on that day."""
        return tuple(opd for opd in self.agencies if opd.is_valid_on(day))

    def find_opd_by_name(self, name: str, *, on: date | None = None) -> Opd | None:
        """The one agency whose name or short name is that name, or None when none or several are.

        Letter case, spaces, punctuation and the own government behind it do not count, no more.

        Args:
            name: the name as written.
            on: look only at agencies valid on that day.
        """
        hits = {opd.code: opd for opd in self._named(name) if on is None or opd.is_valid_on(on)}
        return next(iter(hits.values())) if len(hits) == 1 else None

    def codes_of_name(self, name: str) -> frozenset[str]:
        """Codes of every agency that has or had that name, and of the heirs of those that ended.

        A cover that still carries the name of an agency that was merged speaks of its heir.
        """
        named = {opd.code for opd in self._named(name)}
        return frozenset(named | self.heirs_of(named)) if named else frozenset()

    def _named(self, name: str) -> tuple[Opd, ...]:
        """Agencies with that name, as it is or without the government that stands behind it."""
        key = name_key(name)
        ways = [key, *(key.removesuffix(tail) for tail in self._own_tails)]
        return next((found for way in ways if (found := self._by_name.get(way))), ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[Opd, ...]]:
        found: dict[str, tuple[Opd, ...]] = {}
        for opd in self.agencies:
            for key in {name_key(opd.name), name_key(opd.short_name)} - {""}:
                found[key] = (*found.get(key, ()), opd)
        return found

    @cached_property
    def _own_tails(self) -> tuple[str, ...]:
        """The own government as people write it behind an agency: 'Kab. Probolinggo'.

        Another government is never one: its agencies have the same names.
        """
        kind, _, place = name_key(self.facts.get("nama_wilayah", "")).partition(" ")
        short = {"kabupaten": "kab", "provinsi": "prov"}.get(kind, kind)
        kinds = (f"pemerintah {kind}", f"pem{short}", kind, short) if place else ()
        return tuple(f" {written} {place}" for written in kinds)

    def heirs_of(self, codes: Collection[str]) -> frozenset[str]:
        """Codes of the agencies that came of those, however many steps later."""
        found: set[str] = set()
        while more := {
            heir
            for former, heir in self.successions
            if former in (*codes, *found) and heir not in found
        }:
            found |= more
        return frozenset(found)

    def cycle_of(self, year: int, period: str) -> Cycle | None:
        """The cycle that looks at that year and period, or None."""
        return next((c for c in self.cycles if c.year == year and c.period == period), None)

    def cycle(self, cycle_id: str) -> Cycle:
        """The cycle with that id.

        Raises:
            ProfileError: the profile has no such cycle; the message lists those it has.
        """
        for cycle in self.cycles:
            if cycle.id == cycle_id:
                return cycle
        known = ", ".join(c.id for c in self.cycles)
        raise ProfileError(
            f"Tidak ada siklus {cycle_id!r} di {self.folder.name}/siklus.csv; yang ada: {known}"
        )

    def open_cycles(self, day: date) -> tuple[Cycle, ...]:
        """Cycles opened on or before that day, earliest first."""
        return tuple(cycle for cycle in self.cycles if cycle.opened <= day)

    def default_cycle(self, today: date) -> Cycle:
        """The cycle opened last on or before that day.

        Raises:
            ProfileError: no cycle is open yet.
        """
        opened = self.open_cycles(today)
        if not opened:
            first = min((c.opened for c in self.cycles), default=None)
            raise ProfileError(
                f"{self.folder.name}/siklus.csv: belum ada siklus yang dibuka pada {today}; yang "
                f"pertama dibuka {first}. Benarkah jam mesin ini (atau SAE_KINI)?"
            )
        return opened[-1]


def name_key(name: str) -> str:
    """A name without case, accents, punctuation and needless spaces, for exact comparison."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return " ".join(re.findall(r"[a-z0-9]+", plain.casefold()))


def load_profile(folder: Path) -> Profile:
    """The profile in a folder of seed CSVs, parsed once in a process for each content of them.

    Args:
        folder: holds the files of `SEEDS`.

    Raises:
        ProfileError: a file or column is missing or a row cannot be used; names file and line.
    """
    content = sha256()
    for name in SEEDS:
        file = folder / name
        content.update(sha256(file.read_bytes()).digest() if file.is_file() else b"none")
    return _parsed(folder, content.digest())


@lru_cache(maxsize=4)
def _parsed(folder: Path, content: bytes) -> Profile:
    """Read the seeds; `content` is what they hold now, so that a changed seed is read again."""
    del content
    cycles = _read(folder, "siklus.csv", make=_cycle)
    facts = _read(folder, "profil.csv", make=lambda row: (row.text("kunci"), row.text("nilai")))
    profile = Profile(
        folder=folder,
        facts=dict(facts),
        cycles=tuple(sorted(cycles, key=lambda c: (c.opened, c.id))),
        agencies=(agencies := tuple(_read(folder, "opd.csv", make=_opd))),
        pillars=tuple(_read(folder, "pilar.csv", make=_pillar)),
        task_forces=tuple(_read(folder, "satgas.csv", make=_task_force)),
        units=tuple(_read(folder, "satuan.csv", make=_unit)),
        regions=tuple(_read(folder, "wilayah.csv", make=_region)),
        successions=(
            *((opd.predecessor, opd.code) for opd in agencies if opd.predecessor),
            *_read(folder, "opd_peralihan.csv", make=_succession),
        ),
    )
    _refuse_twins(folder, "siklus.csv", keys=[(c.id,) for c in profile.cycles])
    _refuse_twins(folder, "siklus.csv", keys=[(str(c.year), c.period) for c in profile.cycles])
    return profile


def _cycle(row: SeedRow) -> Cycle:
    cycle = Cycle(
        id=row.text("id_siklus"),
        name=row.text("nama_siklus"),
        meeting_date=row.optional_day("tanggal_rapat"),
        year=row.integer("tahun"),
        period=row.text("periode"),
        opened=row.day("dibuka"),
        deadline=row.day("tenggat"),
        cutoff=row.day("batas_data"),
        **_supplement(row),
    )
    if not cycle.opened <= cycle.deadline:
        raise row.fault("tenggat", "lies before dibuka")
    if cycle.supplement is not None and cycle.supplement <= cycle.cutoff:
        raise row.fault("batas_susulan", "does not lie after batas_data")
    return cycle


def _supplement(row: SeedRow) -> dict[str, Any]:
    """The supplementary edition, which a profile without its two columns does not know."""
    if not {"batas_susulan", "alasan_susulan"} & row.values.keys():
        return {}
    until, reason = row.optional_day("batas_susulan"), row.optional("alasan_susulan")
    if until is not None and reason is None:
        raise row.fault("alasan_susulan", "is empty; a supplementary edition needs its reason")
    if until is None and reason is not None:
        raise row.fault("batas_susulan", "is empty, but alasan_susulan gives a reason for one")
    return {"supplement": until, "supplement_reason": reason or ""}


def _opd(row: SeedRow) -> Opd:
    return Opd(
        code=row.text("kode_opd"),
        name=row.text("nama_opd"),
        short_name=row.optional("singkatan") or "",
        kind=row.optional("jenis_opd") or "",
        valid_from=row.day("berlaku_dari"),
        valid_to=row.optional_day("berlaku_sampai"),
        predecessor=row.optional("kode_opd_pendahulu"),
    )


def _succession(row: SeedRow) -> tuple[str, str]:
    return row.text("kode_opd_lama"), row.text("kode_opd_baru")


def _pillar(row: SeedRow) -> Pillar:
    return Pillar(row.text("kode_pilar"), row.text("nama_pilar"))


def _task_force(row: SeedRow) -> TaskForce:
    code, name = row.text("id_satgas"), row.text("nama_satgas")
    return TaskForce(code, name, row.day("berlaku_dari"), row.optional_day("berlaku_sampai"))


def _unit(row: SeedRow) -> Unit:
    return Unit(
        row.text("satuan"),
        row.text("nama_satuan"),
        is_additive=row.flag("is_aditif"),
        factor=row.optional_number("faktor"),
        is_ratio=row.flag("is_rasio"),
    )


def _region(row: SeedRow) -> Region:
    return Region(
        row.text("kode_wilayah"),
        row.text("nama_wilayah"),
        row.text("tingkat_wilayah"),
        row.optional("kode_induk"),
    )


def _read(folder: Path, file: str, *, make: Callable[[SeedRow], T]) -> list[T]:
    return [make(row) for row in seed_rows(folder, file)]


def _refuse_twins(folder: Path, file: str, *, keys: list[tuple[str, ...]]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise ProfileError(f"{folder.name}/{file}: {' '.join(key)} stands there twice")
