"""How figures come about: formulas, rules, waivers, known weaknesses, dictionary, downloads.

Belongs here: those pages. Stays out: the texts of rules and formulas, which the release brings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dagster_project.sae.installation.words import exact
from dagster_project.sae.pages.site import words
from dagster_project.sae.pages.site.facts import Facts
from dagster_project.sae.pages.site.render import Site, part_address

_COLUMNS_PER_PAGE = 450
_GROUPS = {
    "AMBANG": "Ambang aturan dan skor",
    "SKALA": "Batas predikat capaian (persen)",
    "JARING": "Jaring sebelum rilis dilayankan",
}


def write_method(site: Site) -> None:
    """Write metode.html, metode-aturan.html and metode-kamus.html."""
    facts = site.facts
    minimum = [row.cakupan_min for row in facts.tables["kpi_pilar"] if row.cakupan_min is not None]
    site.page(
        "metode.html",
        "metode.html",
        title="Metode",
        kind="halaman",
        jumlah_aturan=len(facts.rules),
        cakupan_min=minimum[-1] if minimum else None,
        rumus_rumus=sorted(
            facts.tables["rumus"],
            key=lambda row: (row.kelompok or "", row.rumus_id, row.versi_rumus),
        ),
        ambang=list(_thresholds(facts)),
        pengecualian=facts.tables["pengecualian"],
        lemah=list(_weaknesses(facts)),
        tabel=[
            {
                "nama": name,
                "baris": len(facts.tables[name]),
                "arti": _meaning(facts.tables.comments.get(name, "")),
            }
            for name in facts.tables
        ],
    )
    site.page(
        "metode-aturan.html",
        "metode_aturan.html",
        title="Aturan mutu",
        kind="halaman",
        part="metode.html",
        aturan=sorted(facts.rules.values(), key=lambda row: row.id_aturan),
        temuan=Counter(row.id_aturan for row in facts.tables["mutu_temuan"]),
    )
    _dictionary(site)


def _meaning(comment: str) -> str:
    """What a table holds; its keys stand in the dictionary, the label on every page."""
    return re.split(r" (?:Kunci: |Rujukan: |\[)", comment, maxsplit=1)[0]


def _thresholds(facts: Facts) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Every threshold of the policy in every version, by what it is a limit of."""
    for group, title in _GROUPS.items():
        rows = [row for row in facts.tables["ambang"] if row.kelompok == group]
        rows.sort(
            key=lambda row: (-(row.nilai or 0) if group == "SKALA" else 0, row.kode, row.versi)
        )
        shown: list[dict[str, object]] = [
            {"baris": row, "nilai": _value(row.nilai), "sampai": _value(row.nilai_sampai)}
            for row in rows
        ]
        if shown:
            yield title, shown


def _value(value: float | None) -> str:
    """A threshold with all its digits: some are far below what a figure is rounded to."""
    return "" if value is None else exact(value, most=12)


def _dictionary(site: Site) -> None:
    grouped: dict[str, list[object]] = {}
    for row in site.facts.tables["kamus_data"]:
        grouped.setdefault(row.tabel, []).append(row)
    parts: list[list[tuple[str, list[object]]]] = [[]]
    held = 0
    for table in sorted(grouped):
        if held and held + len(grouped[table]) > _COLUMNS_PER_PAGE:
            parts.append([])
            held = 0
        parts[-1].append((table, grouped[table]))
        held += len(grouped[table])
    for number, part in enumerate(parts, start=1):
        site.page(
            part_address("metode-kamus", number),
            "metode_kamus.html",
            title="Kamus data",
            kind="halaman",
            part="metode.html",
            listed=number == 1,
            tabel_kolom=part,
            bagian_ke=number,
            bagian_banyak=len(parts),
        )


def _weaknesses(facts: Facts) -> Iterator[str]:
    """What is known not to be good in this release, each with its count."""
    cards = facts.current("kpi_opd")
    silent = sum(1 for row in cards if row.is_diam)
    if silent:
        yield f"{silent} dari {len(cards)} OPD belum melapor: keadaan daerah terbaca sebagian saja."
    held = sum(1 for one in facts.indicators.values() if one.state == "DITAHAN")
    if held:
        yield f"{held} indikator ditahan pada periode ini; angkanya tidak ditampilkan."
    unasked = sum(row.jumlah_tanpa_ukuran_warga or 0 for row in cards)
    if unasked:
        yield f"{unasked} hasil belum punya ukuran dari sisi warga."
    conflicts = len({row.id_konflik for row in facts.tables["konflik_sumber"]})
    if conflicts:
        yield f"{conflicts} angka berbeda menurut sumbernya; kedua angka ditampilkan berdampingan."
    unverified = sum(
        1 for row in facts.agencies.values() if row.status_verifikasi != "TERVERIFIKASI"
    )
    if unverified:
        yield f"{unverified} kode dan nama OPD belum diverifikasi dengan dokumen resmi."
    if facts.label:
        yield words.clean(facts.label) + "."
    yield (
        "Skala, ambang, dan bobot pilar belum ditetapkan dengan dokumen resmi sejauh diketahui "
        "situs ini; versinya tercatat pada setiap angka."
    )
