"""Who reports, for which government, year and quarter, as a printed form says it.

Belongs here: finding those facts in the places a layout names, resolving them against the profile,
rules STR-03 and STR-04 for foreign forms.
Stays out: the cover sheet of our template (`cover`), the rows of the form.
A fact that two places tell differently is not known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dagster_project.sae.contract.profile import Cycle, Profile, name_key
from dagster_project.sae.intake.file.cells import cell_address
from dagster_project.sae.intake.forms.cover import indonesian_date
from dagster_project.sae.intake.forms.findings import Finding, clip, finding
from dagster_project.sae.intake.forms.patterns import pattern
from dagster_project.sae.intake.forms.printed.header import HeaderBlock, SheetTexts
from dagster_project.sae.intake.forms.printed.schema import CoverPlaces, Place
from dagster_project.sae.intake.forms.reading import Cover
from dagster_project.sae.intake.forms.statements import Statement, when_statement

_LEAD_ROWS = 5
_QUARTERS = {"1": "TW1", "2": "TW2", "3": "TW3", "4": "TW4"} | {
    "I": "TW1",
    "II": "TW2",
    "III": "TW3",
    "IV": "TW4",
}


@dataclass(frozen=True)
class Fact:
    """One fact as written, with its cell; a sheet name has none."""

    text: str
    row: int | None = None
    column: int | None = None

    @property
    def address(self) -> str | None:
        """The cell, or None."""
        return (
            None if self.row is None or self.column is None else cell_address(self.row, self.column)
        )


@dataclass(frozen=True)
class FormCover:
    """The cover with the cells its facts stand in (None where they stand in no cell)."""

    cover: Cover
    opd: Fact | None
    year: Fact | None
    findings: tuple[Finding, ...]
    stated: tuple[Statement, ...] = ()


def read_cover(
    texts: SheetTexts,
    places: CoverPlaces,
    *,
    block: HeaderBlock,
    profile: Profile,
    received: datetime | None,
    last_quarter: str | None,
) -> FormCover:
    """Find and resolve who and when, and evaluate STR-03 and STR-04.

    Args:
        texts: the sheet of the form.
        places: where to look.
        block: its header block; 'above', 'header' and 'lead' are relative to it.
        profile: agencies, cycles and the name of the own government.
        received: first receipt; a cycle that opened later is not open. None: not judged.
        last_quarter: the last quarter with amounts in it, or None when there are none.
    """
    opd = _first(texts, places.opd, block=block)
    years = [fact for fact in _facts(texts, places.year, block=block) if _is_year(fact.text)]
    year = years[0] if len({fact.text for fact in years}) == 1 else None
    period = _period(texts, places, block=block, last_quarter=last_quarter)
    cycle = profile.cycle_of(int(year.text), period) if year and period else None
    government = _first(texts, places.government, block=block)
    code, finding_opd = _agency(texts, opd, government, profile=profile, cycle=cycle)
    findings = [finding_opd] if finding_opd else []
    if late := _cycle_fault(texts, years, period, cycle=cycle, profile=profile, received=received):
        findings.append(late)
    cover = Cover(
        kode_opd=code,
        nama_opd_tertulis=opd.text if opd else None,
        tahun=int(year.text) if year else None,
        periode=period,
        id_siklus=cycle.id if cycle else None,
    )
    stated = _statements(texts, cover, opd=opd, year=year)
    return FormCover(cover, opd=opd, year=year, findings=tuple(findings), stated=stated)


def _statements(
    texts: SheetTexts, cover: Cover, *, opd: Fact | None, year: Fact | None
) -> tuple[Statement, ...]:
    """Who and when as the form was understood, with the cells it stands in."""
    found = []
    if cover.kode_opd is not None and opd is not None:
        found.append(
            Statement(
                "opd",
                _where(texts, opd),
                f"'{clip(opd.text)}' ({cover.kode_opd})",
                codes=frozenset({cover.kode_opd}),
                sheet=texts.sheet.name,
                address=opd.address,
            )
        )
    if cover.tahun is not None or cover.periode is not None:
        found.append(
            when_statement(
                _where(texts, year),
                cover.tahun,
                cover.periode,
                sheet=texts.sheet.name,
                address=year.address if year else None,
            )
        )
    return tuple(found)


def _where(texts: SheetTexts, fact: Fact | None) -> str:
    address = fact.address if fact else None
    return f"{texts.sheet.name}!{address}" if address else texts.sheet.name


def _facts(texts: SheetTexts, places: Sequence[Place], *, block: HeaderBlock) -> list[Fact]:
    return [fact for place in places for fact in _at(texts, place, block=block)]


def _is_year(text: str) -> bool:
    """What a layout's pattern took for a year and is none is left out, not believed."""
    return len(text) == 4 and text.isascii() and text.isdigit()


def _first(texts: SheetTexts, places: Sequence[Place], *, block: HeaderBlock) -> Fact | None:
    facts = _facts(texts, places, block=block)
    return facts[0] if len({name_key(fact.text) for fact in facts}) == 1 else None


