"""`sae rilis`: what it shows, what it refuses, and the exit codes that scripts rely on."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dagster_project.cli.app import app
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.release.pin import PIN, read_pin, serve_unless_pinned
from dagster_project.sae.release.serving import served_release

ID = "R-2026-03-aaaaaaaaaaaa"
OTHER = "R-2026-04-bbbbbbbbbbbb"
PROFILE = Path(__file__).parents[2] / "cases" / "profil_kecil"


@pytest.fixture
def sae(settings, two_served, monkeypatch):
    """Run `sae rilis ...` on two kept releases, the first one served."""
    shutil.copytree(PROFILE, settings.profile_dir)
    for name, value in {
        "SAE_HOME": settings.home, "SAE_ROOT": settings.root, "SAE_PROFIL": "uji",
        "SAE_KINI": "2026-11-23T09:00:00",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    return lambda *words, typed=None: CliRunner().invoke(app, ["rilis", *words], input=typed)


def damage(settings, release_id: str) -> None:
    file = settings.releases / release_id / "README.txt"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[::-1])


def test_the_list_marks_what_is_served(sae):
    done = sae("daftar")
    assert done.exit_code == 0
    [served] = [line for line in done.stdout.splitlines() if "DILAYANKAN" in line]
    assert ID in served
    assert OTHER in done.stdout


def test_every_release_is_verified_when_none_is_named(sae):
    done = sae("verifikasi")
    assert done.exit_code == 0
    assert done.stdout.count("utuh") == 2


def test_a_changed_byte_is_found_and_named(sae, settings):
    damage(settings, OTHER)
    done = sae("verifikasi", OTHER)
    assert done.exit_code == 2
    assert "RUSAK" in done.stdout
    assert "README.txt: isinya berubah" in done.stdout


def test_going_back_serves_a_kept_release_and_pins_it_with_the_reason(sae, settings):
    done = sae("kembali", "R-2026-04", "--alasan", "angka TW3 keliru")
    assert done.exit_code == 0
    assert served_release(settings) == OTHER
    assert f"{OTHER} kini dilayankan, dan disematkan" in done.stdout
    assert "sae rilis lepas" in done.stdout
    assert read_pin(settings).reason == "angka TW3 keliru"
    [pinned] = [line for line in sae("daftar").stdout.splitlines() if "DISEMATKAN" in line]
    assert OTHER in pinned


def test_letting_go_says_what_readers_see(sae, settings):
    sae("kembali", OTHER)
    done = sae("lepas")
    assert done.exit_code == 0
    assert f"{OTHER} dilepas" in done.stdout
    assert read_pin(settings) is None
    assert "Tidak ada sematan" in sae("lepas").stdout


def test_a_pin_that_cannot_be_read_stops_serving_and_can_be_let_go(sae, settings):
    (settings.releases / PIN).write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match="sae rilis lepas"):
        serve_unless_pinned(settings, OTHER)
    assert served_release(settings) == ID
    assert sae("lepas").exit_code == 0
    assert serve_unless_pinned(settings, OTHER) is None
    assert served_release(settings) == OTHER


def test_going_back_to_a_damaged_release_is_refused_with_the_reason(sae, settings):
    damage(settings, OTHER)
    done = sae("kembali", OTHER)
    assert done.exit_code == 2
    assert "DITOLAK" in done.stderr
    assert "README.txt: isinya berubah" in done.stderr
    assert served_release(settings) == ID
    assert read_pin(settings) is None


def test_going_back_waits_for_the_lane_and_gives_up(sae, settings, monkeypatch):
    monkeypatch.setattr("dagster_project.cli.rilis.LANE_WAIT_SECONDS", 0.2)
    with lane(settings, owner="sae run", wait_seconds=0):
        done = sae("kembali", OTHER)
    assert done.exit_code == 1
    assert "sae run" in done.stderr
    assert served_release(settings) == ID


@pytest.mark.parametrize("name", ["R-2026", "R-2027-01", "", "../rilis"])
def test_a_name_that_is_not_one_release_is_answered_with_those_there_are(sae, name):
    done = sae("kembali", name)
    assert done.exit_code == 1
    assert ID in " ".join(done.stderr.split())


@pytest.mark.parametrize("name", [ID, "R-2026-03", "aaaa", "TERKINI", "terkini"])
def test_a_release_goes_by_many_names(sae, name):
    done = sae("verifikasi", name)
    assert done.exit_code == 0
    assert ID in done.stdout


def test_a_frozen_release_is_marked_with_its_reason_kept(sae):
    done = sae("beku", ID, "--alasan", "baseline tahun pertama")
    assert done.exit_code == 0
    assert "beku sejak 2026-11-23 09:00: baseline tahun pertama" in done.stdout
    assert "BEKU" in sae("daftar").stdout


def test_a_damaged_release_is_not_frozen(sae, settings):
    damage(settings, ID)
    assert sae("beku", ID, "--alasan", "x").exit_code == 2


def test_two_releases_differ_in_a_table_csv_and_json(sae):
    shown, as_csv, as_json = sae("beda", ID), sae("beda", ID, OTHER, "--csv"), None
    assert shown.exit_code == 0
    assert f"ke   {ID}" in shown.stdout
    rows = list(csv.DictReader(as_csv.stdout.lstrip("\ufeff").splitlines()))
    assert rows == []
    as_json = json.loads(sae("beda", ID, OTHER, "--json").stdout)
    assert (as_json["dari"]["id_rilis"], as_json["ke"]["id_rilis"]) == (ID, OTHER)
    assert any("kpi_pilar tidak dibandingkan" in line for line in as_json["susunan"])


def test_a_damaged_release_is_not_compared(sae, settings):
    damage(settings, OTHER)
    assert sae("beda", ID, OTHER).exit_code == 2
    assert sae("beda", ID, OTHER, "--csv", "--json").exit_code == 2


def test_going_back_without_a_reason_is_told_and_recorded_as_such(sae, settings):
    done = sae("kembali", OTHER)
    assert done.exit_code == 0
    assert "PERINGATAN: tanpa --alasan" in done.stderr
    assert read_pin(settings).reason == "tanpa alasan tertulis"


def test_a_person_at_a_terminal_is_asked_for_the_reason(sae, settings, monkeypatch):
    monkeypatch.setattr("dagster_project.cli.rilis._is_asked", lambda: True)
    done = sae("kembali", OTHER, typed="\nangka [bold]TW3[/bold] keliru\n")
    assert done.exit_code == 0
    assert "Mengapa kembali ke rilis ini" in done.stdout
    assert read_pin(settings).reason == "angka [bold]TW3[/bold] keliru"


def test_every_way_back_stays_in_the_list_with_its_reason(sae):
    sae("kembali", OTHER, "--alasan", "=angka TW3 [/bold] keliru")
    sae("lepas")
    shown = sae("daftar").stdout
    assert f"kembali {OTHER}, sebelumnya {ID}: '=angka TW3 [/bold] keliru" in shown
    assert f"lepas {OTHER}" in shown


def test_a_register_of_pins_that_is_torn_is_told(sae, settings):
    (settings.releases / "SEMATAN.csv").write_text("pada\nkemarin\n", encoding="utf-8")
    done = sae("daftar")
    assert done.exit_code == 1
    assert "SEMATAN.csv rusak" in done.stderr
