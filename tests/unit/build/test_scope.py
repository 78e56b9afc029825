"""The scope of a run: the cycle, the inputs, and an id that follows from them and nothing else."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dagster_project.sae.build.scope import read_scope, write_scope
from dagster_project.sae.contract.landing import ensure_base, write_batch
from dagster_project.sae.installation.errors import ProfileError
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings

TEMPLATE = PROJECT_ROOT / "data_raw" / "layouts" / "templat_v1.yaml"
SEEDS = {
    "siklus.csv": """id_siklus,nama_siklus,tanggal_rapat,tahun,periode,dibuka,tenggat,batas_data
RAKOREV-2026-01,Satu tahun,2026-02-18,2025,THN,2026-01-05,2026-01-30,2026-02-13
RAKOREV-2026-02,Triwulan I,,2026,TW1,2026-04-01,2026-04-20,2026-05-08
RAKOREV-2026-03,Triwulan II,,2026,TW2,2026-07-01,2026-07-20,2026-08-10
""",
    "profil.csv": "kunci,nilai\nnama_pemerintah,Kabupaten Uji\n",
    "opd.csv": "kode_opd,nama_opd,singkatan,jenis_opd,berlaku_dari,berlaku_sampai,"
    "kode_opd_pendahulu\n1.01,Dinas Uji,DU,DINAS,2020-01-01,,\n",
    "pilar.csv": "kode_pilar,nama_pilar\nP1,Pilar\n",
    "satgas.csv": "id_satgas,nama_satgas,berlaku_dari,berlaku_sampai,status_verifikasi,sumber\n",
    "satuan.csv": "satuan,nama_satuan,is_aditif,faktor,is_rasio\n%,persen,false,100,true\n",
    "wilayah.csv": "kode_wilayah,nama_wilayah,tingkat_wilayah,kode_induk\n00,Uji,KABUPATEN,\n",
    "opd_peralihan.csv": "kode_opd_lama,kode_opd_baru,berlaku_dari,status_verifikasi,sumber\n",
}


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    root = tmp_path / "root"
    for name, text in SEEDS.items():
        put(root, f"dbt/seeds/profil/uji/{name}", text)
    put(root, "dbt/seeds/policy/aturan.csv", "id_aturan\nSTR-01\n")
    put(root, "dbt/models/a.sql", "select 1 as satu\n")
    put(root, "dagster_project/sae/a.py", "ONE = 1\n")
    put(root, "expectations/suites/a.yaml", "suite: a\n")
    put(root, "data_raw/layouts/a.yaml", "id: a\n")
    put(root, "pyproject.toml", '[project]\nname = "sae-warehouse"\nversion = "0.1.0"\n')
    made = Settings(
        home=tmp_path / "var",
        profile="uji",
        inbox=tmp_path,
        clock=datetime(2026, 8, 1, 9, 0),
        root=root,
    )
    ensure_base(made.landing, TEMPLATE)
    return made


def landed(name: str, **values: object) -> dict[str, object]:
    row: dict[str, object] = {
        "sha256_berkas": name * 8,
        "nama_berkas": f"{name}.xlsx",
        "ukuran": 100,
        "diterima_pada": datetime(2026, 4, 18, 10, 0),
        "hasil": "DITERIMA",
        "kode_opd": f"1.{name}",
        "id_siklus": "RAKOREV-2026-02",
        "versi_kiriman": 1,
    }
    return row | values


def land(settings: Settings, *rows: dict[str, object], batch: str = "b1") -> None:
    write_batch(settings.landing, batch, rows={"berkas": rows}, template_file=TEMPLATE)


def test_the_control_table_holds_one_row_with_the_facts_of_the_run(settings):
    land(settings, landed("a"), landed("b", diterima_pada=datetime(2026, 4, 23, 11, 0)))
    scope = write_scope(settings)
    [row] = pq.read_table(settings.scope_file).to_pylist()
    assert row == {
        "id_siklus": "RAKOREV-2026-03",
        "tahun": 2026,
        "periode": "TW2",
        "tanggal_batas": date(2026, 8, 10),
        "batas_terima": date(2026, 8, 10),
        "alasan_susulan": "",
        "id_rilis": scope.id_rilis,
        "dibuat_pada": datetime(2026, 4, 23, 11, 0),
        "versi_kode": scope.versi_kode,
        "versi_kebijakan": scope.versi_kebijakan,
        "versi_profil": scope.versi_profil,
        "sha256_masukan": scope.sha256_masukan,
        "jumlah_berkas": 2,
        "profil": "uji",
    }
    assert scope.id_rilis.startswith("R-2026-03-")
    assert scope.versi_kode.startswith("0.1.0+")
    assert [i.hari_terlambat for i in scope.masukan] == [0, 3]


def test_the_written_scope_is_read_back_with_its_inputs(settings):
    land(settings, landed("a"), landed("b", id_siklus=None, kode_opd=None, hasil="DITOLAK"))
    assert write_scope(settings) == read_scope(settings)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (datetime(2026, 1, 5), "RAKOREV-2026-01"),
        (datetime(2026, 6, 30), "RAKOREV-2026-02"),
        (datetime(2026, 7, 1), "RAKOREV-2026-03"),
    ],
)
def test_the_default_cycle_is_the_one_opened_last(settings, today, expected):
    assert write_scope(dataclasses.replace(settings, clock=today)).id_siklus == expected


def test_an_unknown_cycle_is_refused_with_the_known_ones(settings):
    with pytest.raises(ProfileError, match=r"RAKOREV-2026-01, RAKOREV-2026-02, RAKOREV-2026-03"):
        write_scope(settings, cycle="RAKOREV-2030-01")
    assert not settings.scope_file.exists()


def test_files_of_later_cycles_stay_out_and_files_without_a_cycle_are_in(settings):
    land(
        settings,
        landed("a", id_siklus="RAKOREV-2026-01"),
        landed("b", id_siklus="RAKOREV-2026-02"),
        landed("c", id_siklus="RAKOREV-2026-03"),
        landed("d", id_siklus=None, hasil="DITOLAK"),
    )
    scope = write_scope(settings, cycle="RAKOREV-2026-02")
    assert [i.nama_berkas for i in scope.masukan] == ["a.xlsx", "b.xlsx", "d.xlsx"]
    assert scope.masukan[2].hari_terlambat is None


def test_without_inputs_there_is_a_scope_that_says_so(settings):
    scope = write_scope(settings)
    assert scope.jumlah_berkas == 0
    assert scope.dibuat_pada == datetime(2026, 7, 1)


def test_neither_the_clock_nor_the_batches_change_the_id(settings):
    a, b = landed("a"), landed("b")
    land(settings, a, batch="b1")
    land(settings, b, batch="b2")
    first = write_scope(settings)
    shutil.rmtree(settings.work)
    ensure_base(settings.landing, TEMPLATE)
    land(settings, b, a, batch="b9")
    # before the cut-off and long after it: nothing of a release hangs on the day it is made
    later = dataclasses.replace(settings, clock=settings.now() + timedelta(days=90))
    assert write_scope(later) == first


def test_a_batch_left_half_written_by_a_kill_is_not_an_input(settings):
    land(settings, landed("a"))
    first = write_scope(settings)
    land(settings, landed("b"), batch=".b2.tmp-77")
    assert write_scope(settings) == first


def test_a_receipt_on_another_hour_of_the_same_day_is_the_same_input(settings, tmp_path):
    land(settings, landed("a", diterima_pada=datetime(2026, 4, 23, 8, 0)))
    other = dataclasses.replace(settings, home=tmp_path / "other")
    land(other, landed("a", diterima_pada=datetime(2026, 4, 23, 16, 0)))
    assert write_scope(settings).id_rilis == write_scope(other).id_rilis


CHANGES = {
    "one more file": lambda s: land(s, landed("z"), batch="b2"),
    "a refused file": lambda s: land(s, landed("z", hasil="DITOLAK"), batch="b2"),
    "code": lambda s: put(s.root, "dagster_project/sae/a.py", "ONE = 2\n"),
    "a model": lambda s: put(s.root, "dbt/models/a.sql", "select 2 as satu\n"),
    "a layout": lambda s: put(s.root, "data_raw/layouts/a.yaml", "id: b\n"),
    "a rule": lambda s: put(s.root, "dbt/seeds/policy/aturan.csv", "id_aturan\nSTR-02\n"),
    "a suite": lambda s: put(s.root, "expectations/suites/a.yaml", "suite: b\n"),
    "the profile": lambda s: put(
        s.root, "dbt/seeds/profil/uji/pilar.csv", "kode_pilar,nama_pilar\nP1,Lain\n"
    ),
    "the version": lambda s: put(
        s.root, "pyproject.toml", '[project]\nname = "sae-warehouse"\nversion = "0.2.0"\n'
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_the_numbers_changes_the_id(settings, change):
    land(settings, landed("a"))
    before = write_scope(settings).id_rilis
    CHANGES[change](settings)
    assert write_scope(settings).id_rilis != before


HARMLESS = {
    "a cache": lambda s: put(s.root, "dagster_project/sae/__pycache__/a.py", "x"),
    "what dbt compiled": lambda s: put(s.root, "dbt/target/compiled/a.sql", "select 1"),
    "windows line ends": lambda s: (s.root / "dbt/models/a.sql").write_bytes(
        b"select 1 as satu\r\n"
    ),
}


@pytest.mark.parametrize("change", HARMLESS)
def test_what_does_not_change_the_numbers_keeps_the_id(settings, change):
    land(settings, landed("a"))
    before = write_scope(settings)
    HARMLESS[change](settings)
    assert write_scope(settings) == before


def test_the_order_of_two_competing_submissions_is_part_of_the_inputs(settings, tmp_path):
    early, late = datetime(2026, 4, 18, 8, 0), datetime(2026, 4, 18, 9, 0)
    other = dataclasses.replace(settings, home=tmp_path / "other")
    land(
        settings,
        landed("a", kode_opd="1.01", diterima_pada=early),
        landed("b", kode_opd="1.01", diterima_pada=late),
    )
    land(
        other,
        landed("a", kode_opd="1.01", diterima_pada=late),
        landed("b", kode_opd="1.01", diterima_pada=early),
    )
    assert write_scope(settings).id_rilis != write_scope(other).id_rilis


def test_a_cycle_id_that_cannot_be_a_folder_name_is_refused(settings):
    seeds = settings.profile_dir / "siklus.csv"
    text = seeds.read_text(encoding="utf-8").replace("RAKOREV-2026-03", "RAKOREV-../03")
    seeds.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match="folder name"):
        write_scope(settings)


SUPPLEMENT = "batas_susulan,alasan_susulan"


def with_supplement(settings: Settings, until: str, reason: str) -> None:
    seed = settings.profile_dir / "siklus.csv"
    head, *rows, last = seed.read_text(encoding="utf-8").splitlines()
    lines = [f"{head},{SUPPLEMENT}", *(f"{row},," for row in rows), f"{last},{until},{reason}"]
    seed.write_text("\n".join(lines) + "\n", encoding="utf-8")


def names(files: tuple) -> list[str]:
    return [file.nama_berkas for file in files]


def test_a_release_holds_what_was_received_by_the_day_of_its_cut_off(settings: Settings) -> None:
    late = landed("b", id_siklus="RAKOREV-2026-03", diterima_pada=datetime(2026, 8, 11, 0, 30))
    land(
        settings,
        landed("a", id_siklus="RAKOREV-2026-03", diterima_pada=datetime(2026, 8, 10, 23, 30)),
    )
    before = write_scope(settings)
    land(settings, late, batch="b2")
    scope = write_scope(settings)
    assert (names(scope.masukan), names(scope.menunggu)) == (["a.xlsx"], ["b.xlsx"])
    assert scope.id_rilis == before.id_rilis
    assert read_scope(settings) == scope


def test_a_file_that_came_late_is_in_the_release_of_the_next_cycle(settings: Settings) -> None:
    land(settings, landed("a", diterima_pada=datetime(2026, 5, 9, 8, 0)))
    assert names(write_scope(settings, cycle="RAKOREV-2026-02").masukan) == []
    assert names(write_scope(settings, cycle="RAKOREV-2026-03").masukan) == ["a.xlsx"]


def test_a_supplementary_edition_receives_longer_and_judges_as_of_the_cut_off(
    settings: Settings,
) -> None:
    with_supplement(settings, "2026-09-30", "Banjir")
    land(
        settings,
        landed("a", id_siklus="RAKOREV-2026-03", diterima_pada=datetime(2026, 9, 30, 23, 0)),
        landed("b", id_siklus="RAKOREV-2026-03", diterima_pada=datetime(2026, 10, 1, 0, 0)),
    )
    scope = write_scope(settings)
    assert (names(scope.masukan), names(scope.menunggu)) == (["a.xlsx"], ["b.xlsx"])
    assert (scope.tanggal_batas, scope.batas_terima) == (date(2026, 8, 10), date(2026, 9, 30))
    assert scope.alasan_susulan == "Banjir"


@pytest.mark.parametrize(
    ("until", "reason", "fault"),
    [
        ("2026-09-30", "", "alasan_susulan"),
        ("", "Banjir", "batas_susulan"),
        ("2026-08-10", "Banjir", "does not lie after batas_data"),
    ],
)
def test_a_supplementary_edition_has_a_later_day_and_a_reason(settings, until, reason, fault):
    with_supplement(settings, until, reason)
    with pytest.raises(ProfileError, match=fault):
        write_scope(settings)
