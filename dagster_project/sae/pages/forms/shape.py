"""The two forms as data: their columns, headings, numbers, and which figure stands where.

Belongs here: what Permendagri 86/2017 prescribes, in the words that agencies print. Seen in the
E.81 of Deli Serdang (2025) and the empty E.60 of Jember (2020).
Stays out: writing them (`write`). The columns without a number (code, unit, remarks) are added, as
agencies add them, because a figure cannot be read back without them.
"""

from __future__ import annotations

from dataclasses import dataclass

QUARTERS = ("I", "II", "III", "IV")
K, RP, PERCENT, TEXT = "K", "Rp", "%", "teks"


@dataclass(frozen=True)
class Column:
    """One column of the table.

    Attributes:
        field: column of the release's table; None where nothing of it is reported, so it stays
            empty.
        kind: K a performance figure, Rp an amount, % a share, or a text.
        width: as a spreadsheet counts it.
        share: fields of which the form itself prints the first in percent of the second.
    """

    field: str | None
    kind: str
    width: float
    share: tuple[str, str] | None = None


@dataclass(frozen=True)
class Group:
    """One heading with the columns below it.

    Attributes:
        heading: what is printed; `{tahun}` the year, `{lalu}` the one before, `{akhir}` the last
            year of the plan.
        number: the number the form gives the column; empty for a column that was added.
        quarter: I to IV where the heading stands below `Realisasi Kinerja pada Triwulan`.
    """

    heading: str
    number: str
    columns: tuple[Column, ...]
    quarter: str = ""


