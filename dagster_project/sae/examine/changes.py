"""What sending a file would change: which report it replaces, and how it differs from that.

Belongs here: comparing the rows of a file with those last received, in sentences.
Stays out: which report is in force (`int_kiriman__aktif` says so), findings (`judged`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dagster_project.sae.checks.messages import clipped, shown
from dagster_project.sae.contract.landing import ROW_KEYS, ROW_SUMS
from dagster_project.sae.examine.tables import Tables, literal
from dagster_project.sae.installation.words import number

_NAMED = 3
_VALUE_CAP = 60
_GROUPED_FROM = 10_000
_ORIGIN = frozenset({"sha256_berkas", "baris"})
# Beside a report of another period only what belongs to no period is compared.
_TIMELESS = ("indikator",)
_TIMELESS_SUMS = frozenset({("anggaran", "pagu")})

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Received:
    """A report in force before this file.

    Attributes:
        cycle: id of its cycle.
        opened: when that cycle opened.
        title: year and period.
    """

    sha256: str
    name: str
    cycle: str | None
    opened: date | None
    title: str
    received: datetime


def in_force(tables: Tables, agency: str | None) -> tuple[Received, ...]:
    """Reports of an agency that are in force by what has landed so far, the oldest cycle first."""
    if agency is None:
        return ()
    rows = tables.rows("select * from int_kiriman__aktif order by dibuka, id_siklus")
    return tuple(
        Received(
            sha256=row["sha256_berkas"],
            name=row["nama_berkas"],
            cycle=row["id_siklus"],
            opened=row["dibuka"],
            title=f"{row['tahun']} {row['periode']}",
            received=row["diterima_pada"],
        )
        for row in rows
        if row["kode_opd"] == agency
    )


def compared_with(before: Sequence[Received], *, cycle: str | None) -> Received | None:
    """The report a file is compared with: that of its own cycle, else the last one."""
    same = [report for report in before if report.cycle == cycle]
    nearest = same or list(before)
    return nearest[-1] if nearest else None


def said_place(base: Received, *, same_cycle: bool, is_used: bool) -> str:
    """Which report a new file replaces, or why it replaces none."""
    if not same_cycle:
        return (
            "Laporan pertama untuk siklus ini; tidak menggantikan berkas lain. Dibandingkan dengan "
            f"laporan terakhir, {base.name} ({base.title}):"
        )
    if is_used:
        return f"Menggantikan {base.name}, yang diterima {shown(base.received)}:"
    return (
        f"Tidak akan dipakai: yang berlaku tetap {base.name}, yang diterima "
        f"{shown(base.received)}. Bila berkas ini yang benar, beri nama versi berikutnya. Bedanya:"
    )


def said_received(
    received: datetime, before: Sequence[Received], file: Mapping[str, Any], *, is_used: bool
) -> str:
    """What becomes of a content that has been received before."""
    again = (
        f"Isi berkas ini sudah diterima {shown(received)}; mengirimnya lagi tidak mengubah apa pun."
    )
    stands = compared_with(before, cycle=file["id_siklus"])
    if is_used or stands is None or stands.cycle != file["id_siklus"]:
        return again
    return f"{again} Yang berlaku sekarang {stands.name}, yang diterima {shown(stands.received)}."


def differences(tables: Tables, *, sha256: str, base: Received, same_cycle: bool) -> Iterator[str]:
    """Sentences about what is new, changed, missing, emptied or moved against a report.

    Args:
        tables: hold the landed rows of both.
        sha256: hash of the file.
        base: what it is compared with.
        same_cycle: both speak of one cycle; else only what belongs to no period is compared.
    """
    for table in ROW_KEYS:
        new = _rows(tables, table, sha256)
        old = _rows(tables, table, base.sha256)
        sheet = table.upper()
        if old and not new:
            yield f"Lembar {sheet} kosong; {base.name} memuat {len(old)} baris."
        elif same_cycle or table in _TIMELESS:
            if said := _sheet(sheet, ROW_KEYS[table], new=new, old=old):
                yield said
        elif table == "realisasi":
            yield from _unreported(new, old, base=base)
        for column in ROW_SUMS.get(table, ()):
            if same_cycle or (table, column) in _TIMELESS_SUMS:
                yield from _moved(sheet, column, new=new, old=old)


def _rows(tables: Tables, table: str, sha256: str) -> Sequence[Row]:
    return tables.rows(
        f'select * from masukan."{table}" where sha256_berkas = {literal(sha256)} order by baris'
    )


def _sheet(sheet: str, key: Sequence[str], *, new: Sequence[Row], old: Sequence[Row]) -> str | None:
    """One sentence about the rows of a sheet; None when nothing differs."""
    now, before = _keyed(new, key), _keyed(old, key)
    added = [_name(k) for k in now if k not in before]
    missing = [_name(k) for k in before if k not in now]
    changed = [
        f"{_name(k)} {', '.join(fields)}"
        for k in now
        if k in before and (fields := list(_changed(now[k], before[k])))
    ]
    parts = [
        _counted(names, word)
        for names, word in ((added, "baris baru"), (changed, "baris berubah"), (missing, "hilang"))
        if names
    ]
    return f"{sheet}: {'; '.join(parts)}." if parts else None


def _keyed(rows: Iterable[Row], key: Sequence[str]) -> dict[tuple[Any, ...], Row]:
    """Rows by what they are about, and by their order among those about the same."""
    found: dict[tuple[Any, ...], Row] = {}
    counts: dict[tuple[Any, ...], int] = {}
    for row in rows:
        about = tuple(_plain(row.get(column)) for column in key)
        counts[about] = counts.get(about, 0) + 1
        found[(*about, counts[about])] = row
    return found


def _plain(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else value


def _name(key: tuple[Any, ...]) -> str:
    *about, number = key
    words = " ".join(_shown(value) for value in about if value is not None) or "(tanpa kunci)"
    return words if number == 1 else f"{words} (ke-{number})"


def _changed(now: Row, before: Row) -> Iterator[str]:
    for column, value in now.items():
        if column not in _ORIGIN and _plain(value) != _plain(before.get(column)):
            yield f"{column} {_shown(before.get(column))} menjadi {_shown(value)}"


def _counted(names: Sequence[str], word: str) -> str:
    more = len(names) - _NAMED
    listed = "; ".join(names[:_NAMED]) + (f"; dan {more} lagi" if more > 0 else "")
    return f"{len(names)} {word} ({listed})"


def _unreported(new: Sequence[Row], old: Sequence[Row], *, base: Received) -> Iterator[str]:
    """Indicators whose figures began or ceased to be told."""
    now, before = (
        {row["id_indikator"] for row in rows if row["id_indikator"]} for rows in (new, old)
    )
    for names, word in ((now - before, "baru dilaporkan"), (before - now, "tidak dilaporkan lagi")):
        if names:
            listed = _counted([_shown(name) for name in sorted(names)], f"indikator {word}")
            yield f"REALISASI: {listed} dibanding {base.name}."


def _moved(sheet: str, column: str, *, new: Sequence[Row], old: Sequence[Row]) -> Iterator[str]:
    now, before = (sum(row[column] or 0 for row in rows) for rows in (new, old))
    if new and old and abs(now - before) > 0.5:
        yield f"Jumlah {column} di {sheet}: {_shown(before)} menjadi {_shown(now)}."


def _shown(value: Any) -> str:
    """A value as people read it; from ten thousand on with dots, so that a year stays a year."""
    if isinstance(value, int | float) and abs(value) >= _GROUPED_FROM:
        whole, _, rest = shown(float(value)).partition(",")
        return number(int(whole)) + (f",{rest}" if rest else "")
    return clipped(shown(value), cap=_VALUE_CAP)
