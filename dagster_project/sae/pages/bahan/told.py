"""Sentences and figures of the material as plain text, the same on slides and on paper.

Belongs here: wording. Stays out: rows (`brief`), slides (`deck`), the page (`paper`).
"""

from __future__ import annotations

from typing import Any

from dagster_project.sae.pages.bahan.brief import Agency, Brief
from dagster_project.sae.pages.site import words
from dagster_project.sae.pages.site.facts import Indicator


def measure_line(measure: dict[str, Any], former: str) -> str:
    """One measure of a sentence with its whole and its former value, as plain text.

    Args:
        measure: as `front.sentences` gives it.
        former: what the heading says the former values are of; any other is named in the line.
    """
    told = f"{measure['nama']}: {words.plain_markup(measure['nilai'])}"
    if measure["dari"]:
        told += f" dari {words.plain_markup(measure['dari'])}"
    if measure["keterangan"]:
        told += f" ({measure['keterangan']})"
    if measure["lalu"]:
        of, value = measure["lalu"]
        told += f"; {'semula' if of == former else of} {value}"
    return told


def former_of(sentence: dict[str, Any]) -> str:
    """What most measures of a sentence are compared with; empty when none is."""
    named = [one["lalu"][0] for one in sentence["ukuran"] if one["lalu"]]
    return max(named, key=named.count) if named else ""


def target(one: Indicator) -> str:
    """The target that the last figure is judged by, as plain text."""
    row = one.now or one.latest
    if row is None:
        return words.NONE
    if row.target is None and row.target_bawah is not None:
        return f"{words.number(row.target_bawah)} sampai {words.number(row.target_atas)}"
    return words.amount(row.target, one.definition.satuan)


def card_lines(brief: Brief, agency: Agency) -> list[str]:
    """What the scorecard of an agency says, in a few sentences."""
    card = agency.card
    if card is None:
        return ["OPD ini tidak ada pada siklus yang dirilis."]
    if card.is_diam:
        return [f"Belum melapor untuk {brief.cycle}.", _last_report(agency)]
    first = f"Kepala: {words.bare(card.nama_kepala_opd, 80)}"
    if card.status_jabatan:
        first += f" ({words.words(card.status_jabatan)})"
    first += f"; disahkan {words.day(card.tanggal_pengesahan)}."
    if card.is_ditahan:
        first = f"LAPORAN DITAHAN. {first}"
    if card.skor_ketat is None:
        score = f"Skor tidak ada: {words.bare(card.alasan_tanpa_peringkat, 120)}."
    else:
        score = f"Skor hasil {words.number(card.skor_ketat, 1)}"
        if card.perubahan_skor is not None:
            score += f" ({words.signed(card.perubahan_skor, 1)} dari siklus lalu)"
        score += "."
    if card.peringkat is not None:
        score += f" Peringkat {card.peringkat} dari {card.jumlah_pembanding}."
    return [
        first,
        f"{score} Kejujuran {words.percent(card.indeks_kejujuran)}, bicara dengan angka "
        f"{words.percent(card.indeks_bicara_angka)}, serapan {words.percent(card.serapan)}.",
        f"Pelajaran: {words.bare(card.pelajaran, 400)}"
        if card.pelajaran
        else "Belum ada pelajaran yang ditulis.",
    ]


def _last_report(agency: Agency) -> str:
    reported = [row for row in agency.history if not row.is_diam]
    if not reported:
        return f"Belum pernah melapor pada {len(agency.history)} siklus dalam rilis ini."
    last = reported[-1]
    return f"Terakhir melapor untuk {words.period(last.tahun, last.periode)}."
