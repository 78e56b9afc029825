"""A new workbook begins with what the agency itself said last."""

from __future__ import annotations

import csv
from datetime import date

import openpyxl
import pytest

from dagster_project.sae.blank.due import expected_release
from dagster_project.sae.blank.write import write_all
from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import BlankError
from dagster_project.sae.intake.pull import pull

DEFINITION = {
    "kode_opd": "1.02.01",
    "id_indikator": "1.02.01-001",
    "versi_definisi": 1,
    "berlaku_dari": "2026-01-05",
    "nama_indikator": "Angka kematian bayi",
    "satuan": "per_1000_kh",
    "baseline_nilai": 12.4,
    "is_program_unggulan": False,
    "is_layak_publik": True,
}
VALUE = {
    "kode_opd": "1.02.01",
    "id_indikator": "1.02.01-001",
    "tahun": 2026,
    "periode": "TW2",
    "kode_wilayah": "35.13",
    "dimensi": "",
    "target_tahun": 10.6,
    "target": 11.0,
    "is_target_prorata": False,
    "target_bawah": None,
    "target_atas": None,
    "realisasi_periode": 11.5,
}


def test_without_archive_and_release_only_the_cover_is_filled(make, table):
    blank = make()
    assert (blank.indicators, blank.source) == (0, None)
    assert table(blank.path, "INDIKATOR") == table(blank.path, "REALISASI") == []
    cover = {r["isian"]: r["nilai"] for r in table(blank.path, "SAMPUL")}
    assert cover["kode_opd"] == "1.02.01"
    assert cover["id_siklus"] == "RAKOREV-2026-04"
    assert (cover["tahun"], cover["periode"], cover["versi_template"]) == (2026, "TW3", "1.1")


def test_the_last_report_of_the_agency_gives_every_field_of_its_indicators(make, receive, table):
    sample = receive("1.02.01_2026_TW1_v1.xlsx").name
    receive("1.01.01_2026_TW2_v1.xlsx")
    blank = make()
    assert sample in blank.source
    assert blank.indicators == 9
    first = table(blank.path, "INDIKATOR")[0]
    assert first["id_indikator"] == "1.02.01-001"
    assert first["baseline_sumber"] == "KIA-PWS"
    assert first["jadwal_rilis"] == "Maret tahun berikutnya"


def test_targets_of_the_year_are_taken_over_and_the_figure_is_left_to_fill(make, receive, table):
    receive("1.02.01_2026_TW1_v1.xlsx")
    rows = table(make().path, "REALISASI")
    assert {(r["tahun"], r["periode"], r["kode_wilayah"]) for r in rows} == {(2026, "TW3", "35.13")}
    yearly, *quarterly = rows
    assert {(r["status_data"], r["realisasi"], r["target_periode"]) for r in quarterly} == {
        ("TERSEDIA", None, None)
    }
    assert yearly["status_data"] == "BELUM_RILIS"
    assert rows[2]["target_tahun"] == 91.84
    assert rows[2]["_angka_sebelumnya"].startswith("2026 TW1: target 91,84; realisasi ")


def test_what_is_published_once_a_year_says_when_it_comes(make, receive, table):
    receive("1.02.01_2026_TW1_v1.xlsx")
    stated = table(make().path, "REALISASI")[0]
    assert stated["tanggal_rilis_diharapkan"].date() == date(2027, 3, 15)


def test_without_a_stated_day_the_schedule_of_the_definition_says_it(make, receive, table):
    receive("1.02.01_2025_THN_v1.xlsx")
    yearly = table(make().path, "REALISASI")[0]
    assert (yearly["status_data"], yearly["tanggal_rilis_diharapkan"].date()) == (
        "BELUM_RILIS",
        date(2027, 3, 31),
    )


@pytest.mark.parametrize(
    ("schedule", "day"),
    [
        ("Maret tahun berikutnya", date(2027, 3, 31)),
        ("Setiap bulan Desember", date(2026, 12, 31)),
        ("Februari tahun depan", date(2027, 2, 28)),
        ("Maret atau April", None),
        ("Paling lambat hari kesepuluh sesudah triwulan berakhir", None),
        (None, None),
    ],
)
def test_only_a_schedule_with_one_month_gives_a_day(schedule, day):
    assert expected_release(schedule, year=2026) == day


