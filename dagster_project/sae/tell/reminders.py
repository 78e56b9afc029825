"""The reminder list: which agency has not sent, which file waits to be mended, and until when.

Belongs here: the list as facts, its CSV beside the answers, whether a reminder is due today.
Stays out: the answers themselves (`answer`), the message (`messages`), what a finding is (dbt).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dagster_project.sae.answer.returns import NO_CODE
from dagster_project.sae.answer.write import answer_base, latest_workbook
from dagster_project.sae.build.scope import Scope, plan_scope
from dagster_project.sae.build.site import read_only
from dagster_project.sae.contract.profile import Cycle, Profile, load_profile
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ProfileError, WarehouseError
from dagster_project.sae.installation.memory import remember, remembered
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.wording import csv_bytes

FILE = "pengingat.csv"
DAYS_FACT = "hari_pengingat"
SILENT: Literal["BELUM_KIRIM"] = "BELUM_KIRIM"
TO_MEND: Literal["PERLU_PERBAIKAN"] = "PERLU_PERBAIKAN"

# A refused file is no longer asked for once its sender has sent a readable one for the cycle.
_TO_MEND = """
    select
        berkas.nama_berkas, berkas.kode_opd, berkas.sha256_berkas,
        count(distinct temuan.id_temuan) as jumlah,
        string_agg(distinct temuan.id_aturan, ' ' order by temuan.id_aturan) as aturan
    from main.int_temuan__status as temuan
    inner join main.stg_intake__berkas as berkas
        on temuan.sha256_berkas = berkas.sha256_berkas
    where temuan.status = 'gagal' and temuan.tingkat in ('K', 'B')
        and (
            (temuan.is_berkas_aktif and berkas.id_siklus = $cycle)
            or (
                berkas.hasil = 'DITOLAK'
                and coalesce(berkas.id_siklus, $cycle) = $cycle
                and cast(berkas.diterima_pada as date) >= $opened
                and not exists (
                    select 1 from main.int_kiriman__aktif as aktif
                    where aktif.kode_opd = berkas.kode_opd and aktif.id_siklus = $cycle
                )
            )
        )
    group by all
    order by berkas.kode_opd nulls last, berkas.nama_berkas
