"""A release file serves people without us: changes, views, keys and the label stand in it."""

from __future__ import annotations

import csv
import dataclasses
import json

import duckdb
import pytest
import yaml

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.release import change_table, linkage, views
from dagster_project.sae.release.dictionary import load_texts
from dagster_project.sae.release.publish import publish

ID = "R-2026-03-aaaaaaaaaaaa"
OTHER = "R-2026-04-bbbbbbbbbbbb"
LABEL = "contoh sintetis, bukan angka resmi"
SCORES = """select '{code}' as kode_pilar, 'Satu' as nama_pilar, 2026 as tahun, 'TW2' as periode,
    {score}::double as skor_tersedia, cast(null as varchar) as alasan"""
PILLARS = """select 'P1' as kode_pilar, 1::integer as urutan
    union all select 'P2', 2 union all select 'P3', 3"""
OFFER = {
    "rujukan": [{"kolom": ["kode_pilar"], "ke": "dim_pilar", "kecuali": ["perubahan"]}],
    "kini": {
        "kini_skor": {
            "perlu": ["kpi_pilar", "dim_pilar"],
            "kunci": ["kode_pilar"],
            "description": "One row per pillar.",
            "deskripsi_id": "Satu baris per pilar.",
            "kolom": {"is_ada": {"description": "Has one.", "deskripsi_id": "Ada skornya."}},
            "sql": "select p.kode_pilar, s.skor_tersedia, s.tahun is not null as is_ada, "
            "p.label_data from dim_pilar as p left join kpi_pilar as s using (kode_pilar)",
        }
    },
}


def scores(**pillars: float) -> str:
    return " union all ".join(SCORES.format(code=c, score=s) for c, s in pillars.items())


def query(file, sql):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def two(settings, scope, rebuild, state_key):
    """Two releases: a score fell, one vanished, one appeared. `two(id)` is the file of one."""

    def made(release_id: str, **pillars: float) -> None:
        rebuild(release_id=release_id, pub_kpi_pilar=scores(**pillars), pub_dim_pilar=PILLARS)
        state_key("kpi_pilar", "kode_pilar", "tahun", "periode")
        state_key("dim_pilar", "kode_pilar")
        (settings.dbt_dir / "pembaca.yml").write_text(yaml.safe_dump(OFFER), encoding="utf-8")
        publish(settings, dataclasses.replace(scope, id_rilis=release_id))

    made(ID, P1=70.0, P2=50.0)
    made(OTHER, P1=62.5, P3=40.0)
    return lambda release_id: settings.releases / release_id / "sae.duckdb"


def test_each_figure_that_changed_came_or_went_is_a_row(two):
    rows = query(
        two(OTHER),
        "select nomor, id_rilis_lama, tabel, kode_pilar, tahun, periode, jenis, kolom, lama, baru, "
        "angka_lama, angka_baru, selisih from perubahan order by nomor",
    )
    common = (ID, "kpi_pilar")
    assert rows == [
        (1, *common, "P1", 2026, "TW2", "BERUBAH", "skor_tersedia", "70", "62.5", 70, 62.5, -7.5),
        (2, *common, "P3", 2026, "TW2", "BARU", "skor_tersedia", None, "40", None, 40, None),
        (3, *common, "P2", 2026, "TW2", "HILANG", "skor_tersedia", "50", None, 50, None, None),
    ]  # fmt: skip


def test_the_table_of_changes_is_the_list_beside_it(two):
    with (two(OTHER).parent / "perubahan.csv").open(encoding="utf-8-sig", newline="") as stream:
        listed = list(csv.DictReader(stream))
    columns = "tabel, kunci, nama, kode_pilar, jenis, kolom, lama, baru, sebab, penjelasan"
    rows = query(two(OTHER), f"select {columns} from perubahan order by nomor")
    assert rows == [tuple(row[name] or None for name in columns.split(", ")) for row in listed]
    assert len(rows) == 3


def test_a_first_release_has_the_table_empty_with_its_label_and_texts(two):
    assert query(two(ID), "from perubahan") == []
    [(comment,)] = query(
        two(ID), "select comment from duckdb_tables() where table_name = 'perubahan'"
    )
    assert comment.endswith(f"Kunci: nomor. [DATA CONTOH SINTETIS: {LABEL}]")
    described = query(
        two(ID), "select count(comment) from duckdb_columns() where table_name = 'perubahan'"
    )
    assert described == [(len(change_table.COLUMNS),)]