def test_a_cumulative_figure_has_its_year_to_date_beside_the_target(make, receive, table):
    for period in ("TW1", "TW2"):
        receive(f"1.02.01_2026_{period}_v1.xlsx")
    rows = {r["id_indikator"]: r for r in table(make().path, "REALISASI")}
    names = list(rows["1.02.01-002"])
    assert rows["1.02.01-002"]["_sejak_januari"] == "10 s.d. TW2 (TW1 4; TW2 6)"
    assert rows["1.02.01-003"]["_sejak_januari"] is None
    assert names.index("_sejak_januari") == names.index("target_periode") + 1


def test_a_quarter_that_is_not_known_is_no_nought_in_the_year_to_date(make, receive, table):
    receive("1.02.01_2026_TW2_v1.xlsx")
    rows = {r["id_indikator"]: r for r in table(make().path, "REALISASI")}
    assert rows["1.02.01-002"]["_sejak_januari"].startswith("belum lengkap")


def test_open_promises_of_earlier_periods_come_with_deadline_and_state(make, receive, table):
    for period in ("TW1", "TW2"):
        receive(f"1.02.01_2026_{period}_v1.xlsx")
    rows = table(make().path, "HAMBATAN_TL")
    assert [(r["id_indikator"], r["periode"], r["status_tl"]) for r in rows] == [
        ("1.02.01-008", "THN", "PROSES"),
        ("1.02.01-004", "TW1", "PROSES"),
        ("1.02.01-002", "TW2", "PROSES"),
        ("1.02.01-004", "TW2", "BARU"),
    ]
    assert rows[1]["tenggat"].date() == date(2026, 9, 24)
    assert rows[0]["_keterangan"].startswith("janji 2025 THN")
    assert "lewat tenggat" in rows[1]["_keterangan"]
    assert rows[0]["_nama_indikator"] is not None


def test_budget_items_of_the_year_keep_their_ceiling_and_ask_for_what_was_spent(
    make, receive, table
):
    receive("1.02.01_2026_TW2_v1.xlsx")
    rows = table(make().path, "ANGGARAN")
    first = rows[0]
    assert len(rows) == 3
    assert (first["kode_sub_kegiatan"], first["pagu"]) == ("1.02.02.2.02.0001", 1914000000)
    assert (first["sumber_dana"], first["id_indikator"]) == ("APBD", "1.02.01-007")
    assert first["realisasi_anggaran"] is None
    assert first["_belanja_sebelumnya"] == "685.267.229 s.d. TW2"


def test_the_budget_of_another_year_is_not_taken_for_this_one(make, receive, table):
    receive("1.02.01_2025_THN_v1.xlsx")
    assert table(make().path, "ANGGARAN") == []


def test_partners_and_unpublished_stories_go_over_and_published_ones_do_not(make, receive, table):
    receive("1.02.01_2026_TW2_v1.xlsx")
    path = make().path
    partners = table(path, "KOLABORASI")
    assert [(r["kode_opd"], r["peran"]) for r in partners] == [
        ("1.02.01", "PEMIMPIN"),
        ("2.08.01", "KONTRIBUTOR"),
    ]
    assert partners[0]["_nama_opd"] == "Dinas Kesehatan"
    assert [r["status"] for r in table(path, "KOMUNIKASI")] == ["DISETUJUI"]


def test_whoever_reports_complaints_finds_their_kinds_with_the_counts_to_fill(make, receive, table):
    receive("2.16.01_2026_TW2_v1.xlsx")
    rows = table(make("2.16.01").path, "ADUAN")
    assert rows
    assert {(r["diterima"], r["dijawab"], r["selesai"]) for r in rows} == {(None, None, None)}
    assert all(r["kategori"] and r["kode_opd"] and r["_nama_opd"] for r in rows)


def test_targets_of_another_year_are_shown_beside_and_not_taken_over(make, receive, table):
    receive("1.02.01_2025_THN_v1.xlsx")
    rows = table(make().path, "REALISASI")
    assert {r["target_tahun"] for r in rows} == {None}
    assert rows[0]["_angka_sebelumnya"].startswith("2025 THN: target ")


def test_no_person_is_taken_over_from_a_former_report(make, receive, table):
    receive("1.02.01_2026_TW2_v1.xlsx")
    cover = {r["isian"]: r["nilai"] for r in table(make().path, "SAMPUL")}
    people = {"nama_kepala_opd", "disahkan_oleh", "nama_operator", "kontak_operator"}
    assert {cover[name] for name in people} == {None}