@dataclass(frozen=True)
class Form:
    """One form.

    Attributes:
        code: its name in the regulation.
        table: table of the release that fills it.
        title: first line; {pemerintah} and {tahun} are filled in.
        agency: column of the table with the name of the agency.
        empty: why some columns are empty, told below the table.
        footer: lines the regulation prints below the table.
    """

    code: str
    table: str
    title: str
    agency: str
    groups: tuple[Group, ...]
    empty: str
    footer: tuple[str, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns from left to right."""
        return tuple(column for group in self.groups for column in group.columns)


def _pair(k: str | None, rp: str | None, *, kinds: tuple[str, str] = (K, RP)) -> tuple[Column, ...]:
    # Nothing fills an amount of the plan: a narrow column says so and leaves paper to the others.
    wide = 5 if rp is None else 9 if kinds[1] == PERCENT else 14
    return Column(k, kinds[0], 9), Column(rp, kinds[1], wide)


def _quarters(first: int) -> tuple[Group, ...]:
    return tuple(
        Group(
            quarter,
            str(first + place),
            _pair(f"k_{first + place}_tw{place + 1}", f"rp_{first + place}_tw{place + 1}"),
            quarter=quarter,
        )
        for place, quarter in enumerate(QUARTERS)
    )


_UNIT = Group("Satuan", "", (Column("satuan", TEXT, 9),))
_REMARK = Group("Keterangan", "", (Column("keterangan", TEXT, 18),))
_SHARES = (PERCENT, PERCENT)
_CLOSING = (
    "Rata-rata capaian kinerja (%)",
    "Predikat kinerja",
    "Faktor pendorong keberhasilan kinerja:",
    "Faktor penghambat pencapaian kinerja:",
    "Tindak lanjut yang diperlukan dalam triwulan berikutnya:",
)

E81 = Form(
    code="E81",
    table="formulir_e81",
    title="Evaluasi Terhadap Hasil Renja Perangkat Daerah",
    agency="nama_opd",
    groups=(
        Group("No", "1", (Column("nomor", TEXT, 4),)),
        Group("Sasaran", "2", (Column(None, TEXT, 8),)),
        Group("Kode", "", (Column("kode", TEXT, 12),)),
        Group(
            "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan",
            "3",
            (Column("uraian", TEXT, 20),),
        ),
        Group(
            "Indikator Kinerja Program (Outcome)/Kegiatan (Output)",
            "4",
            (Column("nama_indikator", TEXT, 28),),
        ),
        _UNIT,
        Group(
            "Target Renstra Perangkat Daerah pada Tahun {akhir} (Akhir Periode Renstra Perangkat "
            "Daerah)",
            "5",
            _pair("k_5_target_renstra", None),
        ),
        Group(
            "Realisasi Capaian Kinerja Renstra Perangkat Daerah sampai dengan Renja Perangkat "
            "Daerah Tahun {lalu}",
            "6",
            _pair("k_6_realisasi_lalu", None),
        ),
        Group(
            "Target Kinerja dan Anggaran Renja Perangkat Daerah Tahun Berjalan (Tahun {tahun}) "
            "yang dievaluasi",
            "7",
            _pair("k_7_target", "rp_7_pagu"),
        ),
        *_quarters(8),
        Group(
            "Realisasi Capaian Kinerja dan Anggaran Renja Perangkat Daerah yang Dievaluasi",
            "12",
            _pair("k_12_realisasi", "rp_12_realisasi"),
        ),
        Group(
            "Tingkat Capaian Kinerja dan Realisasi Anggaran Renja Perangkat Daerah yang Dievaluasi "
            "(%)",
            "13 = 12 / 7 x 100",
            _pair("k_13_persen", "rp_13_persen", kinds=_SHARES),
        ),
        Group(
            "Realisasi Kinerja dan Anggaran Renstra Perangkat Daerah s/d Tahun {tahun}",
            "14",
            _pair("k_14_renstra", None),
        ),
        Group(
            "Tingkat Capaian Kinerja dan Realisasi Anggaran Renstra Perangkat Daerah s/d Tahun "
            "{tahun} (%)",
            "15 = 14 / 5 x 100",
            _pair("k_15_persen_renstra", None, kinds=_SHARES),
        ),
        Group("Unit Perangkat Daerah Penanggung Jawab", "16", (Column("nama_opd", TEXT, 15),)),
        _REMARK,
    ),
    empty=(
        "Kolom 2 dan kolom Rp pada 5, 6, 14, dan 15 kosong: sasaran dan anggaran Renstra tidak "
        "dilaporkan."
    ),
    footer=(*_CLOSING, "Tindak lanjut yang diperlukan dalam Renja Perangkat Daerah berikutnya:"),
)

E60 = Form(
    code="E60",
    table="formulir_e60",
    title="Evaluasi Terhadap Hasil RKPD {pemerintah} Tahun {tahun}",
    agency="perangkat_daerah",
    groups=(
        Group("No", "1", (Column("nomor", TEXT, 4),)),
        Group("Sasaran", "2", (Column(None, TEXT, 8),)),
        Group("Kode", "3", (Column("kode", TEXT, 12),)),
        Group("Urusan / Program / Kegiatan", "4", (Column("uraian", TEXT, 20),)),
        Group(
            "Indikator Kinerja Program (Outcome)/ Kegiatan (Output)",
            "5",
            (Column("nama_indikator", TEXT, 28),),
        ),
        _UNIT,
        Group(
            "Target RPJMD Kabupaten/Kota pada Tahun {akhir}",
            "6",
            (Column("k_6_target_rpjmd", K, 11),),
        ),
        Group(
            "Realisasi Capaian Kinerja RPJMD Kabupaten/Kota sampai dengan RKPD Kabupaten/Kota "
            "Tahun {lalu}",
            "7",
            _pair("k_7_realisasi_lalu", None),
        ),
        Group(
            "Target Kinerja dan Anggaran RKPD Kabupaten/Kota Tahun {tahun} yang dievaluasi",
            "8",
            _pair("k_8_target", "rp_8_pagu"),
        ),
        *_quarters(9),
        Group(
            "Realisasi Capaian Kinerja dan Anggaran RKPD Kabupaten/Kota yang Dievaluasi",
            "13",
            _pair("k_13_realisasi", "rp_13_realisasi"),
        ),
        Group(
            "Tingkat Capaian Kinerja dan Realisasi Anggaran RKPD Kabupaten/Kota yang "
            "Dievaluasi (%)",
            "14 = 13 / 8 x 100",
            (
                Column(None, PERCENT, 9, share=("k_13_realisasi", "k_8_target")),
                Column(None, PERCENT, 9, share=("rp_13_realisasi", "rp_8_pagu")),
            ),
        ),
        Group(
            "Realisasi Kinerja dan Anggaran RPJMD Kabupaten/Kota s/d Tahun {tahun}",
            "15",
            _pair("k_14_rpjmd", None),
        ),
        Group(
            "Tingkat Capaian Kinerja dan Realisasi Anggaran RPJMD Kabupaten/Kota s/d Tahun {tahun} "
            "(%)",
            "16 = 15 / 6 x 100",
            _pair("k_15_persen_rpjmd", None, kinds=_SHARES),
        ),
        Group("Perangkat Daerah Penanggung Jawab", "17", (Column("perangkat_daerah", TEXT, 15),)),
        _REMARK,
    ),
    empty=(
        "Kolom 2 dan kolom Rp pada 7, 15, dan 16 kosong: sasaran dan anggaran RPJMD tidak "
        "dilaporkan."
    ),
    footer=(*_CLOSING, "Tindak lanjut yang diperlukan dalam RKPD berikutnya:"),
)

FORMS = {"e81": E81, "e60": E60}
