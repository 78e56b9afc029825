"""Every page stands on its own: valid, linked, labelled, whatever the release holds."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from dagster_project.sae.pages.site.write import write_site
from tests.unit.pages.made import (
    CYCLE,
    agency,
    card,
    change,
    figure,
    indicator,
    pillar,
    row,
    tables,
)

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=y>\u202e\u2066😀\x00\x07" + "A" * 5000

USUAL = (
    pillar(),
    agency(),
    card(),
    indicator("I-1"),
    figure("I-1"),
    figure("I-1", year=2025, period="THN", realisasi=11.0, status_capaian="TERCAPAI"),
)
ODD = (
    pillar(order=None),
    agency(),
    card(hari_terlambat=3, tepat_waktu=0),
    indicator("I-1", kode_pilar="", baseline_nilai=float("nan"), polaritas=None, satuan=None),
    figure("I-1", realisasi=float("inf"), target=None, capaian_tampil=None, sel=None, lembar=None),
    figure("I-1", year=2025, period="THN", realisasi=None, status_data="TIDAK_DIUKUR"),
    figure("I-1", period="SM1", target_bawah=1.0, target_atas=2.0, target=None),
    figure("I-1", kode_wilayah="99.01", realisasi=-3.0),
    figure("I-1", dimensi="perempuan", realisasi=None),
    row("kpi_kolaborasi", kode_opd="1.01", kode_opd_mitra=None, id_siklus=CYCLE, is_sendiri=False),
    row("kpi_aduan", id_siklus=CYCLE, kategori=None, kode_opd="7.77", diterima=None),
    row("kpi_tindak_lanjut", id_tindak_lanjut="x", kode_opd="1.01", posisi=None, tahun=2026,
        is_terbuka=True, id_indikator="tidak dikenal"),
    row("konflik_sumber", id_konflik="k", id_indikator="I-1", tahun=2026),
    row("kpi_akselerasi", id_indikator="I-1", tahun=2025),
    row("revisi", id_indikator="I-1", tahun=2026, periode="TW1", nomor_vintase=1),
    row("kpi_swadaya", kunci="s", id_siklus=CYCLE, jumlah_orang=None),
)  # fmt: skip
RELEASES = {
    "odd and missing values": ODD,
    "usual": USUAL,
    "nothing at all": (),
    "no pillars": (agency(), card(), indicator("I-1", kode_pilar=None), figure("I-1")),
    "no indicators": (pillar(), agency(), card(skor_ketat=None)),
    "one silent agency": (pillar(), agency(), card(is_diam=True, is_ditahan=True, diterima=0)),
    "only held rows": (
        pillar(),
        agency(),
        card(is_ditahan=True),
        indicator("I-1"),
        row(
            "mutu_keputusan", entitas="BARIS", keputusan="tahan", status="gagal", tahun=2026,
            periode="TW1", id_indikator="I-1", id_siklus=CYCLE, kode_opd="1.01", alasan="ANG-08",
        ),
    ),
    "three pillars without missions": tuple(pillar(f"P-{n}", f"Pilar {n}", n) for n in (1, 2, 3)),
    "an indicator of no known agency": (indicator("I-1", kode_opd="9.99"), figure("I-1")),
    "names that attack": (
        pillar(name=HOSTILE, misi=HOSTILE),
        agency(name=HOSTILE),
        card(nama_opd=HOSTILE, nama_kepala_opd=HOSTILE, pelajaran=HOSTILE),
        indicator("../<I>", name=HOSTILE, definisi_operasional=HOSTILE, satuan=HOSTILE),
        figure("../<I>", satuan=HOSTILE, lembar=HOSTILE),
    ),
}  # fmt: skip


class Links(HTMLParser):
    """Addresses that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [str(value) for name, value in attrs if name in {"href", "src", "action"}]


@pytest.fixture(params=RELEASES.values(), ids=RELEASES.keys())
def site(request, tmp_path: Path) -> Path:
    write_site(tables(*request.param), tmp_path)
    return tmp_path


def pages(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("*.html"))
    }


def test_every_page_is_valid_html_and_says_that_the_data_are_synthetic(site):
    for name, text in pages(site).items():
        parser = html5lib.HTMLParser()
        parser.parse(text)
        assert parser.errors == [], name
        assert "DATA CONTOH SINTETIS" in text, name
        assert "R-2026-02-aaaaaaaaaaaa" in text, name


