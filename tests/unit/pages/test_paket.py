"""The press pack tells good and bad by rules that are rows, of released figures alone."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from dagster_project.sae.pages.paket.caption import words_of
from dagster_project.sae.pages.paket.card import SIZES, draw
from dagster_project.sae.pages.paket.news import read_news
from dagster_project.sae.pages.paket.write import write_pack
from dagster_project.sae.pages.reader import read_tables
from dagster_project.sae.pages.site.facts import Facts
from dagster_project.sae.pages.site.render import Site
from tests.unit.pages.made import (
    CYCLE,
    agency,
    change,
    figure,
    indicator,
    news_rules,
    pillar,
    promise,
    row,
    tables,
    write_file,
)
from tests.unit.pages.test_site import HOSTILE

LEVEL = {"level_hasil": "OUTCOME", "sumber_data": "BPS"}
GOOD = {
    **LEVEL, "status_capaian": "TERCAPAI", "capaian_mentah": 104.0, "progres_rpjmd": 30.0,
    "baseline_nilai": 10.0, "baseline_tahun": 2024,
}  # fmt: skip
FORMER = row(
    "dim_periode", tahun=2025, periode="TW4", selesai=date(2025, 12, 31), id_siklus="LALU",
    nama_siklus="Evaluasi lalu",
)  # fmt: skip
BASE = (*news_rules(), pillar(), agency(), FORMER)


def missed(code: str, reached: float = 70.0, **values):
    return indicator(code, name=f"Nama {code}"), figure(
        code, **{**LEVEL, "kunci": f"k-{code}", "capaian_tampil": reached, **values}
    )


def reached(code: str, **values):
    return indicator(code, name=f"Nama {code}"), figure(code, **{**GOOD, "kunci": f"k-{code}"})


def told(code: str = "I-1", status: str = "TERBIT", day: date | None = date(2026, 4, 20), **values):
    return row(
        "kpi_komunikasi", kunci="b:1", id_indikator=code, status=status, tanggal=day,
        tautan_media="https://contoh.invalid/1", **values,
    )  # fmt: skip


@pytest.fixture
def news_of(tmp_path: Path):
    def read(*rows, rules=BASE):
        file = write_file(tmp_path / "publik.duckdb", tables(*rules, *rows))
        return read_news(file, Facts(read_tables(file)))

    return read


def notes(news) -> list[tuple[str, str, str]]:
    return [(one.rule, one.indicator.id if one.indicator else "", one.note) for one in news]


def test_the_furthest_misses_come_first_and_no_more_than_the_quota(news_of):
    rows = [part for n in range(5) for part in missed(f"I-{n}", reached=50.0 + n)]
    assert notes(news_of(*rows)) == [
        ("MELESET", "I-0", "KARTU"),
        ("MELESET", "I-1", "KARTU"),
        ("MELESET", "I-2", "KARTU"),
        ("MELESET", "I-3", "MELEBIHI KUOTA"),
        ("MELESET", "I-4", "MELEBIHI KUOTA"),
    ]


def test_there_is_never_only_good_news(news_of, tmp_path):
    good = [*reached("I-1"), *reached("I-2")]
    assert notes(news_of(*good)) == [
        ("TERCAPAI", "I-1", "MENUNGGU IMBANGAN"),
        ("TERCAPAI", "I-2", "MENUNGGU IMBANGAN"),
    ]
    (tmp_path / "publik.duckdb").unlink()
    assert notes(news_of(*good, *missed("I-3"))) == [
        ("MELESET", "I-3", "KARTU"),
        ("TERCAPAI", "I-1", "KARTU"),
        ("TERCAPAI", "I-2", "MENUNGGU IMBANGAN"),
    ]


def test_how_many_good_cards_a_bad_one_allows_is_a_row(news_of):
    rules = (*news_rules(IMBANG=2), pillar(), agency(), FORMER)
    news = news_of(*reached("I-1"), *reached("I-2"), *missed("I-3"), rules=rules)
    assert [one.note for one in news] == ["KARTU"] * 3


def test_a_near_miss_and_an_output_do_not_deserve_a_card(news_of):
    assert news_of(*missed("I-1", reached=95.1), *missed("I-2", level_hasil="OUTPUT")) == []


def test_a_target_reached_without_any_change_is_no_news(news_of):
    still = figure("I-2", **{**GOOD, "progres_rpjmd": 0.0})
    news = news_of(*missed("I-1"), indicator("I-2"), still)
    assert notes(news) == [("MELESET", "I-1", "KARTU")]


def test_parts_of_the_area_and_held_figures_are_no_news(news_of):
    assert (
        news_of(
            *missed("I-1", kode_wilayah="99.01"),
            *missed("I-2", dimensi="perempuan"),
            *missed("I-3", realisasi=None),
        )
        == []
    )


def test_an_indicator_has_one_card_by_the_rule_that_comes_first(news_of):
    pace = row(
        "kpi_akselerasi", id_indikator="I-1", tahun=2025, status_akselerasi="MUNDUR",
        realisasi=9.0, realisasi_sebelumnya=10.0, tahun_sebelumnya=2024, kunci="a", **LEVEL,
    )  # fmt: skip
    assert notes(news_of(*missed("I-1"), pace)) == [
        ("MELESET", "I-1", "KARTU"),
        ("MUNDUR", "I-1", "INDIKATOR SUDAH BERKARTU"),
    ]


def test_what_was_withdrawn_since_the_former_release_is_named_without_its_figure(news_of):
    gone = change(
        tabel="kpi_indikator", jenis="HILANG", id_indikator="I-1", nama="Lama sekolah",
        kunci="id_indikator=I-1; tahun=2025; periode=TW4; kode_wilayah=99; dimensi=",
        sebab="REVISI", kode_opd="1.01",
    )  # fmt: skip
    emptied = change(
        tabel="kpi_indikator", jenis="BERUBAH", id_indikator="I-1", nama="Lama sekolah",
        kolom="realisasi", lama="77.125", baru="",
        kunci="id_indikator=I-1; tahun=2025; periode=TW3; kode_wilayah=99; dimensi=",
    )  # fmt: skip
    part = change(
        tabel="kpi_indikator", jenis="HILANG", id_indikator="I-1",
        kunci="id_indikator=I-1; tahun=2025; periode=TW4; kode_wilayah=99.01; dimensi=",
    )  # fmt: skip
    news = news_of(indicator("I-1"), gone, emptied, part)
    assert [(one.rule, one.period, one.status) for one in news] == [
        ("DITARIK", "TW4", "DRAF"),
        ("DITARIK", "TW3", "DRAF"),
    ]
    words = words_of(news[0], Facts(tables(*BASE)))
    assert words.figure == ""
    assert words.lines == (
        "Angka Triwulan IV 2025 yang pernah terbit ditarik dan tidak berlaku lagi.",
        "Sebab: revisi.",
    )
    assert "77" not in words_of(news[1], Facts(tables(*BASE))).caption


def test_a_corrected_figure_is_told_with_what_was_published_before(news_of):
    moved = change(
        tabel="kpi_indikator", jenis="BERUBAH", id_indikator="I-1", nama="Lama sekolah",
        kolom="realisasi", lama="12.1", baru="12.5", sebab="REVISI",
        kunci="id_indikator=I-1; tahun=2026; periode=TW1; kode_wilayah=99; dimensi=",
    )  # fmt: skip
    [one] = [n for n in news_of(*missed("I-1", reached=99.0), moved) if n.rule == "DIPERBAIKI"]
    words = words_of(one, Facts(tables(*BASE)))
    assert (words.figure, words.lines) == ("12,5%", ("Semula terbit 12,1%.", "Sebab: revisi."))


@pytest.mark.parametrize(
    ("item", "status", "note"),
    [
        (told(status="DRAF"), "DRAF", "KARTU"),
        (told(status="DISETUJUI"), "DISETUJUI", "KARTU"),
        (told(status="TERBIT"), "TERBIT", "SUDAH TERBIT"),
        (told(day=date(2026, 3, 30)), "DRAF", "KARTU"),
        (told(code="I-9"), "DRAF", "KARTU"),
        (told(day=None, tahun_angka=2026, periode_angka="TW1"), "TERBIT", "SUDAH TERBIT"),
        (told(day=None, tahun_angka=2025, periode_angka="TW4"), "DRAF", "KARTU"),
        (told(status="dibuang"), "DRAF", "KARTU"),
    ],
)
def test_a_communication_sheet_closes_the_card_of_the_figure_it_told(news_of, item, status, note):
    [one] = news_of(*missed("I-1"), item)
    assert (one.status, one.note) == (status, note)


def test_a_card_of_the_former_cycle_is_followed_until_it_is_published(news_of):
    old = missed("I-1", year=2025, period="TW4", kunci="k-lama")
    now = figure("I-1", **{**LEVEL, "kunci": "k-kini", "capaian_tampil": 80.0})
    news = news_of(*old, now, told(day=date(2026, 1, 15)))
    assert [(one.period, one.status, one.note) for one in news] == [
        ("TW1", "DRAF", "KARTU"),
        ("TW4", "TERBIT", "RILIS LALU"),
    ]


def test_the_caption_says_figure_target_obstacle_source_release_and_the_warning(news_of):
    rows = (*missed("I-1"), promise())
    words = words_of(news_of(*rows)[0], Facts(tables(*BASE, *rows)))
    assert words.caption == (
        "Meleset dari target: Nama I-1. 12,5% pada Triwulan I 2026. Target 15%; capaian 70%. "
        "Hambatan: Guru kurang. Rencana: Guru ditambah. Tenggat 1 Mei 2026. "
        "Sumber: BPS melalui Dinas Satu; rilis R-2026-02-aaaaaaaaaaaa, batas data 10 Mei 2026. "
        "DATA CONTOH SINTETIS: contoh sintetis."
    )
    assert words.alternative.startswith("Kartu berjudul Meleset dari target: Nama I-1. 12,5%")


def test_a_pace_with_the_key_of_a_figure_does_not_take_its_place(news_of):
    item, missing = missed("I-1")
    rows = (item, missing, row("kpi_akselerasi", kunci=missing.kunci, id_indikator="I-1"))
    [news] = news_of(*rows)
    assert "capaian 70%" in words_of(news, Facts(tables(*BASE, *rows))).caption


def pack(folder: Path, *rows) -> Path:
    folder.mkdir()
    file = write_file(folder.with_suffix(".duckdb"), tables(*rows))
    write_pack(Site(folder, Facts(read_tables(file))), file)
    return folder / "paket"


HOSTILE_ROWS = (
    *BASE,
    indicator("../<I>", name=HOSTILE, satuan=HOSTILE),
    figure("../<I>", **{**LEVEL, "kunci": "k", "capaian_tampil": 20.0, "satuan": HOSTILE}),
    row("kpi_swadaya", kunci="s", id_siklus=CYCLE, uraian="=1+1", is_layak_apresiasi=True,
        nilai_rupiah=2e7, nama_wilayah=HOSTILE, tahun=2026, periode="TW1", kode_opd="1.01"),
)  # fmt: skip


def test_each_card_is_a_picture_in_both_sizes_and_stands_in_the_list(tmp_path):
    folder = pack(tmp_path / "a", *BASE, *missed("I-1"), *reached("I-2"))
    found = {path.name: Image.open(path).size for path in folder.glob("*.png")}
    assert found == {
        "meleset-I-1-2026-TW1-persegi.png": (1080, 1080),
        "meleset-I-1-2026-TW1-lebar.png": (1200, 630),
        "tercapai-I-2-2026-TW1-persegi.png": (1080, 1080),
        "tercapai-I-2-2026-TW1-lebar.png": (1200, 630),
    }
    with (folder / "daftar.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    content = json.loads((folder / "daftar.json").read_text(encoding="utf-8"))
    assert [row["id_kartu"] for row in rows] == [one["id_kartu"] for one in content["kabar"]]
    assert {row["gambar_persegi"] for row in rows} == {
        f"paket/{name}" for name in found if "persegi" in name
    }
    assert all(row["status"] == "DRAF" and row["teks"] and row["teks_alternatif"] for row in rows)


def test_names_that_attack_stay_text_in_pictures_lists_and_page(tmp_path):
    folder = pack(tmp_path / "a", *HOSTILE_ROWS)
    assert len(list(folder.glob("*.png"))) == 4
    assert list(tmp_path.glob("*.png")) == []
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "'=1+1" in (folder / "daftar.csv").read_text(encoding="utf-8-sig")


def test_the_same_subset_gives_the_same_bytes(tmp_path):
    made = [
        {path.name: path.read_bytes() for path in pack(tmp_path / name, *HOSTILE_ROWS).iterdir()}
        for name in "ab"
    ]
    assert made[0] == made[1]


def test_a_release_with_nothing_to_tell_says_so(tmp_path):
    folder = pack(tmp_path / "a", *BASE)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "Tidak ada yang pantas dikabarkan menurut aturan pada rilis ini." in page
    assert list(folder.glob("*.png")) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_a_card_shows_the_warning_about_the_data(news_of, size):
    rows = missed("I-1")
    news, facts = news_of(*rows)[0], Facts(tables(*BASE, *rows))
    words = words_of(news, facts)

    def strip(label):
        png = draw(news, words, size, place="Kabupaten Uji", label=label)
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        return picture.getpixel((size.wide - 5, size.high - 5))

    assert strip("DATA CONTOH SINTETIS: contoh") == (255, 242, 204)
    assert strip(None) == (155, 28, 20)
