"""Who the workbook is for and which period it asks about.

Belongs here: what was asked, resolved against the profile, or an Indonesian sentence with the
nearest that there is. Stays out: what is known about the agency (`known`), the workbook (`book`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from dagster_project.sae.contract.profile import Cycle, Opd, Profile, name_key
from dagster_project.sae.installation.errors import BlankError
from dagster_project.sae.intake.forms.cover import indonesian_date

_PERIOD = re.compile(r"(\d{4})-(TW[1-4]|SM[12]|THN)", re.I)
_NAMED = 5


@dataclass(frozen=True)
class Request:
    """One agency and the cycle that looks at the period it reports."""

    opd: Opd
    cycle: Cycle

    def file_name(self, version: int) -> str:
        """The name the filled workbook is to be sent under."""
        return f"{self.opd.code}_{self.cycle.year}_{self.cycle.period}_v{version}.xlsx"


def resolve(profile: Profile, *, opd: str, period: str) -> Request:
    """Find the agency and the cycle that are meant.

    Args:
        profile: agencies and cycles.
        opd: code of the agency; its exact name or short name is taken too.
        period: year and period, like 2026-TW1, or the id of the cycle.

    Raises:
        BlankError: there is no such agency or cycle, or the agency's code is not valid on the
            cut-off of that cycle; the sentence names the nearest there are.
    """
    cycle = _cycle(profile, period)
    return Request(_agency(profile, opd.strip(), cycle=cycle), cycle)


def resolve_all(profile: Profile, *, period: str) -> tuple[Request, ...]:
    """Every agency that is to report in a cycle.

    Args:
        profile: agencies and cycles.
        period: year and period, like 2026-TW1, or the id of the cycle.

    Raises:
        BlankError: there is no such cycle, or no agency whose code is valid on its cut-off.
    """
    cycle = _cycle(profile, period)
    found = tuple(Request(opd, cycle) for opd in profile.agencies_on(cycle.cutoff))
    if not found:
        raise BlankError(
            f"Tidak ada OPD yang kodenya berlaku pada {indonesian_date(cycle.cutoff)}, batas data "
            f"{cycle.id}. Lihat opd.csv pada folder profil."
        )
    return found


def _cycle(profile: Profile, period: str) -> Cycle:
    named = next((c for c in profile.cycles if c.id == period.strip()), None)
    if named is not None:
        return named
    match = _PERIOD.fullmatch(period.strip())
    cycle = profile.cycle_of(int(match[1]), match[2].upper()) if match else None
    if cycle is not None:
        return cycle
    wanted = period.strip().upper()
    near = sorted(
        profile.cycles,
        key=lambda c: SequenceMatcher(None, wanted, f"{c.year}-{c.period}").ratio(),
        reverse=True,
    )
    known = ", ".join(f"{c.year}-{c.period} ({c.id})" for c in near[:_NAMED]) or "belum ada"
    how = "" if match else " Tulis tahun dan periode seperti 2026-TW1."
    raise BlankError(
        f"Periode '{period}' bukan periode siklus rakorev pada profil ini.{how} "
        f"Yang terdekat: {known}."
    )


def _agency(profile: Profile, text: str, *, cycle: Cycle) -> Opd:
    found = profile.opd_on(text, cycle.cutoff) or profile.find_opd_by_name(text, on=cycle.cutoff)
    if found is not None:
        return found
    if profile.opd_known(text):
        heirs = [o for o in profile.agencies_on(cycle.cutoff) if o.predecessor == text]
        told = f" Penggantinya: {_listed(heirs)}." if heirs else ""
        raise BlankError(
            f"Kode OPD {text} tidak berlaku pada {indonesian_date(cycle.cutoff)}, "
            f"batas data {cycle.id}.{told}"
        )
    near = _nearest(profile.agencies_on(cycle.cutoff), text)
    told = f" Yang terdekat: {_listed(near)}." if near else " Lihat opd.csv pada folder profil."
    raise BlankError(f"Kode OPD '{text}' tidak ada pada profil ini.{told}")


def _nearest(agencies: tuple[Opd, ...], text: str) -> list[Opd]:
    """Agencies whose code, name or short name looks like the text, the most alike first."""
    spelt: dict[str, Opd] = {}
    for opd in agencies:
        for key in (opd.code, name_key(opd.name), name_key(opd.short_name)):
            spelt.setdefault(key, opd)
    wanted = text if text in spelt or text[:1].isdigit() else name_key(text)
    close = get_close_matches(wanted, spelt, n=_NAMED, cutoff=0.5)
    return list({spelt[key].code: spelt[key] for key in close}.values())


def _listed(agencies: list[Opd]) -> str:
    return ", ".join(f"{opd.code} {opd.name}" for opd in agencies)
