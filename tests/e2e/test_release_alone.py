"""A release file over the sample serves people without us: keys, views, changes, label."""

from __future__ import annotations

import csv
import itertools
import json
import posixpath

import duckdb
import html5lib
import pytest

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.pages.site.address import slug
from dagster_project.sae.readers.notebook import buka, daftar_rilis
from lab.compat.matrix import served_id

pytestmark = pytest.mark.xdist_group("bi")


@pytest.fixture(scope="module")
def two_releases(sample_run: tuple[Settings, object]) -> Settings:
    """An installation with two releases of the sample, the later one served."""
    return sample_run[0]


def test_every_stated_key_holds(two_releases):
    """Primary keys name one row, foreign keys name an existing row, in every table and view."""
    folder = two_releases.releases / served_id(two_releases)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {one["name"]: one["schema"] for one in package["resources"]}
    checked = 0
    with buka(settings=two_releases) as connection:
        for table, schema in schemas.items():
            if key := schema.get("primaryKey"):
                names = ", ".join(key)
                twice = f"select {names} from {table} group by all having count(*) > 1"
                assert connection.execute(twice).fetchall() == [], table
            for foreign in schema.get("foreignKeys", ()):
                target = foreign["reference"]
                pairs = list(zip(foreign["fields"], target["fields"], strict=True))
                same = " and ".join(f"a.{mine} = b.{theirs}" for mine, theirs in pairs)
                given = " and ".join(f"a.{mine} is not null" for mine, _ in pairs)
                lost = connection.execute(
                    f"select count(*) from {table} as a where {given} and not exists "
                    f"(select 1 from {target['resource']} as b where {same})"
                ).fetchone()
                assert lost == (0,), (table, foreign)
                # The obvious join keeps the rows, because the other side is a key.
                rows, joined = connection.execute(
                    f"select (select count(*) from {table}), (select count(*) from {table} as a "
                    f"left join {target['resource']} as b on {same})"
                ).fetchone()
                assert rows == joined, (table, foreign)
                checked += 1
    assert len(schemas) >= 40
    assert checked > 80


def test_views_of_what_stands_now_join_by_the_obvious_key_without_losing_a_row(two_releases):
    keys = {
        "id_indikator": ("kini_indikator", "kini_capaian", "kini_akselerasi"),
        "kode_pilar": ("dim_pilar", "kini_skor_pilar"),
        "kode_opd": ("kini_opd", "kini_skor_opd"),
    }
    with buka(settings=two_releases) as connection:
        for key, names in keys.items():
            for one, other in itertools.permutations(names, 2):
                counts = connection.execute(
                    f"select (select count(*) from {one}), (select count(*) from {other}), "
                    f"(select count(*) from {one} inner join {other} using ({key}))"
                ).fetchone()
                assert len(set(counts)) == 1, (one, other, counts)
                assert counts > (0, 0, 0)


def test_what_stands_now_is_what_the_tables_say(two_releases):
    with buka(settings=two_releases) as connection:
        wrong = connection.execute(
            "select * from kini_capaian as k where not exists (select 1 from kpi_indikator as i "
            "where i.id_indikator = k.id_indikator "
            "and i.realisasi is not distinct from k.realisasi and i.sel = k.sel "
            "and i.sha256_berkas = k.sha256_berkas) and k.tahun is not null"
        ).fetchall()
        assert wrong == []
        later = connection.execute(
            "select count(*) from kpi_indikator as i inner join kini_capaian as k "
            "using (id_indikator) inner join dim_periode as p on p.tahun = i.tahun and "
            "p.periode = i.periode inner join dim_periode as q on q.tahun = k.tahun and "
            "q.periode = k.periode where p.selesai > q.selesai and coalesce(i.dimensi, '') = ''"
        ).fetchone()
        assert later == (0,)
        scores = "select kode_pilar, skor_tersedia from {} order by all"
        assert connection.execute(scores.format("kini_skor_pilar")).fetchall() == (
            connection.execute(
                scores.format("kpi_pilar inner join rilis using (tahun, periode)")
            ).fetchall()
        )


