"""The walidata's approval: of one candidate, once, before it is published, with its words shown."""

from __future__ import annotations

import dataclasses
import json

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dagster_project.cli.app import app
from dagster_project.sae.build.approval import (
    CONTROL_NAME,
    approval_file,
    read_approval,
    write_control,
)
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.approve import approve
from dagster_project.sae.release.publish import publish

CYCLE = "RAKOREV-2026-03"


@pytest.fixture
def candidate(settings, scope, write_scope_file):
    """A candidate that was built and is not published yet."""
    write_scope_file(scope)
    return scope


def test_an_approval_names_the_candidate_its_inputs_who_and_when(settings, candidate):
    given = approve(settings, CYCLE, by="  Kepala\tBappeda ", note="sudah dibaca")
    assert read_approval(settings, candidate.id_rilis) == given
    assert (given.id_rilis, given.sha256_masukan) == (candidate.id_rilis, candidate.sha256_masukan)
    assert (given.disetujui_oleh, given.catatan) == ("Kepala Bappeda", "sudah dibaca")
    assert given.disetujui_pada == settings.now()
    assert approval_file(settings, candidate.id_rilis).stat().st_mode & 0o222 == 0


def test_the_models_are_handed_the_approval_of_this_candidate_and_of_no_other(settings, candidate):
    given = approve(settings, CYCLE, by="Walidata")
    for release_id, inputs, rows in [
        (candidate.id_rilis, candidate.sha256_masukan, [vars(given)]),
        (candidate.id_rilis, "f" * 64, []),
        ("R-2026-03-cccccccccccc", candidate.sha256_masukan, []),
    ]:
        write_control(settings, release_id, inputs=inputs)
        assert pq.read_table(settings.work / CONTROL_NAME).to_pylist() == rows


def test_a_changed_input_is_another_candidate_that_nobody_approved(
    settings, candidate, write_scope_file
):
    approve(settings, CYCLE, by="Walidata")
    write_scope_file(dataclasses.replace(candidate, id_rilis="R-2026-03-cccccccccccc"))
    assert approve(settings, CYCLE, by="Walidata").id_rilis == "R-2026-03-cccccccccccc"


def test_nobody_approves_twice(settings, candidate):
    approve(settings, CYCLE, by="Walidata")
    with pytest.raises(ReleaseError, match="sudah disetujui oleh Walidata"):
        approve(settings, CYCLE, by="Orang lain")


def test_what_is_published_is_not_approved_afterwards(settings, candidate):
    publish(settings, candidate)
    with pytest.raises(ReleaseError, match="sudah terbit"):
        approve(settings, CYCLE, by="Walidata")


def test_without_a_candidate_of_that_cycle_the_command_to_run_is_named(settings, scope, tmp_path):
    elsewhere = dataclasses.replace(settings, home=tmp_path / "lain")
    with pytest.raises(ReleaseError, match="sae run --siklus RAKOREV-2026-03"):
        approve(elsewhere, CYCLE, by="Walidata")


def test_the_candidate_of_another_cycle_is_not_approved_by_mistake(settings, candidate):
    with pytest.raises(ReleaseError, match="milik RAKOREV-2026-03, bukan RAKOREV-2026-04"):
        approve(settings, "RAKOREV-2026-04", by="Walidata")


@pytest.mark.parametrize(
    ("by", "note", "said"),
    [
        (" ", None, "--oleh kosong"),
        ("x" * 201, None, "lebih panjang dari 200"),
        ("Ani 3513012345678901", None, "--oleh memuat data pribadi"),
        ("Ani", "hubungi 0812-3456-7890", "--catatan memuat data pribadi"),
        ("Ani", "ani@contoh.id", "--catatan memuat data pribadi"),
    ],
)
def test_words_that_may_not_be_published_are_refused(settings, candidate, by, note, said):
    with pytest.raises(ReleaseError, match=said):
        approve(settings, CYCLE, by=by, note=note)
    assert read_approval(settings, candidate.id_rilis) is None


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"id_rilis": 1}', "\x00"])
def test_a_file_that_cannot_be_read_is_an_error_and_no_approval(settings, candidate, content):
    settings.approvals.mkdir(parents=True)
    approval_file(settings, candidate.id_rilis).write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseError, match="tidak terbaca"):
        write_control(settings, candidate.id_rilis, inputs=candidate.sha256_masukan)


def test_the_manifest_and_the_notes_say_who_approved(settings, candidate):
    approve(settings, CYCLE, by="Kepala Bappeda", note="lengkap")
    folder = publish(settings, candidate).folder
    told = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))["persetujuan"]
    assert (told["disetujui_oleh"], told["catatan"]) == ("Kepala Bappeda", "lengkap")
    notes = (folder / "catatan_rilis.md").read_text(encoding="utf-8")
    assert "Disetujui oleh Kepala Bappeda pada 2026-11-23 09:00: lengkap." in notes


def test_without_an_approval_the_manifest_says_so_and_the_notes_are_silent(settings, candidate):
    folder = publish(settings, candidate).folder
    assert json.loads((folder / "MANIFEST.json").read_text("utf-8"))["persetujuan"] is None
    assert "Disetujui" not in (folder / "catatan_rilis.md").read_text("utf-8")


def test_the_command_says_what_was_approved_and_what_comes_next(settings, candidate, monkeypatch):
    settings.profile_dir.mkdir(parents=True)
    for name, value in {
        "SAE_HOME": settings.home, "SAE_ROOT": settings.root, "SAE_PROFIL": "uji",
        "SAE_KINI": "2026-11-23T09:00:00",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    words = ["rilis", "setujui", "--siklus", CYCLE, "--oleh", "Walidata"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    assert candidate.id_rilis in done.stdout
    assert "sae run" in done.stdout
    assert CliRunner().invoke(app, words).exit_code == 1
