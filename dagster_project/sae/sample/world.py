"""What all sample submissions share: profile, seed, who reports and with which indicators.

Belongs here: the roster of agencies, their indicators with stable ids, units and sources.
Stays out: rows of a workbook (`submission`, `sheets`), values over time (`series`), sins (`sins`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from random import Random

from dagster_project.sae.contract.profile import Opd, Profile
from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.installation.errors import ProfileError
from dagster_project.sae.sample.catalogue import (
    Catalogue,
    Measure,
    Obstacle,
    Output,
    Shared,
    catalogue_for,
    load_shared,
)
from dagster_project.sae.sample.series import Clock, Path, output_measure

LABEL = "DATA CONTOH SINTETIS"


@dataclass(frozen=True)
class Source:
    """One data source of the profile."""

    code: str
    producer: str
    method: str


@dataclass(frozen=True)
class Entry:
    """One indicator of one agency.

    Attributes:
        id: `KODEOPD-NNN`.
        pillar: code of its pillar.
        obstacle: what stands in the way when it misses its target.
        parent_id: the outcome an output serves; None for outcomes and impacts.
        output: the output it stands for, with its budget line, or None.
        shared: how several agencies report it, or None.
    """

    id: str
    name: str
    path: Path
    pillar: str
    obstacle: Obstacle
    parent_id: str | None = None
    output: Output | None = None
    shared: Shared | None = None

    @property
    def measure(self) -> Measure:
        """Definition of the indicator."""
        return self.path.measure


@dataclass(frozen=True)
class World:
    """Everything that is the same for all files of one sample."""

    profile: Profile
    seed: int

    @cached_property
    def clock(self) -> Clock:
        """Baseline: the year before the plan begins. End: its last year."""
        facts = self.profile.facts
        missing = {"tahun_awal_rpjmd", "tahun_akhir_rpjmd", "kode_wilayah"} - set(facts)
        if missing:
            raise ProfileError(f"{self.profile.folder.name}/profil.csv lacks {sorted(missing)}")
        return Clock(int(facts["tahun_awal_rpjmd"]) - 1, int(facts["tahun_akhir_rpjmd"]))

    @cached_property
    def roster(self) -> tuple[Opd, ...]:
        """Agencies in the order they join a sample: those with a catalogue of their own first."""
        agencies = {opd.code: opd for opd in self.profile.agencies}
        return tuple(sorted(agencies.values(), key=lambda o: (self.catalogue(o).urutan, o.code)))

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources of the profile by code."""
        rows = seed_rows(self.profile.folder, "sumber.csv")
        found = (Source(r.text("kode_sumber"), r.text("produsen"), r.text("metode")) for r in rows)
        return {source.code: source for source in found}

    @cached_property
    def decimals(self) -> dict[str, int]:
        """Decimals for display of each unit of the profile."""
        rows = seed_rows(self.profile.folder, "satuan.csv")
        return {row.text("satuan"): row.integer("desimal") for row in rows}

    def catalogue(self, opd: Opd) -> Catalogue:
        """The catalogue of that agency."""
        return catalogue_for(opd)

    def random(self, *of: object) -> Random:
        """A source of chance that depends on the seed and on what it is for, on nothing else."""
        return Random("|".join(map(str, (self.seed, *of))))  # noqa: S311 - a sample, not a secret

    def source(self, code: str) -> Source:
        """That source, or the first of the profile when the profile does not know it."""
        return self.sources.get(code) or next(iter(self.sources.values()))

    def pillar(self, number: int) -> str:
        """Code of the n-th pillar; a profile with fewer pillars starts again from the first."""
        return self.profile.pillars[(number - 1) % len(self.profile.pillars)].code

    def entries(self, opd: Opd) -> tuple[Entry, ...]:
        """Indicators of the agency: its own outcomes, the shared ones, then its outputs."""
        catalogue = self.catalogue(opd)
        own: list[tuple[Measure, Shared | None]] = [(m, None) for m in catalogue.indikator]
        own += [
            (shared.indikator, shared)
            for shared in load_shared()
            if catalogue.id in (shared.pemimpin, *shared.kontributor)
        ]
        found: list[Entry] = []
        for measure, shared in own:
            if measure.satuan in self.decimals:
                number = len(found) + 1
                found.append(self._entry(opd, number=number, measure=measure, shared=shared))
        for output in catalogue.keluaran:
            if output.satuan in self.decimals:
                parent = found[min(output.induk, len(found)) - 1]
                found.append(self._output(opd, number=len(found) + 1, output=output, parent=parent))
        return tuple(found)

    def leader(self, shared: Shared) -> Opd | None:
        """The agency that leads a shared measure; None when the profile has none of that kind."""
        return next((o for o in self.roster if self.catalogue(o).id == shared.pemimpin), None)

    def contributors(self, shared: Shared) -> list[Opd]:
        """The agencies that contribute to a shared measure."""
        return [o for o in self.roster if self.catalogue(o).id in shared.kontributor]

    def _shared_id(self, opd: Opd, shared: Shared | None) -> str | None:
        """Id that the leader gives a shared indicator: all who report it use that one."""
        leader = self.leader(shared) if shared else None
        if shared is None or leader is None or leader == opd:
            return None
        return next((e.id for e in self.entries(leader) if e.shared == shared), None)

    def _entry(self, opd: Opd, *, number: int, measure: Measure, shared: Shared | None) -> Entry:
        code = self._shared_id(opd, shared) or f"{opd.code}-{number:03d}"
        key = f"{self.seed}|{shared.kunci if shared else code}"
        decimals = self.decimals[measure.satuan] if measure.desimal is None else measure.desimal
        own = self.catalogue(opd).hambatan
        return Entry(
            id=code,
            obstacle=shared.hambatan if shared else own[(number - 1) % len(own)],
            name=measure.nama.replace("{opd}", opd.short_name),
            path=Path(key, measure, decimals, self.clock),
            pillar=self.pillar(measure.pilar or self.catalogue(opd).pilar),
            shared=shared,
        )

    def _output(self, opd: Opd, *, number: int, output: Output, parent: Entry) -> Entry:
        code = f"{opd.code}-{number:03d}"
        return Entry(
            id=code,
            name=output.nama.replace("{opd}", opd.short_name),
            path=Path(
                f"{self.seed}|{code}",
                output_measure(output),
                self.decimals[output.satuan],
                self.clock,
            ),
            pillar=self.pillar(output.pilar or self.catalogue(opd).pilar),
            obstacle=parent.obstacle,
            parent_id=parent.id,
            output=output,
        )
