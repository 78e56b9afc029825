"""A content is one submission, whoever sends it again and wherever it lies in the inbox."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime

import pytest

from dagster_project.sae.intake.pull import pull
from tests.unit.intake.test_pull import NOW, landed, send, settings

__all__ = ["send", "settings"]


def test_the_same_content_under_two_names_is_one_submission(settings, send):
    send()
    send(as_name="salinan.zip")
    result = pull(settings)
    assert (result.seen, result.new) == (2, 1)
    [file] = landed(settings, "berkas")
    assert file["nama_berkas"] == "1.02.01_2026_TW2_v1.zip"


def test_a_content_refused_for_its_name_is_mended_by_sending_it_under_a_better_one(settings, send):
    send(as_name="laporan dinas")
    assert pull(settings).rejected == 1
    later = replace(settings, clock=datetime(2026, 8, 13, 8))
    send(as_name="1.02.01_2026_TW2_v2.zip")
    assert pull(later).accepted == 1
    assert [f["id_aturan"] for f in landed(settings, "temuan")] == ["IDT-01"]
    [file] = landed(settings, "berkas")
    assert (file["nama_berkas"], file["diterima_pada"]) == ("1.02.01_2026_TW2_v2.zip", NOW)
    assert pull(later).new == 0


def test_a_name_that_contradicts_the_cover_is_mended_by_a_right_one(settings, send):
    send(as_name="9.99.99_2026_TW2_v1.zip")
    assert pull(settings).rejected == 1
    [file] = landed(settings, "berkas")
    assert (file["hasil"], file["identitas"], file["kode_opd"]) == ("DITOLAK", "BERTENTANGAN", None)
    assert "9.99.99" in file["alasan"] and "1.02.01" in file["alasan"]
    send(as_name="1.02.01_2026_TW2_v2.zip")
    assert pull(replace(settings, clock=datetime(2026, 8, 13, 8))).accepted == 1
    assert landed(settings, "temuan") == []


def test_the_same_bytes_from_a_stranger_leave_the_report_its_owners(settings, send):
    send()
    pull(settings)
    before = landed(settings, "realisasi")
    send(as_name="1.03.01_2026_TW2_v9.zip")
    later = replace(settings, clock=datetime(2026, 8, 13, 8))
    assert (pull(later).new, pull(later).new) == (1, 0)
    [file] = landed(settings, "berkas")
    assert (file["kode_opd"], file["versi_kiriman"]) == ("1.02.01", 1)
    assert landed(settings, "realisasi") == before
    [told] = landed(settings, "temuan")
    assert (told["id_aturan"], told["kode_opd"]) == ("IDT-01", "1.03.01")


def test_a_folder_named_by_a_code_proves_the_sender(settings, send):
    (settings.inbox / "1.03.01").mkdir()
    send(as_name="1.03.01/1.02.01_2026_TW2_v1.zip")
    assert pull(settings).rejected == 1
    [file] = landed(settings, "berkas")
    assert (file["kode_opd"], file["folder_opd"]) == ("1.03.01", "1.03.01")
    assert "folder kotak masuk menyebut '1.03.01'" in file["alasan"]
    (settings.inbox / "1.02.01" / "TW2").mkdir(parents=True)
    send(as_name="1.02.01/TW2/1.02.01_2026_TW2_v1.zip")
    assert pull(settings).accepted == 1
    [file] = landed(settings, "berkas")
    assert (file["kode_opd"], file["folder_opd"]) == ("1.02.01", "1.02.01")


@pytest.mark.parametrize("folder", ["1.03.01 Dinas Pekerjaan Umum", "1.03.01_PU", " 1.03.01 - PU"])
def test_a_name_behind_the_code_of_a_folder_takes_nothing_from_its_proof(settings, send, folder):
    (settings.inbox / folder).mkdir()
    send(as_name=f"{folder}/1.02.01_2026_TW2_v1.zip")
    assert pull(settings).rejected == 1
    [file] = landed(settings, "berkas")
    assert (file["kode_opd"], file["folder_opd"]) == ("1.03.01", "1.03.01")


def test_bytes_sent_again_after_the_cut_off_leave_its_release_as_it_was(settings, send):
    send()
    pull(replace(settings, clock=datetime(2026, 8, 9, 8)))
    send(as_name="1.02.01_2026_TW2_v3.zip")
    pull(replace(settings, clock=datetime(2026, 8, 20, 8)))
    files = landed(settings, "berkas")
    told = [(f["versi_kiriman"], str(f["berlaku_dari"]), str(f["berlaku_sampai"])) for f in files]
    assert told == [(1, "None", "2026-08-19"), (3, "2026-08-20", "None")]
    [copy] = landed(settings, "temuan")
    assert (copy["id_aturan"], str(copy["berlaku_dari"])) == ("IDT-01", "2026-08-20")


def test_a_file_put_back_in_the_place_of_its_successor_counts_again(settings, send):
    days = iter(range(1, 10))

    def received():
        pull(replace(settings, clock=datetime(2026, 8, next(days), 8)))
        files = landed(settings, "berkas")
        return sorted(f["dikirim_pada"].day for f in files)

    first = send()
    old = first.read_bytes()
    assert received() == [1]
    with zipfile.ZipFile(first, "a") as book:
        book.writestr("_catatan.csv", "a,b\n1,2\n")
    assert received() == [1, 2]
    first.write_bytes(old)
    assert received() == [2, 3]
    assert received() == [2, 3]
    assert "IDT-01" in [f["id_aturan"] for f in landed(settings, "temuan")]
