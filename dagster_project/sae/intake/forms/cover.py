"""Who reports about which period: what the cover and the file name say, and rules STR-01/03/04.

Belongs here: parts of a file name, resolving agency and cycle against the profile.
Stays out: reading the SAMPUL sheet (`template.reader`), the cover of foreign forms
(`printed.reader`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dagster_project.sae.contract.profile import Cycle, Profile
from dagster_project.sae.intake.forms.findings import Finding, finding
from dagster_project.sae.intake.forms.reading import Cover

if TYPE_CHECKING:
    from dagster_project.sae.contract.template import Template

_NAME = re.compile(
    r"(?P<code>[^_\s]+)_(?P<year>\d{4})_(?P<period>TW[1-4]|SM[12]|THN)_v(?P<version>\d{1,4})"
    r"(?:_perbaikan(?:-\d{1,3})?)?",  # the copy that went back for mending keeps its version
    re.I,
)
_VERSION = re.compile(r"_v(\d{1,4})(?:_perbaikan(?:-\d{1,3})?)?\Z", re.I)

_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


@dataclass(frozen=True)
class NameParts:
    """What a file name like {kode_opd}_{tahun}_{periode}_v{n} says; None where it does not."""

    code: str | None = None
    year: int | None = None
    period: str | None = None
    version: int = 1


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


def name_parts(file_name: str) -> NameParts:
    """Parts of a file name; a name of another form gives at most its version."""
    stem = PurePosixPath(file_name).stem.strip()
    match = _NAME.fullmatch(stem)
    if match is None:
        version = _VERSION.search(stem)
        return NameParts(version=int(version[1]) if version else 1)
    return NameParts(
        match["code"], int(match["year"]), match["period"].upper(), int(match["version"])
    )


def resolve_cover(
    stated: Stated, template: Template, *, profile: Profile, file_name: str, received: datetime
) -> tuple[Cover, list[Finding]]:
    """Resolve agency and cycle, and evaluate STR-01, STR-03 and STR-04.

    Args:
        stated: what the cover says.
        template: gives the supported versions.
        profile: agencies and cycles.
        file_name: the name the file is read under.
        received: receipt under that name; a cycle is open when it opened on or before that day,
            so that a later rebuild from the archive judges the same.

    Returns:
        The cover and the findings. The agency stays unresolved where code and file name differ:
        the file is then nobody's, and cannot take the place of another agency's report.
    """
    parts = name_parts(file_name)
    cycle = None
    if stated.year is not None and stated.period is not None:
        cycle = profile.cycle_of(stated.year, stated.period)
    day = cycle.cutoff if cycle else received.date()
    findings = _version(stated, template)
    agency_findings = _agency(stated, parts, profile=profile, day=day)
    findings += agency_findings
    findings += _period(stated, cycle, profile=profile, received=received)
    known = stated.code is not None and profile.opd_known(stated.code)
    mismatch = parts.code is not None and parts.code != stated.code
    cover = Cover(
        kode_opd=stated.code if known and not mismatch else None,
        kode_opd_tertulis=stated.code,
        nama_opd_tertulis=stated.name,
        tahun=stated.year,
        periode=stated.period,
        id_siklus=cycle.id if cycle else None,
        versi_kiriman=parts.version,
    )
    return cover, findings


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


def _agency(stated: Stated, parts: NameParts, *, profile: Profile, day: date) -> list[Finding]:
    code = stated.code
    if code is None:
        message = "kode OPD kosong atau tidak terbaca."
    elif parts.code is not None and parts.code != code:
        message = f"kode OPD {code} tidak sama dengan kode pada nama berkas ({parts.code})."
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