def test_every_table_and_view_says_that_the_data_is_a_sample(two_releases):
    with buka(settings=two_releases) as connection:
        names = connection.execute("select table_name from information_schema.tables").fetchall()
        for (name,) in names:
            found = connection.execute(f"select distinct label_data from {name}").fetchall()
            # A figure that an authority published is no sample, and its row says so.
            if name == "konflik_sumber_nilai":
                found = [row for row in found if row != (None,)]
            assert found in ([], [("DATA CONTOH SINTETIS: bukan angka resmi",)]), name
        comments = connection.execute(
            "select comment from duckdb_tables() union all "
            "select comment from duckdb_views() where not internal"
        ).fetchall()
        assert len(comments) == len(names)
        assert all("[DATA CONTOH SINTETIS" in comment for (comment,) in comments)


def test_changes_between_two_releases_stand_in_the_file(two_releases):
    first, second = (
        two_releases.releases / name
        for name in daftar_rilis(settings=two_releases)["id_rilis"].tolist()
    )
    with duckdb.connect(str(first / "sae.duckdb"), read_only=True) as connection:
        assert connection.execute("from perubahan").fetchall() == []
    with (second / "perubahan.csv").open(encoding="utf-8-sig", newline="") as stream:
        listed = [(row["tabel"], row["kolom"], row["sebab"]) for row in csv.DictReader(stream)]
    with duckdb.connect(str(second / "sae.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select tabel, kolom, sebab from perubahan order by nomor"
        ).fetchall()
        assert rows == listed
        assert len(rows) > 100
        assert connection.execute("select distinct id_rilis_lama from perubahan").fetchall() == [
            (first.name,)
        ]
        # Every figure of the table stands in the two releases as it says.
        connection.execute(f"attach '{first / 'sae.duckdb'}' as dulu (read_only)")
        wrong = connection.execute(
            "select count(*) from perubahan as u where u.tabel = 'kpi_indikator' "
            "and u.kolom = 'realisasi' and not exists (select 1 from kpi_indikator as i where "
            "i.id_indikator = u.id_indikator and i.tahun = u.tahun and i.periode = u.periode "
            "and i.realisasi is not distinct from u.angka_baru) and u.jenis <> 'HILANG'"
        ).fetchone()
        assert wrong == (0,)


def test_the_public_file_has_the_views_over_public_rows_alone(two_releases):
    file = two_releases.serving / "publik" / "data" / "sae-publik.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        for view, key in (("kini_capaian", "id_indikator"), ("kini_skor_opd", "kode_opd")):
            rows, names = connection.execute(
                f"select count(*), count(distinct {key}) from {view}"
            ).fetchone()
            assert rows == names > 0
        hidden = connection.execute(
            "select count(*) from kini_capaian where id_indikator not in "
            "(select id_indikator from dim_indikator)"
        ).fetchone()
        assert hidden == (0,)


def test_a_citizen_reaches_the_cell_of_every_figure_in_four_clicks(two_releases):
    """From the front page by links alone to the page that names file, sheet and cell."""
    site = two_releases.serving / "publik"
    clicks = {"index.html": 0}
    waiting = ["index.html"]
    links: dict[str, set[str]] = {}
    for page in waiting:
        tree = html5lib.parse(
            (site / page).read_text(encoding="utf-8"), namespaceHTMLElements=False
        )
        for anchor in tree.iter("a"):
            target = anchor.get("href", "").partition("#")[0]
            if not target.endswith(".html") or "://" in target:
                continue
            found = posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
            links.setdefault(page, set()).add(found)
            if found not in clicks:
                clicks[found] = clicks[page] + 1
                waiting.append(found)
    file = site / "data" / "sae-publik.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        figures = connection.execute(
            "select id_indikator, nama_berkas, lembar, sel from kini_capaian "
            "inner join mutu_berkas using (sha256_berkas) where sel is not null"
        ).fetchall()
    assert len(figures) > 60
    for code, name, sheet, cell in figures:
        page = f"indikator/{slug(code)}.html"
        assert clicks[page] <= 4, code
        said = " ".join((site / page).read_text(encoding="utf-8").split())
        assert name in said, code
        assert f"{sheet}!{cell}" in said, (code, sheet, cell)
    assert max(clicks[f"indikator/{slug(code)}.html"] for code, *_ in figures) <= 2