"""


@dataclass(frozen=True)
class Reminder:
    """One thing that somebody has to do.

    Attributes:
        kode_opd: the agency; empty when a refused file does not say whose it is.
        nama_opd: its name on the cut-off of the cycle; empty likewise.
        keadaan: `BELUM_KIRIM` nothing readable came; `PERLU_PERBAIKAN` a file has findings that
            hold rows or the agency back, or was refused.
        id_siklus: the cycle.
        batas: the deadline for sending; after it, and for mending, the last day of receipt.
        sisa_hari: days from today to `batas`; negative when it has passed.
        berkas: the file, as it was called; empty when there is none.
        berkas_perbaikan: its fix-it workbook below `kembali/`; empty when there is none.
        jumlah_temuan: findings that hold something back.
        aturan: their rules.
    """

    kode_opd: str
    nama_opd: str
    keadaan: Literal["BELUM_KIRIM", "PERLU_PERBAIKAN"]
    id_siklus: str
    batas: date
    sisa_hari: int
    berkas: str = ""
    berkas_perbaikan: str = ""
    jumlah_temuan: int = 0
    aturan: str = ""


@dataclass(frozen=True)
class ReminderList:
    """The list of one cycle on one day.

    Attributes:
        cycle: the cycle.
        today: local day.
        expected: how many agencies the profile expects.
        entries: silent agencies first, then files to mend, by agency.
        is_complete: False when there is no build warehouse, so that files to mend are unknown.
    """

    cycle: Cycle
    today: date
    expected: int
    entries: tuple[Reminder, ...]
    is_complete: bool

    @property
    def silent(self) -> tuple[Reminder, ...]:
        """Agencies that sent nothing readable."""
        return tuple(entry for entry in self.entries if entry.keadaan == SILENT)

    @property
    def to_mend(self) -> tuple[Reminder, ...]:
        """Files that wait to be mended."""
        return tuple(entry for entry in self.entries if entry.keadaan == TO_MEND)

    @property
    def days_left(self) -> int:
        """Days to the deadline for sending; negative when it has passed."""
        return (self.cycle.deadline - self.today).days


def reminders(settings: Settings, *, cycle: str | None = None) -> ReminderList:
    """Who has to do what for a cycle, as of now.

    Who is silent follows from what was received, what is to mend from the last run.

    Args:
        settings: the installation.
        cycle: id of the cycle; the one opened last when None.

    Raises:
        ProfileError: the profile has no such cycle, or none is open yet.
    """
    profile = load_profile(settings.profile_dir)
    scope = plan_scope(settings, cycle=cycle)
    chosen, today = profile.cycle(scope.id_siklus), settings.now().date()
    found = _files_to_mend(settings, chosen)
    sending = chosen.deadline if today <= chosen.deadline else chosen.receipts_until
    silent = tuple(
        Reminder(opd, name, SILENT, chosen.id, sending, (sending - today).days)
        for opd, name in _silent(profile, scope, chosen).items()
    )
    to_mend = tuple(
        _to_mend(settings, row, profile=profile, cycle=chosen, today=today) for row in found or ()
    )
    expected = len({opd.code for opd in profile.agencies_on(chosen.cutoff)})
    return ReminderList(chosen, today, expected, (*silent, *to_mend), found is not None)


def write_reminders(settings: Settings, listed: ReminderList) -> Path:
    """Write the list as CSV into the folder of the answers, in one rename.

    Raises:
        OSError: the folder cannot be written.
    """
    columns = [field.name for field in fields(Reminder)]
    rows = [[getattr(entry, name) for name in columns] for entry in listed.entries]
    target = settings.returns / FILE
    disk.write_whole(target, csv_bytes(columns, rows))
    return target


def reminder_days(settings: Settings) -> tuple[int, ...]:
    """Days before the deadline on which the silent are told of, from the profile; none when unset.

    Raises:
        ProfileError: `hari_pengingat` in `profil.csv` holds something else than whole numbers.
    """
    text = load_profile(settings.profile_dir).facts.get(DAYS_FACT, "")
    try:
        return tuple(sorted({int(part) for part in text.split()}, reverse=True))
    except ValueError as error:
        raise ProfileError(f"profil.csv: {DAYS_FACT}={text!r}; tulis seperti '7 3 1 0'.") from error


def is_due(settings: Settings, listed: ReminderList) -> bool:
    """Whether the silent should be told of now: a day of the profile was reached and not told yet.

    A day that was missed, because the server was off, is made up for on the next one.
    """
    return not why_not_due(settings, listed)


def why_not_due(settings: Settings, listed: ReminderList) -> str:
    """Why the silent are not told of now, in Indonesian; empty when they should be."""
    if not listed.silent:
        return "semua OPD sudah mengirim"
    if listed.days_left < 0:
        return f"tenggatnya sudah lewat {-listed.days_left} hari"
    days = reminder_days(settings)
    reached = [day for day in days if listed.days_left <= day]
    if not days:
        return f"profil tidak menentukan hari pengingat ({DAYS_FACT} di profil.csv)"
    if not reached:
        return (
            f"tenggat masih {listed.days_left} hari lagi; pengingat dikirim mulai {max(days)} hari "
            f"sebelumnya ({DAYS_FACT} di profil.csv)"
        )
    if min(reached) >= _told(settings).get(listed.cycle.id, max(reached) + 1):
        later = [day for day in days if day < min(reached)]
        following = f"; berikutnya {max(later)} hari sebelum tenggat" if later else ""
        return f"pengingat untuk {min(reached)} hari sebelum tenggat sudah dikirim{following}"
    return ""


def mark_told(settings: Settings, listed: ReminderList) -> None:
    """Remember that the silent were told of today; a lost work folder costs one more message."""
    reached = [day for day in reminder_days(settings) if listed.days_left <= day]
    content = {**_told(settings), listed.cycle.id: min(reached, default=listed.days_left)}
    remember(_told_file(settings), content)


def _silent(profile: Profile, scope: Scope, cycle: Cycle) -> dict[str, str]:
    """Expected agencies without an accepted file of the cycle, by code, with their names."""
    sent = {
        item.kode_opd
        for item in scope.masukan
        if item.id_siklus == cycle.id and item.hasil == "DITERIMA"
    }
    expected = {opd.code: opd.name for opd in profile.agencies_on(cycle.cutoff)}
    return {code: name for code, name in sorted(expected.items()) if code not in sent}


def _files_to_mend(settings: Settings, cycle: Cycle) -> list[Mapping[str, Any]] | None:
    """Rows of the build warehouse, or None when there is none that can be asked."""
    import duckdb

    try:
        with read_only(settings) as connection:
            found = connection.execute(_TO_MEND, {"cycle": cycle.id, "opened": cycle.opened})
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except (WarehouseError, duckdb.Error):
        return None  # no run yet, or one is writing now: the next list is whole again


def _to_mend(
    settings: Settings, row: Mapping[str, Any], *, profile: Profile, cycle: Cycle, today: date
) -> Reminder:
    opd = profile.opd_on(row["kode_opd"] or "", cycle.cutoff)
    workbook = latest_workbook(
        settings.returns / (row["kode_opd"] or NO_CODE), answer_base(row["nama_berkas"])
    )
    return Reminder(
        kode_opd=row["kode_opd"] or "",
        nama_opd=opd.name if opd else "",
        keadaan=TO_MEND,
        id_siklus=cycle.id,
        batas=cycle.receipts_until,
        sisa_hari=(cycle.receipts_until - today).days,
        berkas=row["nama_berkas"],
        berkas_perbaikan=workbook.relative_to(settings.returns).as_posix() if workbook else "",
        jumlah_temuan=int(row["jumlah"]),
        aturan=row["aturan"],
    )


def _told_file(settings: Settings) -> Path:
    return settings.work / "pengingat.json"


def _told(settings: Settings) -> dict[str, int]:
    """Cycle to the last day before its deadline that was told."""
    try:
        found: Any = remembered(_told_file(settings))
        return {str(cycle): int(day) for cycle, day in found.items()}
    except (ValueError, TypeError):
        return {}
