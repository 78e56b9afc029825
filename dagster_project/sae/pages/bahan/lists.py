"""Slides on what went wrong and what is asked: misses, promises, silence, support, decisions.

Belongs here: those slides. Stays out: which rows (`brief`, `decisions`).
"""

from __future__ import annotations

from dagster_project.sae.pages.bahan.brief import Brief, Miss
from dagster_project.sae.pages.bahan.decisions import decisions
from dagster_project.sae.pages.bahan.slides import (
    BAD,
    BOTTOM,
    EDGE,
    ROOM,
    TOP,
    Deck,
    empty,
    text,
)
from dagster_project.sae.pages.bahan.table import Column, table
from dagster_project.sae.pages.bahan.told import target
from dagster_project.sae.pages.site import words
from dagster_project.sae.pages.site.facts import Indicator

_ENTRIES = 12


def missed(deck: Deck, brief: Brief) -> None:
    """The targets missed the furthest, with obstacle, plan and owner."""
    title = "Meleset paling jauh: hambatan dan penanggung jawab"
    if not brief.missed:
        empty(deck, title, "Tidak ada indikator rilis yang meleset pada periode ini.")
        return
    columns = (
        Column("Indikator, OPD", 2.9),
        Column("Kini", 1.1, is_number=True),
        Column("Target", 1.1, is_number=True),
        Column("Capaian", 0.9, is_number=True),
        Column("Hambatan", 2.6),
        Column("Rencana", 2.1),
        Column("Penanggung jawab, tenggat", ROOM - 10.7),
    )
    rows = [_miss_row(brief, miss) for miss in brief.missed[:_ENTRIES]]
    table(deck.slide(title), columns, rows, size=10.5, most=4, rest="bahan/index.html#meleset")


def _miss_row(brief: Brief, miss: Miss) -> tuple[str, ...]:
    one, promise = miss.indicator, miss.promise
    name, agency = one.definition.nama_indikator or one.id, _agency_name(brief, one)
    if promise is None:
        told, plan, owner = "Belum ada hambatan dan rencana yang ditulis.", words.NONE, words.NONE
    else:
        told = words.bare(promise.uraian_hambatan, 400)
        plan = words.bare(promise.rencana_tindak_lanjut, 400)
        owner = f"{words.bare(promise.penanggung_jawab, 60)}, {words.day(promise.tenggat)}"
    return (
        f"{words.bare(name, 110)}, {agency}",
        words.amount(one.now.realisasi, one.definition.satuan),
        target(one),
        words.percent(one.now.capaian_tampil),
        told,
        plan,
        owner,
    )


def _agency_name(brief: Brief, one: Indicator) -> str:
    row = brief.facts.agencies.get(one.definition.kode_opd)
    return words.bare(row.nama_opd if row else one.definition.kode_opd, 60)


def overdue(deck: Deck, brief: Brief) -> None:
    """Promises past their deadline."""
    title = f"Janji lewat tenggat: {words.number(len(brief.overdue), 0)}"
    if not brief.overdue:
        empty(deck, title, "Tidak ada janji yang lewat tenggat.")
        return
    columns = (
        Column("Lewat", 1.0, is_number=True),
        Column("Tenggat", 1.55),
        Column("Janji", 4.6),
        Column("OPD", 2.6),
        Column("Penanggung jawab", ROOM - 9.75),
    )
    rows = [
        (
            f"{words.number(row.hari_lewat_tenggat or 0, 0)} hari",
            words.day(row.tenggat),
            words.bare(row.rencana_tindak_lanjut, 400),
            words.bare(row.nama_opd, 100),
            words.bare(row.penanggung_jawab, 100),
        )
        for row in brief.overdue
    ]
    table(deck.slide(title), columns, rows, size=12, most=2, rest="bahan/index.html#lewat")


def silent(deck: Deck, brief: Brief) -> None:
    """Agencies that sent nothing, and those whose report is held."""
    title = f"Yang diam: {len(brief.silent)} dari {len(brief.cards)} OPD belum melapor"
    if not brief.cards:
        empty(deck, "Yang diam", "Rilis ini tidak memuat OPD.")
        return
    if not brief.silent and not brief.held:
        empty(deck, title, "Semua OPD melapor dan tidak ada laporan yang ditahan.")
        return
    slide = deck.slide(title)
    top = TOP
    if brief.held:
        top = 2.0
        told = "Laporan ditahan: " + "; ".join(words.bare(row.nama_opd, 60) for row in brief.held)
        text(
            slide, [(told, True)], left=EDGE, top=TOP - 0.1, wide=ROOM, high=0.75, size=13, ink=BAD
        )
    third = (ROOM - 0.8) / 3
    each = -(-len(brief.silent) // 3)
    for place in range(3):
        part = brief.silent[place * each : (place + 1) * each]
        text(
            slide,
            [(row.nama_opd or row.kode_opd, False) for row in part],
            left=EDGE + place * (third + 0.4),
            top=top,
            wide=third,
            high=BOTTOM - top,
            size=14 if each <= 18 else 11,
            most=1,
        )


def support(deck: Deck, brief: Brief) -> None:
    """What is asked of the head of the government."""
    title = f"Dukungan yang diminta dari Bupati: {len(brief.support)}"
    if not brief.support:
        empty(deck, title, "Tidak ada dukungan yang diminta pada tindak lanjut yang terbuka.")
        return
    columns = (
        Column("Dukungan", 5.0),
        Column("Untuk", 3.9),
        Column("OPD, penanggung jawab", ROOM - 10.4),
        Column("Tenggat", 1.5),
    )
    rows = [
        (
            words.bare(row.dukungan_diminta_ke_bupati, 400),
            words.bare(row.rencana_tindak_lanjut, 400),
            f"{words.bare(row.nama_opd, 60)}, {words.bare(row.penanggung_jawab, 60)}",
            words.day(row.tenggat),
        )
        for row in brief.support
    ]
    table(deck.slide(title), columns, rows, size=12, most=3, rest="bahan/index.html#dukungan")


def asked(deck: Deck, brief: Brief) -> None:
    """The decisions the meeting is asked for."""
    wanted = decisions(brief)
    title = f"Keputusan yang diminta: {len(wanted)}"
    if not wanted:
        empty(deck, title, "Tidak ada yang menunggu keputusan pada rilis ini.")
        return
    columns = (
        Column("", 0.5, is_number=True),
        Column("Keputusan", 4.0),
        Column("Mengapa", 3.0),
        Column("Di antaranya", ROOM - 7.5),
    )
    rows = [
        (f"{number}.", one.ask, one.reason, one.examples)
        for number, one in enumerate(wanted, start=1)
    ]
    table(deck.slide(title), columns, rows, size=13, most=3, rest="bahan/index.html#keputusan")
