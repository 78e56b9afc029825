"""A new workbook begins with what the agency itself said last."""

from __future__ import annotations

import openpyxl

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
    assert (cover["tahun"], cover["periode"], cover["versi_template"]) == (2026, "TW3", "1.0")


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
    assert {(r["status_data"], r["realisasi"], r["target_periode"]) for r in rows} == {
        ("TERSEDIA", None, None)
    }
    assert rows[2]["target_tahun"] == 91.84
    assert rows[2]["_angka_sebelumnya"].startswith("2026 TW1: target 91,84; realisasi ")


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


def test_the_id_of_a_prefilled_row_tells_its_name_in_a_note(make, receive):
    receive("1.02.01_2026_TW1_v1.xlsx")
    sheet = openpyxl.load_workbook(make().path)["REALISASI"]
    assert "Angka kematian bayi" in sheet["A2"].comment.text
