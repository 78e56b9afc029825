"""The walk of one clerk, from the workbook that is made for the agency to the answer to the second
version, through the real commands; `docs/jalan-operator.md` is its transcript and nothing else.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from dagster_project.sae.answer.copy.styles import BLOCKING
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.examine.prepared import prepared
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.pull import pull
from tests.unit.blank.filling import close_overdue, fill

SAE = Path(sys.executable).parent / "sae"
SAMPLE = PROJECT_ROOT / "data_raw" / "contoh"
TEMPLATE = load_template(PROJECT_ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)
PAGE = PROJECT_ROOT / "docs" / "jalan-operator.md"

AGENCY = "1.02.01"
PERIOD = "2026-TW3"
FIRST, SECOND = f"{AGENCY}_2026_TW3_v1.xlsx", f"{AGENCY}_2026_TW3_v2.xlsx"
LATE, VAGUE = "1.02.01-002", "1.02.01-004"
CUMULATIVE = "1.02.01-007"

HEAD = """# Jalan seorang operator, langkah demi langkah

Halaman ini ditulis oleh ujinya sendiri (`tests/e2e/test_jalan_operator.py`): tiap perintah
dijalankan, tiap jawaban dibaca dari berkas yang dihasilkannya, dan uji itu gagal bila halaman ini
berbunyi lain. Angkanya DATA CONTOH SINTETIS. Cara mengisi tiap lembar ada di
[panduan-opd.md](panduan-opd.md).
"""


@dataclass
class Desk:
    """The clerk's table: a folder, the commands, and what was said so far."""

    folder: Path
    now: str = ""
    lines: list[str] = field(default_factory=lambda: [HEAD])

    def step(self, title: str, *said: str) -> None:
        self.lines += [f"\n## {title}", *said]

    def say(self, *said: str) -> None:
        self.lines += said

    def sae(self, *arguments: str, code: int, show: bool = True) -> str:
        """Run a command in the clerk's folder; its way out is part of the transcript."""
        done = subprocess.run(
            [str(SAE), *arguments],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={
                "PATH": "/usr/bin:/bin",
                "SAE_HOME": str(self.folder / "var"),
                "SAE_MASUK": str(self.folder / "masuk"),
                "SAE_KINI": self.now,
            },
            check=False,
            timeout=900,
        )
        assert done.returncode == code, done.stdout + done.stderr
        self.lines += ["```", f"$ sae {' '.join(arguments)}"]
        if show:
            self.lines += done.stdout.rstrip().splitlines()
        self.lines += [f"(keluar {code})", "```"]
        return done.stdout

    def findings(self, path: Path) -> list[dict[str, Any]]:
        """The findings of an answer, told one a line."""
        answer = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = answer["temuan"]
        for one in found:
            place = "seluruh berkas"
            if one["lembar"]:
                place = f"`{one['lembar']}!{one['sel']}`" if one["sel"] else f"`{one['lembar']}`"
            heading = f" ({one['judul_kolom']})" if one["judul_kolom"] else ""
            content = f", tertulis '{one['isi']}'" if one["isi"] else ""
            cause = f"{one['akibat_dari']} " if one["akibat_dari"] else ""
            self.lines.append(
                f"- **{one['id_aturan']}** ({one['tingkat']}) {place}{heading}{content}: {cause}"
                f"{one['pesan']} *{one['cara_memperbaiki']}*"
            )
        return found

    def send(self, path: Path) -> None:
        shutil.copy(path, self.folder / "masuk" / path.name)


def cell_of(book: Any, indicator: str, name: str) -> Any:
    """The cell of a field in the row of an indicator on REALISASI."""
    page = book["REALISASI"]
    columns = {cell.value: cell.column for cell in page[1]}
    row = next(r for r in range(3, page.max_row + 1) if page.cell(r, 1).value == indicator)
    return page.cell(row, columns[name])


def change(path: Path, indicator: str, name: str, value: Any, *, target: Path | None = None) -> str:
    """Write one cell and tell its address."""
    book = openpyxl.load_workbook(path)
    cell = cell_of(book, indicator, name)
    cell.value = value
    book.save(target or path)
    return f"REALISASI!{cell.coordinate}"


def released(desk: Desk, indicator: str) -> Any:
    with duckdb.connect(str(desk.folder / "var/serving/sae.duckdb"), read_only=True) as served:
        row = served.execute(
            "select realisasi_periode from kpi_indikator where id_indikator = ? and tahun = 2026 "
            "and periode = 'TW3' and kode_wilayah = '35.13'",
            [indicator],
        ).fetchone()
    return row[0] if row else None


@pytest.fixture
def desk(tmp_path):
    prepared(Settings.from_env({}))
    (tmp_path / "masuk").mkdir()
    return Desk(tmp_path)


