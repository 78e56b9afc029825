"""The surroundings: clock, time zone, environment variables, versions of the tools.

Belongs here: what the process was given from outside.
Stays out: files of the installation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from dagster_project.sae.care.doctor.signs import Sign, State, well
from dagster_project.sae.installation.errors import ArchiveError
from dagster_project.sae.installation.settings import ZONE, Settings

# A receipt later than now by more than this is a clock that went back, not a rounding of seconds.
_CLOCK_SLACK = timedelta(minutes=5)


def clock(settings: Settings) -> Iterator[Sign]:
    """Whether time stands still (`SAE_KINI`) or went back behind what the archive has seen."""
    subject = "Jam"
    if settings.clock is not None:
        yield Sign(
            subject,
            State.PERHATIAN,
            f"Jam dikunci pada {settings.clock:%Y-%m-%d %H:%M} oleh SAE_KINI.",
            "Hapus SAE_KINI dari lingkungan server; variabel itu hanya untuk pengujian.",
        )
    latest = _latest_receipt(settings)
    now = settings.now()
    if latest is not None and latest > now + _CLOCK_SLACK:
        yield Sign(
            subject,
            State.GAWAT,
            f"Sekarang {now:%Y-%m-%d %H:%M}, tetapi berkas terakhir diterima pada "
            f"{latest:%Y-%m-%d %H:%M}: jam server mundur.",
            "Betulkan jam server (NTP) sebelum menerima berkas lagi; "
            "ketepatan waktu OPD dihitung darinya.",
        )
    elif settings.clock is None:
        yield well(subject, f"{now:%Y-%m-%d %H:%M} waktu {ZONE.key}.")


def time_zone(settings: Settings) -> Iterator[Sign]:
    """Whether the zone rules give the region's clock; all times of the house are local there."""
    offset = datetime.now(ZONE).utcoffset()
    hours = offset.total_seconds() / 3600 if offset else 0.0
    yield well("Zona waktu", f"{ZONE.key}, UTC{hours:+g}; zona server sendiri tidak dipakai.")


def variables(settings: Settings) -> Iterator[Sign]:
    """Variables that begin like ours and that nobody reads: a typing error is silent otherwise."""
    unknown = settings.unknown_variables
    if unknown:
        yield Sign(
            "Variabel lingkungan",
            State.PERHATIAN,
            f"Tidak dikenal dan tidak dibaca: {', '.join(unknown)}.",
            "Perbaiki ejaannya atau hapus; yang dikenal tercantum di docs/operasi.md.",
        )
    else:
        yield well("Variabel lingkungan", "Semua variabel SAE_ dikenal.")


def tools(settings: Settings) -> Iterator[Sign]:
    """Whether the installed tools are those of the lock: another DuckDB may write another file."""
    subject = "Versi alat"
    lock = settings.root / "requirements.lock"
    if not lock.is_file():
        yield Sign(
            subject,
            State.PERHATIAN,
            "requirements.lock tidak ada, jadi versi alat tidak dapat dibandingkan.",
            "Ambil kembali berkas itu dari repositori.",
        )
        return
    differing = [
        f"{name} {found or 'tidak terpasang'} (kunci: {wanted})"
        for name, wanted in _locked(lock.read_text(encoding="utf-8"))
        if (found := _installed(name)) != wanted
    ]
    if differing:
        yield Sign(
            subject,
            State.GAWAT,
            f"Berbeda dari requirements.lock: {'; '.join(differing)}.",
            "Jalankan make run sekali; perintah itu memasang versi yang terkunci.",
        )
    else:
        yield well(subject, f"Sama dengan requirements.lock ({', '.join(_COMPARED)}).")


EXAMINATIONS = (clock, time_zone, variables, tools)

# The tools whose version changes what is computed or written.
_COMPARED = ("duckdb", "dbt-core", "dbt-duckdb", "dagster", "great-expectations", "pyarrow")


def _locked(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, separator, rest = line.partition("==")
        if separator and name in _COMPARED:
            yield name, rest.split()[0]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _latest_receipt(settings: Settings) -> datetime | None:
    """When the last receipt was written, by its content; None for an empty archive."""
    from dagster_project.sae.intake.archive import archived_files

    if not settings.archive.is_dir():
        return None
    try:
        return max(
            (r.received_at for item in archived_files(settings.archive) for r in item.receipts),
            default=None,
        )
    except ArchiveError:
        return None  # the look at the archive says so, with the file's name
