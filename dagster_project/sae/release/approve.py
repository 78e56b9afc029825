"""Giving the walidata's approval to the candidate that the last run built.

Belongs here: what may be approved, by which words; the sentences that say what to do instead.
Stays out: the file itself (`sae.build.approval`), the command (`cli.rilis`), the Dagster job
(`defs`).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import datetime

from dagster_project.sae.build.approval import Approval, approval_file, read_approval
from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings

MAX_LENGTH = 200
# Both texts are published: numbers this long identify or call a person, and @ writes to one.
_PERSONAL = re.compile(r"\d([ .-]?\d){8,}|@")


def approve(settings: Settings, cycle: str, *, by: str, note: str | None = None) -> Approval:
    """Approve the candidate that the last run built for a cycle.

    Args:
        settings: the installation.
        cycle: id of the cycle; must be that of the candidate.
        by: name or post of the walidata.
        note: a remark, shown in the release.

    Raises:
        ReleaseError: there is no candidate of that cycle, it was approved or published already, or
            a text is empty, too long or holds personal data; the message says what to do.
    """
    name = _plain(by, "--oleh", is_needed=True)
    remark = _plain(note or "", "--catatan", is_needed=False) or None
    if not settings.scope_file.is_file():
        raise ReleaseError(f"belum ada calon rilis; jalankan `sae run --siklus {cycle}` dulu")
    scope = read_scope(settings)
    if scope.id_siklus != cycle:
        raise ReleaseError(
            f"calon rilis yang ada milik {scope.id_siklus}, bukan {cycle}; "
            f"jalankan `sae run --siklus {cycle}` dulu"
        )
    known = read_approval(settings, scope.id_rilis)
    if known is not None:
        raise ReleaseError(
            f"{scope.id_rilis} sudah disetujui oleh {known.disetujui_oleh} "
            f"pada {known.disetujui_pada:%Y-%m-%d %H:%M}"
        )
    if (settings.releases / scope.id_rilis).exists():
        raise ReleaseError(f"{scope.id_rilis} sudah terbit; persetujuan diberikan sebelum terbit")
    approval = Approval(
        id_rilis=scope.id_rilis,
        id_siklus=cycle,
        sha256_masukan=scope.sha256_masukan,
        disetujui_oleh=name,
        disetujui_pada=settings.now(),
        catatan=remark,
    )
    text = json.dumps(asdict(approval), indent=1, ensure_ascii=False, default=datetime.isoformat)
    disk.write_whole(approval_file(settings, scope.id_rilis), text.encode(), is_sealed=True)
    return approval


def _plain(text: str, option: str, *, is_needed: bool) -> str:
    plain = " ".join(text.split())
    if is_needed and not plain:
        raise ReleaseError(f"{option} kosong; tulis nama atau jabatan walidata")
    if len(plain) > MAX_LENGTH:
        raise ReleaseError(f"{option} lebih panjang dari {MAX_LENGTH} huruf")
    if _PERSONAL.search(plain):
        raise ReleaseError(f"{option} memuat data pribadi; tulis nama atau jabatan saja")
    return plain
