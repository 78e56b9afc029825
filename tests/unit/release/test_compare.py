"""Two releases side by side: exactly the rows that differ, what moved most first."""

from __future__ import annotations

import csv
import dataclasses
import json

import duckdb
import pytest

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release import notes
from dagster_project.sae.release.changes import ADDED, CHANGED, REMOVED, Value
from dagster_project.sae.release.compare import compare, compare_folders, side_of_folder
from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.serving import serve

ID = "R-2026-03-aaaaaaaaaaaa"
OTHER = "R-2026-04-bbbbbbbbbbbb"
KEYS = {"kpi_pilar": ("kode_pilar",), "aturan": ("id_aturan",)}
PILLARS = "select * from (values {}) as t(kode_pilar, nama_pilar, skor_tersedia, versi_kode)"


@pytest.fixture
def compared(tmp_path, published):
    """Compare two databases: `compared(before, after)`, each a query for each table."""
    sides = (side_of_folder(published), side_of_folder(published))

    def run(before: dict[str, str], after: dict[str, str], keys=KEYS):
        files = []
        for name, tables in (("a.duckdb", before), ("b.duckdb", after)):
            files.append(tmp_path / name)
            with duckdb.connect(str(files[-1])) as connection:
                for table, query in tables.items():
                    connection.execute(f"create table {table} as {query}")
        return compare(*files, sides=sides, keys=keys)

    return run


def pillars(*rows: str) -> dict[str, str]:
    return {"kpi_pilar": PILLARS.format(", ".join(rows))}


def test_what_moved_most_stands_first_and_the_rest_behind(compared):
    found = compared(
        pillars("('P1', 'Satu', 50.0::double, 'x')", "('P2', 'Dua', 70.0::double, 'x')",
                "('P3', 'Tiga', 10.0::double, 'x')", "('P4', 'Tetap', 1.0::double, 'x')"),
        pillars("('P1', 'Satu', 52.0::double, 'y')", "('P2', 'Dua', 60.0::double, 'y')",
                "('P5', 'Lima', 5.0::double, 'y')", "('P4', 'Tetap', 1.0::double, 'y')"),
    )  # fmt: skip
    assert [(c.kind, c.key["kode_pilar"], c.points) for c in found.changes] == [
        (CHANGED, "P2", -10.0),
        (CHANGED, "P1", 2.0),
        (ADDED, "P5", None),
        (REMOVED, "P3", None),
    ]
    assert found.changes[0].labels == {"nama": "Dua", "kode_pilar": "P2"}


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("0.1::double + 0.2::double", "0.3::double", False),
        ("0.3::double", "0.30001::double", True),
        ("null::double", "0.0::double", True),
        ("null::double", "null::double", False),
        ("1e9::double", "-1e9::double", True),
    ],
)
def test_the_last_bit_is_no_change_and_null_is_not_zero(compared, before, after, changed):
    found = compared(
        pillars(f"('P1', 'Satu', {before}, 'x')"), pillars(f"('P1', 'Satu', {after}, 'x')")
    )
    assert bool(found.changes) == changed


def test_rules_are_apart_from_kpi_and_other_tables_are_not_compared(compared):
    old = {"aturan": "select 'A' as id_aturan, 'B' as tingkat", "dim_opd": "select 1 as x"}
    new = {"aturan": "select 'A' as id_aturan, 'P' as tingkat", "dim_opd": "select 2 as x"}
    found = compared(old, new)
    assert found.changes == ()
    [rule] = found.rules
    assert rule.values == (Value("tingkat", "B", "P"),)


def test_new_tables_new_columns_and_tables_without_a_key_are_said(compared):
    found = compared(
        {"kpi_pilar": "select 'P' as kode_pilar", "kpi_x": "select 1 as a"},
        {"kpi_pilar": "select 'P' as kode_pilar, 1 as baru", "kpi_x": "select 2 as a",
         "kpi_y": "select 1 as a"},
    )  # fmt: skip
    assert found.structure == (
        "Tabel baru: kpi_y",
        "Kolom baru pada kpi_pilar: baru",
        "Tabel kpi_x tidak dibandingkan: rilis tidak mencatat kunci barisnya",
    )


@pytest.fixture
def second(settings, scope, rebuild, state_key, published):
    """A second release after the first one was served, its pillar key stated by a model."""
    serve(settings, ID)
    query = (
        "select 'P' || (i % 5) as kode_pilar, '{id}' as id_rilis, cast(i as bigint) as urutan, "
        "case when i = 3 then 99 else i / 3.0 end::double as skor, i % 2 = 0 as is_rilis, "
        "cast(i as integer) as tahun, cast(i / 4.0 as decimal(18, 2)) as rasio, "
        "date '2026-01-01' + cast(i as integer) as tanggal from range(1, 41) as r(i)"
    )
    rebuild(release_id=OTHER, pub_kpi_pilar=query)
    state_key("kpi_pilar", "kode_pilar", "urutan")
    later = dataclasses.replace(scope, id_rilis=OTHER, versi_kode="0.2.0+00000000")
    return lambda: publish(settings, later).folder


def test_a_release_tells_what_changed_since_the_served_one(second, published):
    folder = second()
    text = (folder / "perubahan.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [(r["jenis"], r["kunci"], r["kolom"], r["lama"], r["baru"]) for r in rows] == [
        ("BERUBAH", "kode_pilar=P3; urutan=3", "skor", "1", "99"),
        ("BARU", "kode_pilar=P0; urutan=40", "skor", "", "13.3333333333"),
        ("HILANG", "kode_pilar=P0; urutan=0", "skor", "0", ""),
    ]
    assert rows[0]["sebab"] == "KODE"
    assert rows[0]["penjelasan"] == "kode 0.1.0+12345678 menjadi 0.2.0+00000000"
    notes_text = (folder / "catatan_rilis.md").read_text(encoding="utf-8")
    assert f"Dibandingkan dengan rilis {ID}" in notes_text
    assert "**DATA CONTOH SINTETIS" in notes_text
    manifest = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    assert manifest["pendahulu"] == {
        "id_rilis": ID,
        "sha256_manifest": disk.hash_file(published / "MANIFEST.json"),
    }


def test_the_notes_of_the_same_release_are_the_same_bytes(second):
    names = ("catatan_rilis.md", "perubahan.csv", "metadata_sdi.json", "dcat.jsonld")
    folder = second()
    first = [(folder / name).read_bytes() for name in names]
    disk.remove(folder)
    second()
    assert [(folder / name).read_bytes() for name in names] == first


def test_the_first_release_says_that_there_is_none_before_it(published):
    text = (published / "catatan_rilis.md").read_text(encoding="utf-8")
    assert "rilis pertama" in text
    lines = (published / "perubahan.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == [",".join(notes.COLUMNS)]


def test_a_damaged_release_is_not_what_the_next_one_is_compared_with(second, published):
    (published / "README.txt").chmod(0o644)
    (published / "README.txt").write_text("lain", encoding="utf-8")
    folder = second()
    assert json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))["pendahulu"] is None


def test_two_kept_releases_compared_again_give_the_same_changes(second, published):
    folder = second()
    found = compare_folders(published, folder)
    text = (folder / "perubahan.csv").read_text(encoding="utf-8-sig")
    assert len(list(notes.change_rows(found.changes))) == len(text.splitlines()) - 1


def test_a_folder_that_is_no_release_cannot_be_compared(tmp_path, published):
    with pytest.raises(ReleaseError, match=r"datapackage\.json tidak dapat dibaca"):
        compare_folders(tmp_path, published)
