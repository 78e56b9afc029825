"""The material of the meeting stands whatever the release holds: said, labelled, on its slide."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import html5lib
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Inches

from dagster_project.sae.pages.bahan.brief import Brief
from dagster_project.sae.pages.bahan.decisions import decisions
from dagster_project.sae.pages.bahan.deck import write_deck
from dagster_project.sae.pages.bahan.paper import write_paper
from dagster_project.sae.pages.fit import CUT, fit, width
from tests.unit.pages.made import (
    CYCLE,
    PRIVATE,
    agency,
    card,
    figure,
    indicator,
    pillar,
    promise,
    row,
    tables,
    whole,
)
from tests.unit.pages.test_site import HOSTILE, RELEASES, USUAL

FORMULA = '=HYPERLINK("http://contoh.invalid")'
LONG = "Jembatan putus dan anggaran belum ada. " * 130
CYCLES = [(2025, "TW1", "A"), (2025, "TW2", "B"), (2025, "TW3", "C"), (2026, "TW1", CYCLE)]
SCORES = [
    row(
        "kpi_pilar", kode_pilar="P-1", id_siklus=cycle, tahun=year, periode=period,
        skor_ketat=score, skor_tersedia=score, cakupan=80.0, cakupan_min=80.0,
    )
    for (year, period, cycle), score in zip(CYCLES, [71.2459, None, 80.5, 90.0], strict=True)
]  # fmt: skip
FULL = (
    pillar(name=FORMULA),
    agency(),
    agency("1.02", "Dinas Dua"),
    card(nama_kepala_opd="Kepala", pelajaran=LONG),
    card("1.02", is_diam=True, nama_opd="Dinas Dua"),
    indicator("I-1"),
    figure("I-1"),
    promise("T-1", uraian_hambatan=LONG, rencana_tindak_lanjut=LONG, penanggung_jawab=LONG),
    promise("T-2", posisi="LEWAT_TENGGAT", hari_lewat_tenggat=1234, **{PRIVATE: LONG + HOSTILE}),
    *SCORES,
    *(
        row("dim_periode", tahun=year, periode=period, id_siklus=code, selesai=date(year, 1, n))
        for n, (year, period, code) in enumerate(CYCLES[:3], start=1)
    ),
)  # fmt: skip


def brief_of(*rows) -> Brief:
    return Brief(tables(*map(whole, rows)))


def deck_of(*rows):
    return Presentation(io.BytesIO(write_deck(brief_of(*rows))))


def texts(slide) -> list[str]:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text_frame.text for line in shape.table.rows for cell in line.cells]
    return [text for text in found if text]


def slide_titled(deck, start: str):
    return next(s for s in deck.slides if s.shapes.title.text_frame.text.startswith(start))


@pytest.fixture(params=[*RELEASES.values(), FULL], ids=[*RELEASES, "full"])
def deck(request):
    return deck_of(*request.param)


def test_every_slide_says_which_release_and_that_the_data_are_synthetic(deck):
    for slide in deck.slides:
        told = " ".join(texts(slide))
        assert "DATA CONTOH SINTETIS" in told
        assert "R-2026-02-aaaaaaaaaaaa" in told


def test_no_slide_is_empty(deck):
    for slide in deck.slides:
        assert len(texts(slide)) > 3 or slide.shapes[-1].has_chart


def test_nothing_runs_off_a_slide(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            high = (
                sum(line.height for line in shape.table.rows) if shape.has_table else shape.height
            )
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width + Inches(0.01)
            assert shape.top + high <= deck.slide_height + Inches(0.01)


@pytest.mark.parametrize("name", [*RELEASES, "full"])
def test_the_printable_page_is_valid_and_shows_what_people_typed_as_text(tmp_path: Path, name):
    rows = RELEASES.get(name, FULL)
    write_paper(brief_of(*rows), tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    parser = html5lib.HTMLParser()
    parser.parse(text)
    assert parser.errors == []
    assert "DATA CONTOH SINTETIS" in text
    assert "<script" not in text
    assert "<img" not in text


def test_the_same_release_gives_the_same_bytes_of_deck_and_page(tmp_path):
    made = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        brief = brief_of(*FULL)
        write_paper(brief, folder)
        made.append((write_deck(brief), (folder / "index.html").read_bytes()))
    assert made[0] == made[1]


def test_the_file_carries_no_clock_but_that_of_the_release():
    content = write_deck(brief_of(*FULL))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
        core = packed.read("docProps/core.xml")
        [book] = [name for name in packed.namelist() if name.endswith(".xlsx")]
        with zipfile.ZipFile(io.BytesIO(packed.read(book))) as inner:
            assert b"2026-04-20T09:00:00Z" in inner.read("docProps/core.xml")
    assert core.count(b"2026-04-20T09:00:00Z") == 2


def test_a_chart_is_native_has_a_gap_and_indonesian_numbers():
    slide = deck_of(*FULL).slides[2]
    [frame] = [shape for shape in slide.shapes if shape.has_chart]
    chart = frame.chart
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == (
        "Skor ketat: TW1 2025 71,2; TW2 2025 tanpa skor; TW3 2025 80,5; TW1 2026 90"
    )
    told = chart.plots[0].series[1]
    assert (told.name, list(told.values)) == ("Skor ketat", [71.2459, None, 80.5, 90.0])
    xml = chart._chartSpace.xml
    assert '<c:dispBlanksAs val="gap"/>' in xml
    assert 'formatCode="[$-421]#,##0.0"' in xml
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [cell.value for cell in sheet["C"]] == ["Skor ketat", 71.2459, None, 80.5, 90]
    assert [cell.coordinate for line in sheet for cell in line if cell.data_type == "f"] == []


def test_a_pillar_without_score_says_why():
    reason = "Cakupan 12,5% di bawah batas 80,0%."
    score = row("kpi_pilar", kode_pilar="P-1", id_siklus=CYCLE, alasan_tanpa_skor=reason)
    told = texts(deck_of(pillar(), score).slides[2])
    assert any(text.startswith(f"Tanpa skor: {reason}") for text in told)
    assert "Belum ada dua siklus berskor untuk digambar." in told


def test_a_miss_names_its_obstacle_its_plan_and_its_owner():
    told = texts(slide_titled(deck_of(*USUAL, promise()), "Meleset"))
    assert told[-3:] == ["Guru kurang.", "Guru ditambah.", "Kepala bidang, 1 Mei 2026"]
    assert "Belum ada hambatan dan rencana yang ditulis." in texts(
        slide_titled(deck_of(*USUAL), "Meleset")
    )


def test_a_long_text_is_cut_on_the_slide_and_whole_on_paper(tmp_path):
    brief = brief_of(*FULL)
    told = texts(slide_titled(Presentation(io.BytesIO(write_deck(brief))), "Dukungan"))
    assert any(text.startswith("Jembatan putus") and text.endswith(CUT) for text in told)
    write_paper(brief, tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert " ".join(LONG.split()) in page


def test_rows_without_room_are_counted_and_say_where_they_stand():
    many = [promise(f"T-{n}", posisi="LEWAT_TENGGAT", hari_lewat_tenggat=n) for n in range(50)]
    told = texts(slide_titled(deck_of(*USUAL, *many), "Janji lewat tenggat: 50"))
    shown = sum(text == "Guru ditambah." for text in told)
    assert 5 < shown < 50
    assert f"… dan {50 - shown} lagi di bahan/index.html#lewat" in told


@pytest.mark.parametrize(
    ("title", "none"),
    [
        ("Empat kalimat", "Rilis ini tidak memuat ukuran empat kalimat."),
        ("Pilar", "Profil ini tidak memuat pilar."),
        ("Meleset", "Tidak ada indikator rilis yang meleset pada periode ini."),
        ("Janji lewat tenggat: 0", "Tidak ada janji yang lewat tenggat."),
        ("Yang diam", "Rilis ini tidak memuat OPD."),
        ("Dukungan", "Tidak ada dukungan yang diminta pada tindak lanjut yang terbuka."),
        ("Keputusan yang diminta: 0", "Tidak ada yang menunggu keputusan pada rilis ini."),
        ("Lampiran: OPD", "Rilis ini tidak memuat OPD."),
    ],
)
def test_what_a_release_does_not_hold_is_said_on_its_slide(title, none):
    assert none in texts(slide_titled(deck_of(), title))


def test_three_pillars_have_three_slides():
    deck = deck_of(*RELEASES["three pillars without missions"])
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[2:5] == ["Pilar 1", "Pilar 2", "Pilar 3"]


def test_decisions_come_from_figures_of_the_release():
    asked = decisions(brief_of(*FULL))
    assert [one.reason for one in asked] == [
        "1 dari 2 OPD belum melapor.",
        "1 janji lewat tenggat, terlama 1.234 hari.",
    ]
    assert asked[0].examples == "Dinas Dua"


@given(st.text(max_size=300), st.integers(20, 400), st.integers(1, 4))
def test_a_fitted_text_has_its_lines_and_none_is_wider_than_its_place(text, wide, most):
    found = fit(text, wide=wide, size=10, most=most)
    assert 1 <= len(found) <= most
    assert all(width(line, 10) <= max(wide, 11.0) for line in found)
