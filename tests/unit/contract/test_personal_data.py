"""What is personal data in a text is found and hidden; budgets, codes and dates are left alone."""

from __future__ import annotations

import string
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.contract.personal_data import MASK, find, is_nik, masked

NIK_OF_A_MAN, NIK_OF_A_WOMAN = "3513014501900001"[:6] + "0501900001", "3513014501900001"


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in find(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"atas nama warga {NIK_OF_A_WOMAN} di Kraksaan", "NIK"),
        (f"NIK:{NIK_OF_A_MAN}.", "NIK"),
        ("NIK 3513 0145 0190 0001", "NIK"),
        ("NIK 351301-450190-0001", "NIK"),
        ("hubungi 081234567890", "nomor telepon"),
        ("WA 0812-3456-7890 (Bu Ani)", "nomor telepon"),
        ("WA 0812 3456 789", "nomor telepon"),
        ("telp +62 812 3456 7890", "nomor telepon"),
        ("6281234567890", "nomor telepon"),
        ("https://wa.me/6281234567890", "nomor telepon"),
        ("kirim ke ani.b+desa@contoh.go.id ya", "alamat surel"),
        ("No. Rek 0012345678 Bank Jatim", "nomor rekening"),
        ("rekening BRI 0021-01-012345-50-9", "nomor rekening"),
        ("BCA 1234567890 a.n. Siti", "nomor rekening"),
        ("Bank Jatim 0012345678 atas nama bendahara", "nomor rekening"),
    ],
)
def test_personal_data_is_found(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Pagu Rp62.812.345.678 terserap 81 persen",
        "pagu 62812345678 rupiah",
        "Rp 081234567890",
        "realisasi 1234567890123456",
        "9999999999999999",
        "sub kegiatan 1.02.02.2.01.0001 dan 5.1.02.01.01.0024",
        "kode rekening 5.1.02.01.01.0024",
        "tanggal 08-12-2026 dan 08/12/2026 pukul 08.30",
        "08.12.2026 - 10.12.2026",
        "prevalensi 14,2 persen dari 0,8123456789",
        "rekening kas daerah dengan saldo 1500000000",
        "bank sampah menampung 1234567890 gram",
        "35.13.01.2001",
        "https://contoh.invalid/bukti/3513014501900001f9a0812345678901",
        "https://peta.contoh/@-7.75,113.21",
        "akun @dinkesprobolinggo di Instagram",
        "nomor surat 400.7/3513/2026",
        "SHA 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "",
    ],
)
def test_amounts_codes_dates_and_links_are_no_personal_data(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        ("3513014501900001", True),
        ("3513010501900001", True),
        ("9913014501900001", False),
        ("3500014501900001", False),
        ("3513004501900001", False),
        ("3513013201900001", False),
        ("3513017201900001", False),
        ("3513010013900001", False),
        ("3513014500900001", False),
        ("3513014513900001", False),
        ("3513014501900000", False),
    ],
)
def test_a_nik_is_told_by_its_parts(digits, is_one):
    assert is_nik(digits) is is_one


niks = st.builds(
    "{:02d}{:02d}{:02d}{:02d}{:02d}{:02d}{:04d}".format,
    st.sampled_from([11, 32, 35, 53, 64, 73, 91, 94]),
    st.integers(1, 79),
    st.integers(1, 40),
    st.one_of(st.integers(1, 31), st.integers(41, 71)),
    st.integers(1, 12),
    st.integers(0, 99),
    st.integers(1, 9999),
)
prose = st.text(alphabet=string.ascii_letters + " ,;:()", max_size=60)


@given(before=prose, nik=niks, after=prose)
def test_every_nik_in_prose_is_found_and_masked(before, nik, after):
    text = f"{before} {nik} {after}"
    assert "NIK" in kinds(text)
    assert nik not in masked(text)


@given(st.integers(0, 10**15 - 1))
def test_no_amount_below_a_thousand_trillion_is_personal_data(amount):
    grouped = f"{amount:,}".replace(",", ".")
    assert kinds(f"Pagu Rp{grouped}") == []
    assert kinds(f"Pagu Rp {amount}") == []
    assert kinds(f"{amount} rupiah") == []


@given(st.text())
def test_any_text_is_read_and_a_masked_one_has_nothing_left(text):
    for hit in find(text):
        assert 0 <= hit.start < hit.end <= len(text)
    assert find(masked(text)) == ()


@given(st.text(alphabet="0123456789+-. @a/", max_size=80))
def test_a_masked_text_never_holds_what_was_found(text):
    hidden = masked(text)
    assert all(text[hit.start : hit.end] not in hidden.replace(MASK, "") for hit in find(text))


@pytest.mark.parametrize("piece", ["0812 ", "a@", "3513014501900001", "rek 12345 ", "1-", "@", "a"])
def test_a_text_of_any_length_is_read_in_time(piece):
    text = piece * (300_000 // len(piece))
    started = perf_counter()
    masked(text)
    assert perf_counter() - started < 20