def test_the_same_inputs_and_the_same_former_release_give_the_same_changes(two, settings, scope):
    def kept():
        folder = two(OTHER).parent
        content = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
        return content["tabel"], disk.hash_file(folder / "parquet" / "perubahan.parquet")

    first = kept()
    disk.remove(two(OTHER).parent)
    publish(settings, dataclasses.replace(scope, id_rilis=OTHER))
    assert kept() == first
    assert first[0]["perubahan"]["baris"] == 3


def test_a_view_is_there_for_every_pillar_and_says_what_it_is(two):
    rows = query(two(OTHER), "from kini_skor order by all")
    assert rows == [
        ("P1", 62.5, True, LABEL), ("P2", None, False, LABEL), ("P3", 40.0, True, LABEL),
    ]  # fmt: skip
    [(comment,)] = query(two(OTHER), "select comment from duckdb_views() where not internal")
    assert comment.startswith("Satu baris per pilar. Kunci: kode_pilar. Rujukan: kode_pilar ke dim")
    assert query(
        two(OTHER),
        "select kolom, deskripsi_id, is_kunci, rujukan from kamus_data where tabel = 'kini_skor'",
    ) == [
        ("kode_pilar", "Arti kode_pilar.", True, "dim_pilar.kode_pilar"),
        ("skor_tersedia", "Arti skor_tersedia.", False, ""),
        ("is_ada", "Ada skornya.", False, ""),
        ("label_data", "Peringatan tentang datanya, misalnya data contoh; kosong bila tidak ada.",
         False, ""),
    ]  # fmt: skip


def test_keys_are_said_in_comments_and_in_the_data_package(two):
    assert query(
        two(OTHER),
        "select comment from duckdb_columns() "
        "where table_name = 'kpi_pilar' and column_name = 'kode_pilar'",
    ) == [("Arti kode_pilar. [kunci, merujuk dim_pilar.kode_pilar]",)]
    package = json.loads((two(OTHER).parent / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {one["name"]: one["schema"] for one in package["resources"]}
    assert schemas["kpi_pilar"]["primaryKey"] == ["kode_pilar", "tahun", "periode"]
    assert schemas["kpi_pilar"]["foreignKeys"] == [
        {
            "fields": ["kode_pilar"],
            "reference": {"resource": "dim_pilar", "fields": ["kode_pilar"]},
        }
    ]
    assert schemas["kini_skor"]["primaryKey"] == ["kode_pilar"]


def test_every_row_of_every_table_carries_the_label(two):
    tables = query(two(OTHER), "select table_name from information_schema.tables")
    for (table,) in tables:
        wrong = f"select count(*) from \"{table}\" where label_data is distinct from '{LABEL}'"
        assert query(two(OTHER), wrong) == [(0,)], table
    assert len(tables) == 7


def test_without_a_warning_the_column_is_there_and_empty(settings, scope, rebuild):
    rebuild(pub_rilis=f"select '{ID}' as id_rilis, cast(null as varchar) as label_data")
    file = publish(settings, scope).folder / "sae.duckdb"
    assert query(file, "select distinct label_data from kpi_pilar") == [(None,)]


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        ({"rujukan": [{"ke": "dim_pilar"}]}, "rujukan 1 needs `kolom`"),
        (
            {"rujukan": [{"kolom": ["a", "b"], "ke": "x", "ke_kolom": ["a"]}]},
            "rujukan 1 names 2 columns of a table for 1 of x",
        ),
        ({"kini": {"kini_x": {"perlu": []}}}, "kini.kini_x lacks 'kunci'"),
        ([], "must hold `rujukan` and `kini`"),
    ],
)
def test_a_declaration_that_cannot_be_used_is_refused_with_its_place(settings, scope, offer, said):
    (settings.dbt_dir / "pembaca.yml").write_text(yaml.safe_dump(offer), encoding="utf-8")
    with pytest.raises(ReleaseError, match=said):
        publish(settings, scope)


def test_the_declaration_names_only_what_is_published():
    dbt = PROJECT_ROOT / "dbt"
    columns = {
        **{name: set(text.columns) for name, text in load_texts(dbt).items()},
        change_table.TABLE: {name for name, _ in change_table.COLUMNS},
    }
    declared = views.load_views(dbt)
    for view in declared:
        assert set(view.needs) <= columns.keys(), view.name
        columns[view.name] = {name for table in view.needs for name in columns[table]}
        columns[view.name] |= set(view.own)
        assert set(view.key) <= columns[view.name]
    for one in linkage.load_references(dbt):
        assert set(one.key.target) <= columns[one.key.table], one
        assert one.but <= columns.keys(), one
