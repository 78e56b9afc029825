"""The page of a run tells of each official form what its own period holds."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from dagster_project.sae.run import summary
from dagster_project.sae.run.attention import finding_sentence
from dagster_project.sae.run.record import form_lines


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    """A form for a quarter and one for the year, of one agency."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table int_kiriman__aktif as from (values"
            " ('kw', 'TW3.xlsx', 'e81', 'Dinas A', 2026, 'TW3'),"
            " ('th', 'THN.xlsx', 'e81', 'Dinas A', 2025, 'THN'),"
            " ('tp', 'templat.xlsx', 'templat-1', 'Dinas A', 2026, 'TW3')"
            ") t(sha256_berkas, nama_berkas, id_layout, nama_opd_tertulis, tahun, periode)"
        )
        connection.execute(
            "create table int_anggaran__serapan as from (values"
            " ('kw', 'SUB_KEGIATAN', 'TW3', 1000000, 250000, 700000),"
            " ('kw', 'KEGIATAN', 'TW3', 1000000, 250000, 700000),"
            " ('th', 'SUB_KEGIATAN', 'TW1', 2000000, 500000, 500000),"
            " ('th', 'SUB_KEGIATAN', 'THN', 2000000, 2000000, 2000000)"
            ") t(sha256_berkas, tingkat_anggaran, periode, pagu, realisasi_periode,"
            " realisasi_anggaran)"
        )
        connection.execute(
            "create table int_realisasi__capaian as from (values"
            " ('kw', 'TW3', 12, false, 10.0, 'TIDAK_TERCAPAI', 68.617),"
            " ('kw', 'TW3', 13, false, 10.0, 'TERCAPAI', 101.0),"
            " ('kw', 'TW3', 14, true, 10.0, 'TERCAPAI', 101.0),"
            " ('th', 'THN', 5, false, 0.0, null, null),"
            " ('th', 'TW1', 5, false, 9.0, 'TERCAPAI', 100.0)"
            ") t(sha256_berkas, periode, baris, is_turunan, target, status_capaian, capaian_mentah)"
        )
        yield connection


def test_a_form_of_a_quarter_shows_its_quarter(db: duckdb.DuckDBPyConnection) -> None:
    _, quarter = summary._forms(db)
    assert form_lines(quarter) == [
        "Formulir resmi TW3.xlsx (Dinas A, 2026 TW3)",
        "  Sub kegiatan: 1",
        "  Anggaran: Rp 1.000.000",
        "  Realisasi: Rp 700.000 (70,00 %)",
        "  TW3: Rp 250.000",
        "  Indikator bertarget: 2, tercapai 1, tidak tercapai 1",
        "  Baris tidak tercapai: 12 (68,62 %)",
        "  Target 0 / tanpa target: 0 / 0",
    ]


def test_a_form_of_a_year_shows_the_year_and_its_quarters(db: duckdb.DuckDBPyConnection) -> None:
    year, _ = summary._forms(db)
    lines = form_lines(year)
    assert lines[0] == "Formulir resmi THN.xlsx (Dinas A, 2025)"
    assert "  Anggaran: Rp 2.000.000" in lines
    assert "  TW1: Rp 500.000" in lines
    assert lines[-1] == "  Target 0 / tanpa target: 1 / 0"


def test_a_cell_is_named_once() -> None:
    line = summary.FindingLine("STR-05", "B", 1234, "a.xlsx REALISASI!A3", "REALISASI!A3: dua kali")
    assert finding_sentence(line) == "STR-05 1.234 kali, misalnya a.xlsx: REALISASI!A3: dua kali"