def test_every_link_of_every_page_leads_to_a_file_of_the_site(site):
    dead = []
    for name, text in pages(site).items():
        reader = Links()
        reader.feed(text)
        for link in reader.found:
            parts = urlsplit(link)
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            is_download = parts.path.startswith("data/") or parts.path == "SHA256SUMS"
            if parts.scheme or not (is_download or target.is_file()):
                dead.append(f"{name}: {link}")
    assert dead == []


def test_nothing_a_person_typed_becomes_markup(site):
    for name, text in pages(site).items():
        assert "<script>alert" not in text, name
        assert "<img" not in text, name


@pytest.mark.parametrize("name", ["usual", "names that attack"])
def test_the_same_subset_gives_the_same_bytes(tmp_path, name):
    made = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_site(tables(*RELEASES[name]), folder)
        made.append({p.relative_to(folder): p.read_bytes() for p in folder.rglob("*.*")})
    assert made[0] == made[1]


def test_a_page_without_content_says_so(tmp_path):
    write_site(tables(), tmp_path)
    found = pages(tmp_path)
    assert "Profil ini tidak memuat pilar." in found["index.html"]
    assert "Rilis ini tidak memuat OPD." in found["opd.html"]
    assert "Belum ada swadaya yang rilis." in found["swadaya.html"]


def test_the_front_page_puts_what_went_wrong_first(tmp_path):
    measures = [
        row(
            "kpi_empat_kalimat", kalimat=kalimat, teks_kalimat=f"Kalimat {kalimat}.", urutan=1,
            ukuran="u", nama_ukuran="Target yang meleset", nilai=30.0, satuan="indikator",
            penyebut=66.0, nama_penyebut="target", pembanding=25.0, nama_pembanding=CYCLE,
            sumber="kpi_kejujuran.meleset",
        )
        for kalimat in ("BEKERJA", "BELAJAR", "MENDENGAR", "BERAKSELERASI")
    ]  # fmt: skip
    write_site(tables(*USUAL, *measures), tmp_path)
    text = pages(tmp_path)["index.html"]
    order = [text.index(f"Kalimat {k}.") for k in ("BELAJAR", "MENDENGAR", "BEKERJA")]
    assert order == sorted(order)
    assert "Evaluasi triwulan I: 25 (+5)." in text


def test_the_front_page_tells_what_changed_and_why(tmp_path):
    moved = change(
        tabel="kpi_indikator",
        kunci="id_indikator=I-1; tahun=2026; periode=TW1",
        jenis="BERUBAH",
        id_indikator="I-1",
        nama="Lama sekolah",
        kolom="realisasi",
        lama="12.1",
        baru="12.5",
        sebab="REVISI",
    )
    gone = change(tabel="kpi_opd", kunci="kode_opd=9", jenis="HILANG", sebab="LINGKUP")
    write_site(tables(*USUAL, moved, gone), tmp_path)
    text = " ".join(pages(tmp_path)["index.html"].split())
    assert "Baris publik: 1 berubah, 1 tidak lagi terbit." in text
    assert "Realisasi, Triwulan I 2026" in text
    assert '<td class="angka">12,1</td><td class="angka">12,5</td><td>revisi</td>' in text


def test_a_held_indicator_names_the_rule_and_not_the_figure(tmp_path):
    write_site(tables(*RELEASES["only held rows"]), tmp_path)
    found = pages(tmp_path)
    assert "Ditahan" in found["pilar/P-1.html"]
    assert 'href="../metode-aturan.html#ANG-08"' in found["pilar/P-1.html"]
    assert "Belum ada angka rilis untuk indikator ini." in found["indikator/I-1.html"]


def test_a_held_indicator_whose_definition_is_held_too_is_counted(tmp_path):
    score = row("kpi_pilar", kode_pilar="P-1", id_siklus=CYCLE, tahun=2026, periode="TW1",
                jumlah_ditahan=2, cakupan=50.0, cakupan_min=80.0)  # fmt: skip
    write_site(tables(*USUAL, score), tmp_path)
    text = pages(tmp_path)["pilar/P-1.html"]
    assert "2 indikator lain pilar ini ditahan bersama definisinya" in text
    assert "Tidak ada yang ditahan atau tidak dilaporkan" not in text