def test_one_clerk_walks_from_the_blank_workbook_to_the_second_version(desk, tmp_path):
    answers = tmp_path / "var" / "kembali" / AGENCY

    for period in ("2025_THN", "2026_TW1", "2026_TW2"):
        desk.send(SAMPLE / f"{AGENCY}_{period}_v1.xlsx")
    settings = Settings.from_env(
        {
            "SAE_HOME": str(tmp_path / "var"),
            "SAE_MASUK": str(tmp_path / "masuk"),
            "SAE_KINI": "2026-07-19T08:00:00",
        }
    )
    assert pull(settings).accepted == 3
    desk.step(
        "1. Yang sudah ada",
        "Laporan 2025 THN, 2026 TW1, dan 2026 TW2 sudah diterima.",
    )

    desk.now = "2026-10-12T08:00:00"
    desk.step(
        "2. Buku kerja untuk triwulan III",
        "Definisi, target tahun ini, tindak lanjut yang terbuka, pos anggaran, dan kolaborasi",
        "sudah terisi; angka tahunan sudah berstatus BELUM_RILIS.",
    )
    desk.sae("templat", "--opd", AGENCY, "--periode", PERIOD, code=0)
    path = tmp_path / FIRST
    book = openpyxl.load_workbook(path)
    assert cell_of(book, "1.02.01-001", "status_data").value == "BELUM_RILIS"
    beside = cell_of(book, CUMULATIVE, "_sejak_januari").value
    desk.say(f"Di samping target {CUMULATIVE} tertulis: {beside}.")

    desk.step(
        "3. Diisi, dengan dua salah tulis",
        "Hanya sel yang masih kosong diisi, dan status tindak lanjut diperbarui.",
    )
    done = fill(path, TEMPLATE, like=SAMPLE / FIRST)
    assert done.disputes == []
    kept = close_overdue(path)
    right = cell_of(openpyxl.load_workbook(path), CUMULATIVE, "realisasi").value
    vague = cell_of(openpyxl.load_workbook(path), VAGUE, "perubahan_dirasakan").value
    wrong = change(path, CUMULATIVE, "realisasi", "4.653")
    change(path, VAGUE, "perubahan_dirasakan", "Pelayanan semakin baik dan warga terbantu.")
    desk.say(f"{kept} tindak lanjut yang lewat tenggat ditulis SELESAI dengan buktinya.")
    desk.say(f"Di `{wrong}` tertulis teks `4.653`, dan satu perubahan ditulis tanpa angka.")

    desk.step("4. Diperiksa sebelum dikirim")
    desk.sae("periksa", FIRST, code=2, show=False)
    copy = path.with_name(f"{path.stem}_perbaikan.xlsx")
    found = {one["id_aturan"]: one for one in desk.findings(copy)}
    assert (found["STR-06"]["isi"], found["DPK-05"]["judul_kolom"]) == (
        "4.653",
        "Perubahan yang dirasakan",
    )
    marked = openpyxl.load_workbook(copy)
    assert marked.sheetnames[0] == "PERBAIKAN"
    assert cell_of(marked, CUMULATIVE, "realisasi").fill.fgColor.rgb == BLOCKING
    desk.say(f"Salinan bertandanya `{copy.name}`: selnya merah, daftarnya di lembar PERBAIKAN.")

    desk.step(
        "5. Diperbaiki di salinan bertanda, lalu diperiksa lagi",
        "Yang menahan diperbaiki; peringatannya belum.",
    )
    change(copy, CUMULATIVE, "realisasi", right, target=path)
    desk.sae("periksa", FIRST, code=0, show=False)
    left = desk.findings(copy)
    assert [one["id_aturan"] for one in left] == ["DPK-05"]

    desk.step("6. Dikirim ke kotak masuk; pekerjaan dijalankan")
    desk.send(path)
    desk.sae("run", "--siklus", "RAKOREV-2026-04", code=0, show=False)
    assert released(desk, CUMULATIVE) == right
    desk.say(f"Terbit untuk {CUMULATIVE}, 2026 TW3: {right}.")

    desk.step("7. Jawaban yang diterima", f"Di folder `kembali/{AGENCY}`:")
    answer = answers / f"{path.stem}_perbaikan.xlsx"
    assert answer.is_file()
    received = desk.findings(answer)
    assert [(one["id_aturan"], one["sel"]) for one in received] == [
        (one["id_aturan"], one["sel"]) for one in left
    ]

    desk.now = "2026-10-14T08:00:00"
    desk.step(
        "8. Versi kedua dimulai dari yang berlaku",
        "Tidak ada yang diketik ulang: hanya sel yang disebut jawaban itu diubah.",
    )
    desk.sae("templat", "--opd", AGENCY, "--periode", PERIOD, code=0)
    second = tmp_path / SECOND
    change(second, VAGUE, "perubahan_dirasakan", vague)
    desk.sae("periksa", SECOND, code=0, show=False)
    again = second.with_name(f"{second.stem}_perbaikan.xlsx")
    assert [one["id_aturan"] for one in desk.findings(again)] == ["IDT-06"]

    desk.step("9. Dikirim lagi")
    desk.send(second)
    desk.sae("run", "--siklus", "RAKOREV-2026-04", code=0, show=False)
    assert not answer.exists()
    assert released(desk, CUMULATIVE) == right
    told = desk.findings(answers / f"{second.stem}_perbaikan.xlsx")
    assert [one["id_aturan"] for one in told] == ["IDT-06"]
    desk.say("Jawaban atas versi pertama sudah tidak ada, dan tidak ada yang menahan.")

    text = "\n".join(desk.lines) + "\n"
    written = tmp_path / PAGE.name
    written.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, f"the walk says something else: {written}"
