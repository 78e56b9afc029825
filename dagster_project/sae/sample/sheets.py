"""The sheets beside the indicators: money, collaboration, self-help, publicity, complaints.

Belongs here: plausible rows for ANGGARAN, KOLABORASI, SWADAYA, KOMUNIKASI and ADUAN.
Stays out: indicators and their values (`submission`), sins (`sins`). No row names a person.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dagster_project.sae.contract.profile import Cycle, Opd
from dagster_project.sae.sample.series import QUARTERS
from dagster_project.sae.sample.world import Entry, World

Row = dict[str, Any]
_SPENT = (0.14, 0.38, 0.64, 0.93)
_COMPLAINTS = ("Waktu layanan", "Sarana dan prasarana", "Informasi layanan")
_COMPLAINED_ABOUT = 12
_MILLION = 1_000_000


def annex(
    world: World, opd: Opd, *, number: int, cycle: Cycle, entries: tuple[Entry, ...]
) -> dict[str, list[Row]]:
    """Rows of the five further sheets, by sheet name."""
    return {
        "ANGGARAN": _budget(world, cycle, entries=entries),
        "KOLABORASI": _collaboration(world, opd, entries=entries),
        "SWADAYA": _self_help(world, opd, cycle=cycle, entries=entries),
        "KOMUNIKASI": _publicity(number, cycle, entries=entries),
        "ADUAN": _complaints(world, cycle) if world.catalogue(opd).aduan else [],
    }


def _budget(world: World, cycle: Cycle, *, entries: tuple[Entry, ...]) -> list[Row]:
    rows = []
    for entry in entries:
        if entry.output is None:
            continue
        chance = world.random(entry.id, cycle.year, "anggaran")
        growth = 1.04 ** (cycle.year - world.clock.base_year - 1)
        ceiling = round(entry.output.pagu * growth / _MILLION) * _MILLION
        share = min(_SPENT[QUARTERS[cycle.period][-1] - 1] * chance.uniform(0.94, 1.05), 1.0)
        rows.append(
            {
                "kode_sub_kegiatan": entry.output.sub,
                "pagu": ceiling,
                "realisasi_anggaran": round(ceiling * share),
                "realisasi_fisik_pct": round(min(share * 104, 100.0), 1),
                "sumber_dana": entry.output.dana,
                "id_indikator": entry.id,
            }
        )
    return rows


def _collaboration(world: World, opd: Opd, *, entries: tuple[Entry, ...]) -> list[Row]:
    """Only the leader lists who takes part, so that a shared indicator has exactly one leader."""
    rows = []
    for entry in entries:
        if entry.shared is None or world.leader(entry.shared) != opd:
            continue
        partners = world.contributors(entry.shared)
        own = 100 - 20 * len(partners)
        for partner, role, share in [(opd, "PEMIMPIN", own)] + [
            (partner, "KONTRIBUTOR", 20) for partner in partners
        ]:
            rows.append(
                {
                    "id_indikator": entry.id,
                    "kode_opd": partner.code,
                    "peran": role,
                    "kontribusi_uraian": "Menghitung dan menetapkan angka"
                    if role == "PEMIMPIN"
                    else "Mendampingi sasaran yang sama dan memakai angka pemimpin",
                    "kontribusi_pct": share,
                    "id_satgas": entry.shared.satgas,
                }
            )
    return rows


def _self_help(world: World, opd: Opd, *, cycle: Cycle, entries: tuple[Entry, ...]) -> list[Row]:
    villages = [r.code for r in world.profile.regions if r.level in ("DESA", "KELURAHAN")]
    rows = []
    for place, (text, kind, role) in enumerate(world.catalogue(opd).swadaya, start=1):
        chance = world.random(opd.code, cycle.id, "swadaya", place)
        month = QUARTERS[cycle.period][-1] * 3
        valued = kind in ("UANG", "MATERIAL")
        rows.append(
            {
                "tanggal": date(cycle.year, month, 1) + timedelta(days=int(chance.random() * 27)),
                "kode_desa": chance.choice(villages),
                "uraian": text,
                "jenis": kind,
                "nilai_rupiah": round(chance.uniform(8, 90)) * _MILLION if valued else None,
                "dasar_penilaian": "Harga setempat pada berita acara" if valued else None,
                "jumlah_orang": 20 + int(chance.random() * 120),
                "peran_pemerintah": role,
                "dana_pemerintah": round(chance.uniform(2, 30)) * _MILLION if valued else 0,
                "id_indikator": entries[0].id,
                "bukti": f"https://contoh.invalid/swadaya/{opd.code}/{cycle.id}/{place}",
            }
        )
    return rows


def _publicity(number: int, cycle: Cycle, *, entries: tuple[Entry, ...]) -> list[Row]:
    told = [entry for entry in entries if entry.output is None][:2]
    return [
        {
            "judul": f"Data berbicara: {entry.name}",
            "id_indikator": entry.id,
            "tautan_media": f"https://contoh.invalid/cerita/{entry.id}/{cycle.id}",
            "tanggal": cycle.opened + timedelta(days=3 + place),
            "kanal": ("PORTAL", "INSTAGRAM")[place],
            "status": ("TERBIT", "DISETUJUI")[place],
            "nama_tim_kreatif": f"Tim kreatif contoh {number:02d}",
        }
        for place, entry in enumerate(told)
    ]


def _complaints(world: World, cycle: Cycle) -> list[Row]:
    """Counts for the whole regency from the one agency that keeps the complaint channel."""
    rows = []
    for opd in world.roster[:_COMPLAINED_ABOUT]:
        for kind in _COMPLAINTS:
            chance = world.random(opd.code, cycle.id, "aduan", kind)
            received = 4 + int(chance.random() * 60)
            answered = int(received * chance.uniform(0.6, 1.0))
            rows.append(
                {
                    "kode_opd": opd.code,
                    "kategori": kind,
                    "kode_wilayah": world.profile.facts["kode_wilayah"],
                    "diterima": received,
                    "dijawab": answered,
                    "selesai": int(answered * chance.uniform(0.7, 1.0)),
                    "median_hari": round(chance.uniform(1.5, 9.0), 1),
                }
            )
    return rows
