"""The front page: the four sentences with their figures, problems first.

Belongs here: what the front page shows. Stays out: the measures themselves (`kpi_empat_kalimat`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from markupsafe import Markup

from dagster_project.sae.pages.site import charts, words
from dagster_project.sae.pages.site.address import slug
from dagster_project.sae.pages.site.facts import Facts
from dagster_project.sae.pages.site.render import Site
from dagster_project.sae.release.change_table import TABLE as CHANGES
from dagster_project.sae.release.changes import ADDED, CAUSES, CHANGED, REMOVED

# What went wrong comes first: a government fails when it does not want to see its problems.
_ORDER = ("BELAJAR", "MENDENGAR", "BEKERJA", "BERAKSELERASI")
_WORST, _CHANGES = 8, 20
_MISSED = "TIDAK_TERCAPAI"
# Of a row that changed in many columns the front page shows the figure people know it by.
_HEADLINES = frozenset({"realisasi", "target", "skor_ketat", "status_akselerasi"})
_KINDS = ((CHANGED, "berubah"), (ADDED, "baru"), (REMOVED, "tidak lagi terbit"))


def write_front(site: Site) -> None:
    """Write index.html."""
    facts = site.facts
    missed = [one for one in facts.indicators.values() if one.state == _MISSED]
    missed.sort(key=lambda one: (not one.is_result, one.gap, one.id))
    cards = facts.current("kpi_opd")
    changes = _changes(facts)
    site.page(
        "index.html",
        "beranda.html",
        title=f"Kinerja {site.place}",
        kind="halaman",
        kalimat=sentences(facts),
        meleset=missed[:_WORST],
        jumlah_meleset=len(missed),
        pilar=[_pillar(facts, n, row) for n, row in enumerate(facts.pillars)],
        diam=[row for row in cards if row.is_diam],
        ditahan=[row for row in cards if row.is_ditahan and not row.is_diam],
        jumlah_opd=len(cards),
        perubahan=changes[:_CHANGES],
        sebab=_summary(facts),
    )


def pillar_scores(facts: Facts, code: str) -> list[Any]:
    """Scores of one pillar, oldest cycle first."""
    return facts.by_cycle("kpi_pilar", "kode_pilar").get(code, [])


def _pillar(facts: Facts, place: int, row: Any) -> dict[str, Any]:
    scores = pillar_scores(facts, row.kode_pilar)
    here = [score for score in scores if score.id_siklus == facts.release.id_siklus]
    told = f"Skor ketat {words.bare(row.nama_pilar, 60)} tiap siklus"
    return {
        "kode": row.kode_pilar,
        "nama": row.nama_pilar,
        "warna": place % 6 + 1,
        "kini": here[-1] if here else None,
        "garis": charts.sparkline([score.skor_ketat for score in scores], label=told),
    }


def sentences(facts: Facts) -> list[dict[str, Any]]:
    """The four sentences with their measures, problems first."""
    rows = sorted(
        facts.tables["kpi_empat_kalimat"],
        key=lambda row: (
            _ORDER.index(row.kalimat) if row.kalimat in _ORDER else len(_ORDER),
            row.kalimat,
            row.urutan,
        ),
    )
    told: dict[str, dict[str, Any]] = {}
    for row in rows:
        block = told.setdefault(
            row.kalimat, {"kode": row.kalimat, "teks": row.teks_kalimat, "ukuran": []}
        )
        block["ukuran"].append(_measure(facts, row))
    return list(told.values())


def _measure(facts: Facts, row: Any) -> dict[str, Any]:
    table = (row.sumber or "").partition(".")[0]
    compared = _compared(facts, row)
    return {
        "nama": row.nama_ukuran,
        "nilai": words.quantity(row.nilai, row.satuan)
        if row.nilai is not None
        else words.name((row.alasan_tanpa_nilai or "belum ada nilai").rstrip(".")),
        "dari": _whole(row),
        "keterangan": (row.keterangan or "").rstrip("."),
        "pembanding": Markup("{}: {}").format(*compared) if compared else None,
        "lalu": compared,
        "sumber": row.sumber,
        "tabel": table if table in facts.tables else "",
    }


def _whole(row: Any) -> Markup | None:
    if row.penyebut is None or row.nilai is None:
        return None
    is_money = row.satuan == "rupiah"
    amount = words.rupiah(row.penyebut) if is_money else words.number(row.penyebut)
    return Markup("{} {}").format(amount, words.name(row.nama_penyebut))


def _compared(facts: Facts, row: Any) -> tuple[str, str] | None:
    """What it is compared with, the value there and how far it moved; percentages in points."""
    if row.pembanding is None or row.nilai is None:
        return None
    former = words.short(facts.cycle_names.get(row.nama_pembanding) or row.nama_pembanding, 80)
    moved = float(row.nilai) - float(row.pembanding)
    if row.satuan == "rupiah":
        then, by = words.rupiah(row.pembanding), ("+" if moved > 0 else "") + words.rupiah(moved)
    elif row.satuan == "persen":
        then, by = words.percent(row.pembanding), f"{words.signed(moved, 1)} poin"
    else:
        then, by = words.number(row.pembanding), words.signed(moved)
    same = abs(moved) < 1e-9
    return former, f"{then} ({'tetap' if same else by})"


def _changes(facts: Facts) -> list[dict[str, Any]]:
    """Headline figures of indicators, pillars and agencies that moved, what moved most first."""
    shown = []
    for row in facts.tables[CHANGES]:
        if row.jenis != CHANGED or row.kolom not in _HEADLINES:
            continue
        one = facts.indicators.get(row.id_indikator)
        shown.append(
            {
                "nama": row.nama or row.kunci,
                "alamat": f"indikator/{slug(one.id)}.html" if one else "",
                "ukuran": f"{words.words(row.kolom)}, {_period(row.kunci)}".rstrip(", "),
                "lama": _told(row.lama),
                "baru": _told(row.baru),
                "sebab": _cause(row.sebab),
            }
        )
    return shown


def _period(key: str) -> str:
    found = dict(part.partition("=")[::2] for part in key.split("; "))
    return words.period(found.get("tahun", ""), found.get("periode"))


def _told(value: Any) -> str:
    try:
        return words.number(float(value)) if value not in (None, "") else words.NONE
    except ValueError:
        return words.short(str(value), 40)


def _cause(codes: str | None) -> str:
    return "; ".join(CAUSES.get(code, code).partition(":")[0] for code in (codes or "").split())


def _summary(facts: Facts) -> str:
    """How much changed and why, in one sentence; empty when nothing public did."""
    rows = facts.tables[CHANGES]
    kinds = Counter(kind for _, _, kind in {(row.tabel, row.kunci, row.jenis) for row in rows})
    told = ", ".join(f"{kinds[kind]} {word}" for kind, word in _KINDS if kinds[kind])
    causes = Counter(cause for row in rows for cause in (row.sebab or "").split())
    why = ", ".join(_cause(cause) for cause, _ in sorted(causes.items(), key=lambda c: (-c[1], c)))
    return f"Baris publik: {told}. Sebabnya: {why}." if told else ""
