"""The one page of instructions in front of the workbook, in Indonesian.

Belongs here: what PETUNJUK says and how it prints on one sheet of A4.
Stays out: the meaning of single fields (notes on their cells, from the template).
The longer text for OPD is `docs/panduan-opd.md`; both say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagster_project.sae.blank.known import Known
from dagster_project.sae.blank.looks import CONDITIONAL, MANDATORY, OPTIONAL, Looks
from dagster_project.sae.blank.request import Request
from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import Template
from dagster_project.sae.intake.forms.cover import indonesian_date

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET = "PETUNJUK"
_LETTERS_A_LINE = 92
_LINE_HEIGHT = 15.5


def write_guide(
    book: Workbook,
    template: Template,
    *,
    profile: Profile,
    request: Request,
    known: Known,
    looks: Looks,
) -> None:
    """Add the sheet PETUNJUK; readers pass over it."""
    sheet = book.add_worksheet(SHEET)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 92)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
    sheet.write_string(0, 0, f"{template.title}, templat {template.version}", looks.title)
    sheet.write_string(1, 0, f"{request.opd.name} ({request.opd.code})", looks.strong)
    sheet.write_string(2, 0, request.cycle.name, looks.strong)
    row = 4
    for heading, lines in _sections(template, profile, request=request, known=known):
        sheet.merge_range(row, 0, row, 1, heading, looks.section)
        row += 1
        for name, text in lines:
            colour = looks.colours.get(name)
            sheet.write_string(row, 0, name, colour or looks.label)
            sheet.write_string(row, 1, text, looks.wrapped)
            sheet.set_row(row, _LINE_HEIGHT * (1 + len(text) // _LETTERS_A_LINE))
            row += 1
        row += 1
    sheet.print_area(0, 0, row, 1)
    sheet.protect()
    sheet.activate()


def _sections(
    template: Template, profile: Profile, *, request: Request, known: Known
) -> list[tuple[str, list[tuple[str, str]]]]:
    cycle = request.cycle
    facts = [
        ("Siklus", f"{cycle.id}, periode {cycle.period} {cycle.year}"),
        (
            "Waktu",
            f"Dibuka {indonesian_date(cycle.opened)}, tenggat {indonesian_date(cycle.deadline)}, "
            f"batas data {indonesian_date(cycle.cutoff)}.",
        ),
        ("Nama berkas", f"Simpan dan kirim sebagai {request.file_name(known.version)}"),
        ("Sudah terisi", _filled(known)),
    ]
    label = profile.facts.get("label_data")
    if label and known.source:
        facts.append(("Perhatian", label))
    return [
        ("Laporan ini", facts),
        ("Cara mengisi", list(_STEPS)),
        ("Warna judul kolom", list(_COLOURS)),
        ("Menulis angka", list(_NUMBERS)),
        ("Lembar", [(s.name, _SHEETS.get(s.name, "")) for s in template.sheets]),
    ]


def _filled(known: Known) -> str:
    if known.source is None:
        return "Hanya SAMPUL: belum ada laporan OPD ini yang pernah diterima atau terbit."
    if known.again is not None:
        return (
            f"Seluruh isi {known.source}. Ubah hanya yang perlu; bila sebuah angka berubah, tulis "
            "sebabnya di alasan_revisi. Kolom catatan sendiri (berawalan _) tidak ikut."
        )
    return (
        f"{len(known.indicators)} indikator dari {known.source}, tindak lanjut yang belum selesai, "
        "pos anggaran tahun ini, dan kolaborasi. Angka periode ini dikosongkan. Tanggal acuan "
        "terisi hari terakhir periode; ganti bila angkanya dari hari lain."
    )


_STEPS = (
    ("1. SAMPUL", "Isi kolom nilai: kepala OPD, pengesahan, operator, dan pelajaran periode ini."),
    ("2. INDIKATOR", "Periksa definisi, rumus, sumber, angka awal. Indikator baru: baris baru."),
    (
        "3. REALISASI",
        "Isi realisasi, tanggal acuan, bukti, dan perubahan yang dirasakan. Kolom miring, "
        "berawalan _ di baris 1, hanya membantu dan tidak dibaca.",
    ),
    (
        "4. HAMBATAN_TL",
        "Satu baris untuk tiap target yang meleset: mengapa, apa, siapa, kapan. Yang terbuka dari "
        "periode lalu sudah tertulis: perbarui statusnya.",
    ),
    ("5. ANGGARAN", "Pagu setahun dan belanja sejak Januari sampai akhir periode, dalam rupiah."),
    (
        "6. Lembar lain",
        "Isi bila ada; bila tidak ada, biarkan hanya judul kolomnya (dua baris teratas).",
    ),
    (
        "7. Kirim",
        "Minta pengesahan kepala OPD, lalu kirim. Bila ada yang harus diperbaiki, berkas ini "
        "kembali dengan sel yang ditandai.",
    ),
)

_COLOURS = (
    (MANDATORY, "Wajib diisi pada setiap baris."),
    (CONDITIONAL, "Wajib pada keadaan tertentu; syaratnya ada pada catatan judul kolom."),
    (OPTIONAL, "Boleh kosong."),
)

_NUMBERS = (
    ("Angka", "Tanpa titik ribuan dan tanpa satuan: 1234, bukan 1.234 atau 1234 orang."),
    ("Persen", "Skala 0 sampai 100: 85,4 berarti 85,4 persen. Isi pembilang dan penyebutnya."),
    (
        "Tidak ada",
        "Jangan menulis 0. Kosongkan realisasi dan pilih status data BELUM_RILIS, TIDAK_DIUKUR, "
        "atau TIDAK_BERLAKU. Nol yang benar nol: 0 dengan NOL_TERKONFIRMASI.",
    ),
    (
        "Kode",
        "Ditulis sebagai teks. Nama setiap kode ada pada lembar tersembunyi _daftar (klik kanan "
        "nama lembar, Tampilkan/Unhide).",
    ),
    (
        "Jangan",
        "Mengganti nama lembar atau judul kolom, menggabungkan sel, menulis NIK, nomor telepon, "
        "atau surel di luar SAMPUL.",
    ),
)

_SHEETS = {
    "SAMPUL": "Siapa melapor, periode apa, siapa mengesahkan.",
    "INDIKATOR": "Daftar indikator dengan definisi, arah baik, sumber, angka awal, target akhir.",
    "REALISASI": "Satu baris untuk satu indikator pada periode ini.",
    "HAMBATAN_TL": "Hambatan dan tindak lanjut dari target yang meleset.",
    "ANGGARAN": "Belanja yang mendukung indikator.",
    "KOLABORASI": "Indikator bersama; hanya diisi OPD pemimpin, tepat satu PEMIMPIN.",
    "SWADAYA": "Gotong royong dan sumbangan warga; jangan dicampur dengan APBD.",
    "KOMUNIKASI": "Publikasi tentang indikator.",
    "ADUAN": "Hanya diisi pengelola kanal aduan: jumlah, tanpa nama dan tanpa isi aduan.",
}
