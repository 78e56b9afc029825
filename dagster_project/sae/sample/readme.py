"""The page in a sample folder: that everything is invented, and what is wrong in which cell.

Belongs here: the text of that README, in Indonesian, with the sins as a table.
Stays out: the sins themselves (`sins`), writing files (`write`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.sample.sins import Sin
from dagster_project.sae.sample.submission import Submission
from dagster_project.sae.sample.world import LABEL

_SIN_HEAD = ("Aturan", "Kesalahan", "OPD", "Siklus", "Berkas", "Sel", "Uraian")


def readme(
    submissions: Sequence[Submission],
    sins: Sequence[Sin],
    *,
    agencies: int,
    periods: int,
    seed: int,
    profile: Profile,
) -> str:
    """Text of the README of a sample folder."""
    government = profile.facts.get("nama_pemerintah", profile.folder.name)
    names = {submission.opd.code: submission.opd.name for submission in submissions}
    sinful = {sin.kode_opd for sin in sins if sin.id_aturan}
    clean = [code for code in names if code not in sinful]
    lines = [
        f"<!-- Ditulis oleh `sae contoh --opd {agencies} --periode {periods} --benih {seed}`; "
        "jangan disunting. -->",
        f"# {LABEL}",
        "",
        f"Laporan rekaan untuk profil {government}. Nama indikator dibuat masuk akal, tetapi",
        "**setiap angka, tanggal, tautan, dan nama orang di sini rekaan**: tidak satu pun berasal",
        "dari OPD, dan tidak boleh dikutip. Label yang sama ada di sifat berkas, di kolom",
        "`_catatan` setiap lembar tabel, dan di isian pelajaran pada lembar SAMPUL.",
        "",
        f"{len(submissions)} berkas dari {len(names)} OPD, {periods} siklus. Kapan berkas",
        "diterima ditulis di `penerimaan.csv`. OPD lain pada profil tidak mengirim apa pun;",
        "mereka tetap dihitung dan tampak belum lapor.",
        "",
        "## Kesalahan yang disengaja",
        "",
        "Daftar yang sama untuk mesin: `README-kesalahan.csv`. Baris tanpa aturan bukan",
        "pelanggaran: ia menunjukkan revisi yang benar dan kekosongan yang jujur. SBR-04 juga akan",
        "menandai angka rekaan yang berbeda dari angka yang sungguh terbit; itu benar adanya.",
        "",
        "| " + " | ".join(_SIN_HEAD) + " |",
        "|" + "---|" * len(_SIN_HEAD),
        *[_row(sin) for sin in sins],
        "",
        "## OPD tanpa kesalahan",
        "",
        *[f"- {code} {names[code]}" for code in clean],
    ]
    return "\n".join(lines) + "\n"


def _row(sin: Sin) -> str:
    cell = f"`{sin.lembar}!{sin.sel}`" if sin.lembar else "-"
    values = (
        sin.id_aturan or "-",
        sin.jenis,
        sin.kode_opd,
        sin.id_siklus,
        sin.nama_berkas or "-",
        cell,
        sin.uraian,
    )
    return "| " + " | ".join(values) + " |"
