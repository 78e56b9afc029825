"""The name of a file is read as people write it; what can mean two things means none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.intake.forms.names import NameParts, name_parts

CODES = {"1.01.01", "1.02.01"}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("1.01.01_2026_TW3_v2.xlsx", NameParts("1.01.01", 2026, "TW3", 2)),
        ("nw01_2025_thn_V12.zip", NameParts("nw01", 2025, "THN", 12)),
        ("1.01.01_2026_TW3.xlsx", NameParts("1.01.01", 2026, "TW3")),
        ("laporan dinas_v3.xlsx", NameParts(version=3)),
        ("laporan.xlsx", NameParts()),
        ("1.01.01_2026_TW5_v1.xlsx", NameParts("1.01.01", version=1)),
        ("Laporan Triwulan III Tahun 2026 1.02.01.xlsx", NameParts("1.02.01", 2026, "TW3")),
        ("Evaluasi Semester I 2026", NameParts(year=2026, period="SM1")),
        ("Laporan Triwulan ke-3 2026.xlsx", NameParts(year=2026, period="TW3")),
        ("Laporan Triwulan Ketiga Tahun Anggaran 2026.xlsx", NameParts(year=2026, period="TW3")),
        ("Laporan Kuartal 3.xlsx", NameParts(period="TW3")),
        ("LaporanTW3.xlsx", NameParts(period="TW3")),
        ("1.02.01-2026-tw.3-v2.xlsx", NameParts("1.02.01", 2026, "TW3", 2)),
        ("1_02_01 2026\N{NON-BREAKING HYPHEN}TW3.xlsx", NameParts("1.02.01", 2026, "TW3")),
    ],
)
def test_a_name_says_what_it_says_and_no_more(name, parts):
    assert name_parts(name, CODES) == parts


@pytest.mark.parametrize(
    "name",
    [
        "Salinan dari 1.01.01_2026_TW3_v2.xlsx",
        "Copy of 1.01.01_2026_TW3_v2.xlsx",
        "1.01.01_2026_TW3_v2 (1).xlsx",
        "1.01.01_2026_TW3_v2(2).xlsx",
        "1.01.01_2026_TW3_v2 - Copy.xlsx",
        "1.01.01_2026_TW3_v2 - Salinan (3).xlsx",
        "Fwd 1.01.01_2026_TW3_v2.xlsx",
    ],
)
def test_the_mark_of_a_copy_says_nothing(name):
    assert name_parts(name) == NameParts("1.01.01", 2026, "TW3", 2)


@pytest.mark.parametrize(
    ("name", "version", "revision", "word"),
    [
        ("x_v1_perbaikan.xlsx", 1, 1, None),
        ("x_v1_perbaikan-3.xlsx", 1, 3, None),
        ("Laporan rev2.xlsx", 2, 2, None),
        ("Laporan revisi ke-2.xlsx", 2, 2, None),
        ("Laporan versi 4.xlsx", 4, 0, None),
        ("Laporan revisi.xlsx", None, 0, "revisi"),
        ("Laporan final.xlsx", None, 0, "final"),
        ("Laporan fix.xlsx", None, 0, "fix"),
        ("Laporan revisi 14-10-2026.xlsx", None, 0, "revisi"),
        ("Laporan revisi 14 Oktober.xlsx", None, 0, "revisi"),
        ("Laporan revisi 14okt.xlsx", None, 0, "revisi"),
        ("Laporan revisi 20 10 2026.xlsx", None, 0, "revisi"),
        ("Laporan revisi 3 indikator.xlsx", None, 0, "revisi"),
        ("Laporan revisi kedua.xlsx", 2, 2, None),
        ("Laporan REVISI II.xlsx", 2, 2, None),
        ("Laporan terakhir.xlsx", None, 0, "terakhir"),
        ("1.01.01_2026_TW3_draft.xlsx", None, 0, "draft"),
        ("Laporan v20261014.xlsx", None, 0, "v20261014"),
        ("Laporan v2.1.xlsx", 2, 0, None),
        ("1.01.01_2026_TW3_final_v2_revisi.xlsx", 2, 0, "final revisi"),
        ("1.01.01_2026_TW3_v2-rev1 (2).xlsx", 2, 1, None),
        ("Laporan_v1 v2.xlsx", None, 0, "v1 dan v2"),
        ("Laporan final_v2.xlsx", 2, 0, "final"),
        ("Prefix baru-baru.xlsx", None, 0, "baru baru"),
        ("Renovasi.xlsx", None, 0, None),
        ("Laporan Revitalisasi.xlsx", None, 0, None),
    ],
)
def test_a_version_is_understood_or_left_open(name, version, revision, word):
    parts = name_parts(name)
    assert (parts.version, parts.revision, parts.word) == (version, revision, word)


@pytest.mark.parametrize(
    "name",
    [
        "Evaluasi TW I s.d. III 2026.xlsx",
        "Rekap TW1-TW3.xlsx",
        "Laporan 14-10-2026.xlsx",
        "Laporan 2026.xlsx",
        "Laporan 2026-10-14.xlsx",
        "Dinas Pertanian 20261014.xlsx",
        "Data 2024 dan 2025.xlsx",
    ],
)
def test_a_span_and_a_day_of_sending_are_no_period(name):
    parts = name_parts(name)
    assert (parts.year, parts.period) == (None, None)


def test_two_codes_in_a_name_are_none():
    assert name_parts("1.01.01 dan 1.02.01 TW3", CODES).code is None


@given(st.text())
def test_any_name_at_all_is_read(name):
    assert isinstance(name_parts(name, CODES), NameParts)