def _at(texts: SheetTexts, place: Place, *, block: HeaderBlock) -> list[Fact]:
    if place.where == "sheet_name":
        return [
            Fact(found[1].strip()) for found in pattern(place.pattern).finditer(texts.sheet.name)
        ]
    areas = {
        "above": range(1, block.first),
        "header": range(block.first, block.last + 1),
        "lead": range(block.data_from, block.data_from + _LEAD_ROWS),
    }
    facts: list[Fact] = []
    for row in areas[place.where]:
        shown = texts.row(row)
        for at, (column, text) in enumerate(shown):
            for found in pattern(place.pattern).finditer(text):
                if place.value == "group":
                    facts.append(Fact(found[1].strip(), row, column))
                elif right := _right_of(shown[at + 1 :], row=row):
                    facts.append(right)
    return facts


def _right_of(shown: Sequence[tuple[int, str]], *, row: int) -> Fact | None:
    for column, text in shown:
        if value := text.lstrip(": "):
            return Fact(value, row, column)
    return None


def _period(
    texts: SheetTexts, places: CoverPlaces, *, block: HeaderBlock, last_quarter: str | None
) -> str | None:
    """The period reported on: what the form says, unless its own amounts go further."""
    facts = _facts(texts, places.quarter, block=block)
    said = {_QUARTERS[f.text.upper()] for f in facts if f.text.upper() in _QUARTERS}
    if len(said) > 1:
        return None
    quarter = said.pop() if said else last_quarter
    if quarter is None or (last_quarter is not None and last_quarter > quarter):
        return None
    return places.full_year if quarter == places.full_year_after else quarter


def _agency(
    texts: SheetTexts,
    opd: Fact | None,
    government: Fact | None,
    *,
    profile: Profile,
    cycle: Cycle | None,
) -> tuple[str | None, Finding | None]:
    own = profile.facts.get("nama_wilayah") or profile.facts.get("nama_pemerintah", "")
    if government and own and not name_key(own).endswith(name_key(government.text)):
        return None, _str03(
            texts,
            government,
            f"formulir ini milik {clip(government.text)}, bukan {own}"
            + (f"; perangkat daerah yang tertulis: {clip(opd.text, cap=160)}." if opd else "."),
        )
    if opd is None:
        return None, _str03(
            texts, None, "nama perangkat daerah tidak ditemukan atau lebih dari satu."
        )
    for name in _names(opd.text):
        found = profile.find_opd_by_name(name, on=cycle.cutoff if cycle else None)
        if found is not None:
            return found.code, None
        if cycle is not None and (gone := profile.find_opd_by_name(name)) is not None:
            day = indonesian_date(cycle.cutoff)
            return gone.code, _str03(
                texts, opd, f"'{clip(name, cap=160)}' tidak berlaku pada {day}."
            )
    return None, _str03(
        texts, opd, f"'{clip(opd.text, cap=160)}' tidak ada dalam daftar perangkat daerah {own}."
    )


def _names(written: str) -> list[str]:
    """The name as written, then without and within its brackets: 'Dinas X (DINX)'."""
    inside = re.findall(r"\(([^()]*)\)", written)
    outside = re.sub(r"\([^()]*\)", " ", written).strip()
    return [name for name in dict.fromkeys([written, outside, *inside]) if name]


def _str03(texts: SheetTexts, fact: Fact | None, message: str) -> Finding:
    address = fact.address if fact else None
    where = f"{texts.sheet.name}!{address}" if address else texts.sheet.name
    return finding(
        "STR-03",
        f"{where}: {message}",
        remedy="Tulis nama perangkat daerah seperti pada daftar OPD, atau pakai templat OPD.",
        table="sampul",
        column="kode_opd",
        sheet=texts.sheet.name,
        address=address,
        row=fact.row if fact else None,
        content=fact.text if fact else None,
    )


def _cycle_fault(
    texts: SheetTexts,
    years: Sequence[Fact],
    period: str | None,
    *,
    cycle: Cycle | None,
    profile: Profile,
    received: datetime | None,
) -> Finding | None:
    day = received.date() if received else None
    if cycle is not None and (day is None or cycle.opened <= day):
        return None
    written = " dan ".join(dict.fromkeys(fact.text for fact in years)) or "?"
    cycles = profile.open_cycles(day) if day else profile.cycles
    known = ", ".join(f"{c.period} {c.year} ({c.id})" for c in cycles) or "belum ada"
    fact = years[0] if years else None
    where = f"{texts.sheet.name}!{fact.address}" if fact and fact.address else texts.sheet.name
    if cycle is not None:
        message = f"periode {period} {written} baru dibuka pada {indonesian_date(cycle.opened)}."
    else:
        message = f"periode {period or '?'} {written} bukan periode rakorev yang dibuka ({known})."
    return finding(
        "STR-04",
        f"{where}: {message}",
        remedy=f"Sebutkan satu tahun dan triwulan yang dibuka pada judul formulir: {known}.",
        table="sampul",
        column="periode",
        sheet=texts.sheet.name,
        address=fact.address if fact else None,
        row=fact.row if fact else None,
        content=f"{period or '?'} {written}",
    )