def test_a_later_report_does_not_speak_for_an_earlier_period(make, receive, table):
    receive("1.02.01_2026_TW3_v1.xlsx")
    assert make(period="2026-TW1").source is None


def test_a_report_sent_again_is_asked_for_under_the_next_version(make, receive):
    receive("1.02.01_2026_TW3_v1.xlsx")
    assert make().send_as == "1.02.01_2026_TW3_v2.xlsx"


def test_a_refused_file_is_passed_over_for_the_one_before(make, receive, tmp_path):
    torn = tmp_path / "torn"
    torn.write_bytes(b"PK\x03\x04 torn")
    receive("1.02.01_2026_TW2_v1.xlsx", source=torn)
    receive("1.02.01_2026_TW1_v1.xlsx")
    assert "2026_TW1" in make().source


def test_without_a_report_the_release_gives_what_it_holds(make, release, table):
    release([DEFINITION, DEFINITION | {"kode_opd": "1.01.01"}], [VALUE])
    blank = make()
    assert blank.source == "rilis R-2026-03-uji"
    [indicator] = table(blank.path, "INDIKATOR")
    assert indicator["nama_indikator"] == "Angka kematian bayi"
    assert (indicator["layak_publik"], indicator["program_unggulan"]) == ("YA", "TIDAK")
    assert indicator["penyebut_nama"] is None
    [row] = table(blank.path, "REALISASI")
    assert (row["target_tahun"], row["target_periode"], row["realisasi"]) == (10.6, None, None)
    assert row["_angka_sebelumnya"] == "2026 TW2: target 11; realisasi 11,5"


def test_the_target_up_to_a_period_comes_from_that_period_only(make, release, table):
    release([DEFINITION], [VALUE])
    [row] = table(make(period="2026-TW2").path, "REALISASI")
    assert (row["target_tahun"], row["target_periode"]) == (10.6, 11)


def test_the_name_stands_beside_the_code_and_is_frozen_with_it(make, receive):
    receive("1.02.01_2026_TW1_v1.xlsx")
    book = openpyxl.load_workbook(make().path)
    for name in ("REALISASI", "HAMBATAN_TL", "KOLABORASI"):
        sheet = book[name]
        assert sheet["B1"].value == "_nama_indikator"
        assert sheet.freeze_panes == "C3"
    assert book["INDIKATOR"].freeze_panes == "C3"
    assert book["REALISASI"]["B3"].value == "Angka kematian bayi"


def test_all_agencies_of_a_cycle_get_a_workbook_and_a_list(settings, receive, tmp_path):
    receive("1.02.01_2026_TW2_v1.xlsx")
    blanks = write_all(settings, period="RAKOREV-2026-04", folder=tmp_path / "semua")
    profile = load_profile(settings.profile_dir)
    codes = {opd.code for opd in profile.agencies_on(profile.cycle("RAKOREV-2026-04").cutoff)}
    assert {blank.request.opd.code for blank in blanks} == codes
    names = {path.name for path in (tmp_path / "semua").iterdir()}
    assert names == {*(b.path.name for b in blanks), "RINGKASAN.csv"}
    text = (tmp_path / "semua" / "RINGKASAN.csv").read_text(encoding="utf-8-sig")
    rows = {row["kode_opd"]: row for row in csv.DictReader(text.splitlines())}
    assert rows["1.02.01"]["indikator"] == "9"
    assert rows["1.02.02"]["diisi_dari"] == "hanya SAMPUL"
    with pytest.raises(BlankError, match="sudah ada"):
        write_all(settings, period="2026-TW3", folder=tmp_path / "semua")


def test_what_has_landed_and_what_only_the_archive_has_say_the_same(
    settings, receive, table, make, tmp_path
):
    receive("1.02.01_2026_TW2_v1.xlsx")
    from_archive = make().path
    aside = tmp_path / "aside.xlsx"
    from_archive.rename(aside)
    settings.inbox.mkdir()
    pull(settings)
    landed = make().path
    for sheet in ("INDIKATOR", "REALISASI", "HAMBATAN_TL", "ANGGARAN", "KOLABORASI"):
        assert table(landed, sheet) == table(aside, sheet)
