"""Who reports about which period, as the cover sheet of our template says it.

Belongs here: resolving agency and cycle of a cover against the profile, rules STR-01/03/04 on it.
Stays out: reading the SAMPUL sheet (`template.reader`), folder and file name, whether all that is
stated agrees (`who_when`), the cover of other forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from dagster_project.sae.contract.profile import Cycle, Profile
from dagster_project.sae.intake.forms.findings import Finding, clip, finding
from dagster_project.sae.intake.forms.reading import Cover
from dagster_project.sae.intake.forms.statements import Statement, when_statement

if TYPE_CHECKING:
    from dagster_project.sae.contract.template import Template

_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


@dataclass(frozen=True)
class Stated:
    """What the cover of a template states, with the cells it stands in ('B3')."""

    version: str | None
    code: str | None
    name: str | None
    cycle_id: str | None
    year: int | None
    period: str | None
    addresses: dict[str, str]

    def place(self, field: str) -> str:
        """Where a field of the cover stands, as its sender knows it."""
        address = self.addresses.get(field)
        return f"SAMPUL!{address} ({field})" if address else f"SAMPUL ({field})"


def resolve_cover(
    stated: Stated, template: Template, *, profile: Profile, received: datetime
) -> tuple[Cover, list[Finding]]:
    """Resolve agency and cycle, and evaluate STR-01, STR-03 and STR-04 on the cover alone.

    Args:
        stated: what the cover says.
        template: gives the supported versions.
        profile: agencies and cycles.
        received: receipt; a cycle is open when it opened on or before that day, so that a later
            rebuild from the archive judges the same.
    """
    cycle = None
    if stated.year is not None and stated.period is not None:
        cycle = profile.cycle_of(stated.year, stated.period)
    day = cycle.cutoff if cycle else received.date()
    findings = _version(stated, template)
    findings += _agency(stated, profile=profile, day=day)
    findings += _period(stated, cycle, profile=profile, received=received)
    known = stated.code is not None and profile.opd_known(stated.code)
    cover = Cover(
        kode_opd=stated.code if known else None,
        kode_opd_tertulis=stated.code,
        nama_opd_tertulis=stated.name,
        tahun=stated.year,
        periode=stated.period,
        id_siklus=cycle.id if cycle else None,
    )
    return cover, findings


def cover_statements(stated: Stated, profile: Profile) -> tuple[Statement, ...]:
    """Who and when as the cells of the cover state them; an unknown name states nothing."""
    found = []
    if stated.code is not None:
        found.append(
            Statement(
                "opd",
                stated.place("kode_opd"),
                clip(stated.code),
                codes=frozenset({stated.code}),
                sheet="SAMPUL",
                address=stated.addresses.get("kode_opd"),
            )
        )
    if stated.name is not None and (codes := profile.codes_of_name(stated.name)):
        found.append(
            Statement(
                "opd",
                stated.place("nama_opd"),
                f"'{clip(stated.name)}' ({', '.join(sorted(codes))})",
                codes=codes,
                sheet="SAMPUL",
                address=stated.addresses.get("nama_opd"),
            )
        )
    if stated.year is not None or stated.period is not None:
        found.append(
            when_statement(
                stated.place("periode" if stated.period is not None else "tahun"),
                stated.year,
                stated.period,
                sheet="SAMPUL",
                address=stated.addresses.get("periode" if stated.period is not None else "tahun"),
            )
        )
    cycle = next((c for c in profile.cycles if c.id == stated.cycle_id), None)
    if cycle is not None:
        found.append(
            when_statement(
                stated.place("id_siklus"),
                cycle.year,
                cycle.period,
                sheet="SAMPUL",
                address=stated.addresses.get("id_siklus"),
                note=f" ({cycle.id})",
            )
        )
    return tuple(found)


def indonesian_date(day: date) -> str:
    """A date as people write it: 10 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _version(stated: Stated, template: Template) -> list[Finding]:
    if stated.version in template.supported_versions:
        return []
    newest = template.supported_versions[-1]
    return [
        _on_cover(
            "STR-01",
            f"versi template '{stated.version or 'kosong'}' tidak dikenal. "
            f"Pakai template {newest}.",
            stated=stated,
            field="versi_template",
            content=stated.version,
            remedy=f"Salin isian ke template versi {newest}; jangan mengubah versi_template.",
        )
    ]


def _agency(stated: Stated, *, profile: Profile, day: date) -> list[Finding]:
    code = stated.code
    if code is None:
        message = "kode OPD kosong atau tidak terbaca."
    elif profile.opd_on(code, day) is None:
        message = f"kode OPD {code} tidak berlaku pada {indonesian_date(day)}."
    else:
        return []
    return [
        _on_cover(
            "STR-03",
            message,
            stated=stated,
            field="kode_opd",
            content=code,
            remedy="Tulis kode OPD sebagai teks seperti pada daftar OPD, sama dengan nama berkas.",
        )
    ]


def _period(
    stated: Stated, cycle: Cycle | None, *, profile: Profile, received: datetime
) -> list[Finding]:
    day = received.date()
    written = f"{stated.period or '?'} {stated.year or '?'}"
    opened = profile.open_cycles(day)
    known = ", ".join(f"{c.period} {c.year} ({c.id})" for c in opened) or "belum ada"
    if cycle is None:
        message = f"periode {written} bukan periode rakorev yang dibuka ({known})."
    elif cycle.opened > day:
        message = f"periode {written} baru dibuka pada {indonesian_date(cycle.opened)}."
    elif stated.cycle_id != cycle.id:
        message = (
            f"id_siklus '{stated.cycle_id or 'kosong'}' tidak cocok dengan {written}; "
            f"siklusnya {cycle.id}."
        )
    else:
        return []
    field = "periode" if cycle is None or cycle.opened > day else "id_siklus"
    return [
        _on_cover(
            "STR-04",
            message,
            stated=stated,
            field=field,
            content=stated.period if field == "periode" else stated.cycle_id,
            remedy=f"Isi tahun, periode, dan id_siklus menurut siklus yang dibuka: {known}.",
        )
    ]


def _on_cover(
    rule: str, message: str, *, stated: Stated, field: str, content: str | None, remedy: str
) -> Finding:
    address = stated.addresses.get(field)
    where = f"SAMPUL!{address}" if address else "SAMPUL"
    return finding(
        rule,
        f"{where}: {message}",
        remedy=remedy,
        table="sampul",
        column=field,
        sheet="SAMPUL",
        address=address,
        row=int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if address else None,
        content=content,
    )