def test_a_measure_without_a_value_says_why_once(tmp_path):
    measure = row(
        "kpi_empat_kalimat", kalimat="BELAJAR", teks_kalimat="Belajar.", urutan=1, ukuran="u",
        nama_ukuran="Indeks", alasan_tanpa_nilai="Tidak ada target.", sumber="kpi_opd.x",
    )  # fmt: skip
    write_site(tables(*USUAL, measure), tmp_path)
    text = " ".join(pages(tmp_path)["index.html"].split())
    assert "Tidak ada target</bdi></strong>." in text


def test_an_indicator_names_the_cell_its_figure_came_from(tmp_path):
    write_site(tables(*USUAL), tmp_path)
    assert "REALISASI!J2" in pages(tmp_path)["indikator/I-1.html"]


def test_a_yearly_indicator_is_not_called_missing_in_a_quarter(tmp_path):
    yearly = indicator("I-1", jenis_agregasi="TAHUNAN_SAJA")
    write_site(tables(pillar(), agency(), card(), yearly), tmp_path)
    text = pages(tmp_path)["pilar/P-1.html"]
    assert "Belum jatuh tempo" in text
    assert "Tidak dilaporkan" not in text


def test_the_method_page_shows_every_threshold_with_its_version_and_reason(tmp_path):
    rows = [
        row("ambang", kelompok="AMBANG", kode="toleransi", nilai=1e-9, versi="1", id_siklus="",
            berlaku_dari=date(2020, 1, 1), alasan="Menutup galat pecahan"),
        row("ambang", kelompok="AMBANG", kode="cakupan_min", nilai=75.0, versi="2",
            id_siklus=CYCLE, berlaku_dari=date(2026, 1, 1), alasan="Sekali ini"),
        row("ambang", kelompok="SKALA", kode="Tinggi", nilai=76.0, nilai_sampai=90.0, versi="P",
            id_siklus="", berlaku_dari=date(2017, 9, 28), alasan="Permendagri", ukuran="persen"),
        row("ambang", kelompok="JARING", kode="SKOR_PILAR", nilai=5.0, versi="1", id_siklus="",
            ukuran="poin", berlaku_dari=date(2026, 1, 1), alasan="Lima poin"),
    ]  # fmt: skip
    write_site(tables(*rows), tmp_path)
    said = " ".join((tmp_path / "metode.html").read_text(encoding="utf-8").split())
    for shown in (
        "0,000000001", "Menutup galat pecahan", f"hanya {CYCLE}", "versi 2, sejak", "76 – 90",
        "5 poin", "Lima poin", "Tidak ada pengecualian", "sha256sum -c SHA256SUMS",
    ):  # fmt: skip
        assert shown in said, shown


def test_the_json_beside_an_indicator_holds_its_series(tmp_path):
    write_site(tables(*USUAL), tmp_path)
    content = json.loads((tmp_path / "indikator" / "I-1.json").read_text(encoding="utf-8"))
    assert content["label_data"].startswith("DATA CONTOH SINTETIS")
    assert [(one["tahun"], one["realisasi"]) for one in content["deret"]] == [
        (2025, 11.0),
        (2026, 12.5),
    ]


def test_the_csv_beside_an_indicator_opens_without_running_a_formula(tmp_path):
    rows = (indicator("I-1"), figure("I-1", nama_indikator="=HYPERLINK(1)"))
    write_site(tables(*rows), tmp_path)
    text = (tmp_path / "indikator" / "I-1.csv").read_text(encoding="utf-8-sig")
    assert ",'=HYPERLINK(1)," in text


def test_long_lists_are_parted_so_that_no_page_grows_without_end(tmp_path):
    many = [indicator(f"I-{n:04}") for n in range(300)]
    write_site(tables(pillar(), agency(), card(), *many), tmp_path)
    parts = sorted(path.name for path in (tmp_path / "pilar").iterdir())
    assert parts == ["P-1-2.html", "P-1-3.html", "P-1.html"]
    assert max(path.stat().st_size for path in tmp_path.rglob("*.html")) < 300_000
