"""The catalogue of indicators: fit to be shown, and free of the faults it should teach."""

from __future__ import annotations

import re

import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.sample.catalogue import (
    Catalogue,
    Measure,
    catalogue_for,
    load_catalogues,
    load_shared,
)
from dagster_project.sae.sample.world import World

PROFILE = load_profile(PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo")
WORLD = World(PROFILE, 1)
OUTCOMES = [m for c in load_catalogues() for m in c.indikator] + [
    shared.indikator for shared in load_shared()
]
# The start lexicon of rule DPK-02: names and units that count work, not change.
ACTIVITY = re.compile(
    r"^(jumlah|banyaknya|persentase)? ?(kegiatan|rapat|sosialisasi|bimtek|pelatihan|workshop|"
    r"dokumen|laporan|paket|peserta|kunjungan|monitoring|koordinasi)"
    r"|^ter(laksana|susun|selenggara|bangun|sedia|salur)",
    re.IGNORECASE,
)
ACTIVITY_UNITS = {"kegiatan", "dokumen", "laporan", "kali", "paket", "unit", "ruas"}


@pytest.mark.parametrize("measure", OUTCOMES, ids=lambda m: m.nama)
def test_no_outcome_counts_work_done(measure: Measure) -> None:
    assert not ACTIVITY.search(measure.nama)
    assert measure.satuan not in ACTIVITY_UNITS


@pytest.mark.parametrize("measure", OUTCOMES, ids=lambda m: m.nama)
def test_every_outcome_can_be_recomputed_and_is_known_to_the_profile(measure: Measure) -> None:
    assert len(measure.formula) >= 20
    assert measure.satuan in PROFILE.unit_codes
    assert measure.sumber in WORLD.sources
    if measure.satuan in ("persen", "rasio"):
        assert measure.pembilang
        assert measure.penyebut
        assert measure.populasi
    if measure.arah == "RENTANG":
        assert measure.rentang is not None
    else:
        assert (measure.akhir > measure.awal) == (measure.arah == "NAIK")


@pytest.mark.parametrize("catalogue", load_catalogues(), ids=lambda c: c.id)
def test_every_outcome_has_its_obstacle_and_every_output_its_outcome(catalogue: Catalogue) -> None:
    assert len(catalogue.hambatan) == len(catalogue.indikator)
    assert {output.induk for output in catalogue.keluaran} <= set(
        range(1, len(catalogue.indikator) + 1)
    )
    assert all(len(text) >= 30 and len(plan) >= 20 for _, text, plan, _ in catalogue.hambatan)


@pytest.mark.parametrize("catalogue", load_catalogues(), ids=lambda c: c.id)
def test_every_declared_pillar_has_an_outcome_that_is_measured_within_the_year(
    catalogue: Catalogue,
) -> None:
    within = {
        m.pilar or catalogue.pilar for m in catalogue.indikator if m.agregasi != "TAHUNAN_SAJA"
    }
    declared = {
        item.pilar or catalogue.pilar for item in (*catalogue.indikator, *catalogue.keluaran)
    }
    assert declared == within


@pytest.mark.parametrize("catalogue", load_catalogues(), ids=lambda c: c.id)
def test_output_codes_have_the_shape_of_the_nomenclature(catalogue: Catalogue) -> None:
    shape = re.compile(r"^(\d\.\d{2}|X\.XX)\.\d{2}\.\d\.\d{2}\.\d{4}$")
    assert [output.sub for output in catalogue.keluaran if not shape.match(output.sub)] == []


def test_the_first_twelve_agencies_have_a_catalogue_of_their_own() -> None:
    assert len({catalogue_for(opd).id for opd in WORLD.roster[:12]}) == 12


def test_an_agency_without_a_catalogue_gets_the_general_one_with_its_name() -> None:
    opd = next(o for o in PROFILE.agencies if o.short_name == "BPBD")
    assert catalogue_for(opd).id == "umum"
    assert all(entry.name.endswith("BPBD") for entry in WORLD.entries(opd))


def test_indicator_ids_begin_with_the_code_of_the_agency_that_leads_them() -> None:
    for opd in WORLD.roster:
        entries = WORLD.entries(opd)
        assert len({entry.id for entry in entries}) == len(entries)
        for entry in entries:
            owner = WORLD.leader(entry.shared) if entry.shared else None
            assert entry.id.startswith(f"{(owner or opd).code}-")


def test_every_shared_measure_has_one_leader_and_contributors_in_the_profile() -> None:
    for shared in load_shared():
        leader = WORLD.leader(shared)
        assert leader is not None
        assert WORLD.contributors(shared)
        assert leader not in WORLD.contributors(shared)
