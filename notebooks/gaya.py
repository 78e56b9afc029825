"""Tampilan bersama buku catatan: judul dengan peringatan data, warna, arti kosong.

Di sini: cara menggambar yang sama untuk semua buku. Tidak di sini: pertanyaan kepada rilis.
"""

from __future__ import annotations

import base64
import struct
import zlib

import altair as alt
import pandas as pd
import vl_convert

from dagster_project.sae.readers.notebook import tanya

SKALA_GAMBAR = 1.3
DESIMAL = alt.Locale(
    number=alt.NumberLocale(decimal=",", thousands=".", grouping=[3], currency=["Rp", ""])
)

# Biru dan jingga tetap terbedakan oleh mata buta warna; abu-abu selalu berarti "tidak ada angka".
BAIK, KURANG, KOSONG, TEKS, MERAH = "#1f6f9f", "#d9730d", "#b8bec4", "#333333", "#b00020"
PILAR = ["#1f6f9f", "#d9730d", "#3a8f5c", "#7d5ba6", "#a0713c"]

ARAH = {
    "NAIK": "↑ makin tinggi makin baik",
    "TURUN": "↓ makin rendah makin baik",
    "RENTANG": "↔ baik di dalam rentang",
}
KEADAAN = {
    "TERCAPAI": "Tercapai",
    "TIDAK_TERCAPAI": "Belum tercapai",
    "BELUM_RILIS": "Belum dirilis sumbernya",
    "TIDAK_DIUKUR": "Tidak diukur",
    "TIDAK_BERLAKU": "Tidak berlaku",
    "TIDAK_TERDEFINISI": "Persentase tidak bermakna",
}


def padatkan(png: bytes) -> bytes:
    """Gambar yang sama titik demi titik, sekitar seperempat ukurannya.

    Pembuat PNG memilih cepat di atas kecil; di sini isinya dimampatkan ulang sekuat-kuatnya.
    """
    bagian, isi, i = [], b"", 8
    while i < len(png):
        panjang = struct.unpack(">I", png[i : i + 4])[0]
        jenis, data = png[i + 4 : i + 8], png[i + 8 : i + 8 + panjang]
        i += 12 + panjang
        if jenis == b"IDAT":
            isi += data
        else:
            bagian.append((jenis, data))
    bagian.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(isi), 9)))
    return png[:8] + b"".join(
        struct.pack(">I", len(d)) + j + d + struct.pack(">I", zlib.crc32(j + d)) for j, d in bagian
    )


def _gambar(spec: dict[str, object]) -> dict[str, str]:
    """Gambar PNG terbaca di mana pun buku ini dibuka, juga tanpa JavaScript dan tanpa jaringan."""
    png = vl_convert.vegalite_to_png(spec, scale=SKALA_GAMBAR)
    return {"image/png": base64.b64encode(padatkan(png)).decode("ascii")}


alt.renderers.register("sae", _gambar)
alt.renderers.enable("sae")


def rilis(id_rilis: str | None = None) -> pd.Series:
    """Satu baris yang mengatakan rilis mana yang dibaca."""
    return tanya("from rilis", rilis=id_rilis).iloc[0]


def judul(teks: str, *cara_baca: str, dari: pd.Series) -> alt.TitleParams:
    """Judul gambar: apa yang tampak, cara membacanya, dan data apa ini."""
    label = dari.get("label_data")
    peringatan = [f"⚠ {label}"] if isinstance(label, str) and label else []
    return alt.TitleParams(
        text=teks,
        subtitle=[
            *peringatan,
            *cara_baca,
            f"Rilis {dari['id_rilis']}, data sampai {dari['tanggal_batas']:%d-%m-%Y}",
        ],
        anchor="start",
        fontSize=16,
        subtitleFontSize=12,
        subtitleColor=MERAH if peringatan else TEKS,
        subtitlePadding=6,
        offset=14,
    )


def angka(nilai: float | None, desimal: int = 1) -> str:
    """Angka menurut kebiasaan Indonesia; kosong ditulis dengan kata, bukan nol."""
    if nilai is None or pd.isna(nilai):
        return "belum ada"
    teks = f"{nilai:,.{desimal}f}"
    if desimal:
        teks = teks.rstrip("0").rstrip(".")
    return teks.replace(",", "_").replace(".", ",").replace("_", ".")


def rapi(gambar: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """Garis bantu tipis, huruf cukup besar, tanpa bingkai."""
    return (
        gambar.configure(locale=DESIMAL)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, gridColor="#e8ebee", labelLimit=360)
        .configure_legend(labelFontSize=12, titleFontSize=12, labelLimit=300)
        .configure_header(labelFontSize=12, titleFontSize=12, labelLimit=360)
    )
