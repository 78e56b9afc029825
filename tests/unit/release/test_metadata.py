"""A release describes itself: to frictionless, in the terms of Satu Data, to data portals."""

from __future__ import annotations

import csv
import json
from datetime import datetime

import frictionless
import pytest

from dagster_project.sae.installation import disk
from dagster_project.sae.release.publish import publish

INDICATORS = """select * from (values
    ('1.01', '1.01-001', null::date, 'Angka melek', '=1+1', 'persen', 'BPS', true),
    ('1.01', '1.01-002', null::date, 'Jumlah sekolah', null, 'unit', null, false),
    ('1.01', '1.01-002', date '2026-01-01', 'Nama lama', null, 'unit', null, false))
    as t(kode_opd, id_indikator, berlaku_sampai, nama_indikator, definisi_operasional, satuan,
         produsen_data, is_layak_publik)"""


@pytest.fixture
def described(settings, scope, rebuild, state_key):
    """A release with indicators, keys and a profile."""
    rebuild(pub_dim_indikator=INDICATORS)
    settings.profile_dir.mkdir(parents=True)
    (settings.profile_dir / "profil.csv").write_text(
        "kunci,nilai,sumber\nnama_pemerintah,Pemerintah Nusa Wana,uji\nkode_wilayah,99.01,uji\n",
        encoding="utf-8",
    )
    state_key("kpi_pilar", "kode_pilar", "urutan")
    return publish(settings, scope).folder


def test_the_frictionless_library_finds_the_package_sound(described):
    report = frictionless.validate(str(described / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    names = {task.name for task in report.tasks}
    assert {"kpi_pilar", "dim_indikator", "kamus_data"} <= names


def test_the_frictionless_library_finds_a_changed_file(described):
    file = described / "parquet" / "kpi_pilar.parquet"
    other = described / "parquet" / "rilis.parquet"
    file.chmod(0o644)
    file.write_bytes(other.read_bytes())
    assert not frictionless.validate(str(described / "datapackage.json")).valid


def test_the_package_names_the_key_that_the_models_are_tested_for(described):
    package = json.loads((described / "datapackage.json").read_text(encoding="utf-8"))
    keys = {r["name"]: r["schema"].get("primaryKey") for r in package["resources"]}
    assert keys["kpi_pilar"] == ["kode_pilar", "urutan"]
    assert keys["kamus_data"] == ["tabel", "kolom"]
    assert keys["rilis"] is None


def test_each_indicator_in_force_has_one_entry_and_what_is_unknown_is_said(described):
    text = (described / "metadata_sdi.csv").read_text(encoding="utf-8-sig")
    first, second = csv.DictReader(text.splitlines())
    assert first["definisi"] == "'=1+1"
    assert first["belum_diketahui"] == "konsep klasifikasi ukuran walidata"
    assert (second["nama_indikator"], second["produsen_data"]) == ("Jumlah sekolah", "")
    assert second["belum_diketahui"] == "konsep definisi klasifikasi ukuran produsen_data walidata"
    content = json.loads((described / "metadata_sdi.json").read_text(encoding="utf-8"))
    assert [entry["kode_wilayah"] for entry in content["indikator"]] == ["99.01", "99.01"]
    assert content["walidata"] is None
    assert "belum diketahui" in content["catatan"]


def test_a_walidata_that_the_profile_names_is_taken(described, settings, scope):
    with (settings.profile_dir / "profil.csv").open("a", encoding="utf-8") as stream:
        stream.write("walidata,Dinas Kominfo Nusa Wana,uji\n")
    disk.remove(described)
    publish(settings, scope)
    text = (described / "metadata_sdi.csv").read_text(encoding="utf-8-sig")
    assert {row["walidata"] for row in csv.DictReader(text.splitlines())} == {
        "Dinas Kominfo Nusa Wana"
    }


def test_the_catalogue_entry_lists_every_data_file_and_invents_nothing(described):
    entry = json.loads((described / "dcat.jsonld").read_text(encoding="utf-8"))
    files = {
        d["dcat:downloadURL"]["@id"]: d["spdx:checksum"]["spdx:checksumValue"]["@value"]
        for d in entry["dcat:distribution"]
        if d["dct:title"] != "sae.duckdb"
    }
    assert len(entry["dcat:distribution"]) == len(files) + 1
    assert files == {
        path.relative_to(described).as_posix(): disk.hash_file(path)
        for path in (described / "parquet").iterdir()
    }
    assert entry["dct:publisher"]["foaf:name"] == "Pemerintah Nusa Wana"
    assert entry["dct:temporal"]["dcat:startDate"]["@value"] == "2026-04-01"
    assert entry["dct:temporal"]["dcat:endDate"]["@value"] == "2026-06-30"
    assert datetime.fromisoformat(entry["dct:modified"]["@value"]).utcoffset() is not None
    assert "rdfs:label" not in entry["dct:spatial"]
    assert "dct:license" not in entry
    assert "Lisensi" in entry["dct:description"]["@value"]
