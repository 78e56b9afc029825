"""The workshop: the write lane, the build warehouse, what a killed run left, Dagster's own store.

Belongs here: everything disposable under `kerja/`, and who holds it.
Stays out: the release (`served`), the archive; nothing is removed here, `sae rawat` does that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dagster_project.sae.build.dbt_calls import parsed_fingerprint
from dagster_project.sae.care.doctor.disk import file_system_of, is_network
from dagster_project.sae.care.doctor.signs import Sign, State, well
from dagster_project.sae.care.upkeep import left_overs, size_of
from dagster_project.sae.installation.held import holders
from dagster_project.sae.installation.lane import lane_holder
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import mebibytes
from dagster_project.sae.release.serving import served_file

# The longest honest run seen is minutes; a lane held for hours is a run that hangs.
_LONGEST_RUN = timedelta(hours=3)
_MEBIBYTE = 1024 * 1024
_DAGSTER_TOO_BIG = 2048 * _MEBIBYTE


def lane(settings: Settings) -> Iterator[Sign]:
    """Who holds the write lane, whether that process lives, and for how long already."""
    subject = "Jalur tulis"
    holder = lane_holder(settings)
    if holder is None:
        yield well(subject, "Kosong.")
    elif not _is_alive(holder.pid):
        yield Sign(
            subject,
            State.PERHATIAN,
            f"Catatan {holder} tertinggal dari proses yang sudah mati; jalurnya sendiri kosong.",
            "Jalankan sae run; catatan itu akan diganti.",
        )
    elif settings.now() - holder.since > _LONGEST_RUN:
        yield Sign(
            subject,
            State.GAWAT,
            f"Dipegang {holder}, lebih dari {_LONGEST_RUN.seconds // 3600} jam.",
            f"Lihat apa yang ditunggu proses {holder.pid}; bila macet, hentikan proses itu. "
            "Rilis lama tetap melayani dan jalur bebas dengan sendirinya.",
        )
    else:
        yield well(subject, f"Sedang dipakai {holder}.")


def warehouse(settings: Settings) -> Iterator[Sign]:
    """Whether somebody wrote to the finished build file, and who has it open.

    A program that has it open disturbs no run: the next one builds a file of its own.
    """
    subject = "Gudang kerja"
    holder = lane_holder(settings)
    if holder is not None and _is_alive(holder.pid):
        yield well(subject, f"Sedang dibangun oleh {holder}.")
        return
    opened = ", ".join(map(str, holders(settings.warehouse)))
    logs = sorted(settings.work.glob("warehouse.duckdb.*wal*"))
    if logs and not opened:
        yield Sign(
            subject,
            State.PERHATIAN,
            f"{logs[0].name} tertinggal: sebuah program menulisi gudang kerja lalu terhenti.",
            f"Hapus {settings.warehouse} beserta {logs[0].name}, lalu sae run --bangun-ulang; "
            "isinya dibangun ulang dari arsip.",
        )
    elif opened:
        yield well(
            subject,
            f"Dibuka {opened}; putaran tidak terganggu. Untuk membaca angka, buka "
            f"{served_file(settings)}.",
        )
    else:
        yield well(subject, "Tidak ada sisa penulisan, tidak ada yang memegang berkasnya.")


def leftovers(settings: Settings) -> Iterator[Sign]:
    """Half-written folders and files of runs that were killed."""
    subject = "Sisa proses"
    holder = lane_holder(settings)
    if holder is not None and _is_alive(holder.pid):
        yield well(subject, f"{holder} sedang menulis; sisa dilihat setelah selesai.")
        return
    found = list(left_overs(settings))
    if found:
        yield Sign(
            subject,
            State.PERHATIAN,
            f"{len(found)} tulisan setengah jadi, misalnya {found[0]}.",
            "Jalankan sae rawat bila tidak ada proses yang berjalan.",
        )
    else:
        yield well(subject, "Tidak ada tulisan setengah jadi.")


def dbt_manifest(settings: Settings) -> Iterator[Sign]:
    """Whether the parsed dbt project is that of the files: Dagster shows what the manifest says."""
    subject = "Manifes dbt"
    target = settings.dbt_target / "target"
    stamp = target / "manifest.stamp"
    if not stamp.is_file():
        yield well(subject, "Belum dibuat; dibuat saat Dagster dibuka.")
    elif stamp.read_text(encoding="utf-8") != parsed_fingerprint(settings):
        yield Sign(
            subject,
            State.PERHATIAN,
            "Berkas dbt atau profil berubah sejak manifes dibuat.",
            "Muat ulang lokasi kode di Dagster (Reload); manifes dibuat ulang dari berkasnya.",
        )
    else:
        yield well(subject, "Sesuai dengan berkas dbt dan profil.")


def dagster_store(settings: Settings) -> Iterator[Sign]:
    """Where Dagster keeps its runs and how large that has grown."""
    subject = "Catatan Dagster"
    home = settings.orchestrator
    if not home.is_dir():
        yield well(subject, "Belum ada.")
        return
    place = file_system_of(home)
    if place is not None and is_network(*place):
        yield Sign(
            subject,
            State.GAWAT,
            f"{home} berada di jaringan ({place[1]}); SQLite rusak di sana.",
            "Pindahkan DAGSTER_HOME ke disk server, atau pakai PostgreSQL (docs/operasi.md).",
        )
    size = size_of(home)
    if size > _DAGSTER_TOO_BIG:
        yield Sign(
            subject,
            State.PERHATIAN,
            f"{mebibytes(size)}; layar Dagster melambat.",
            "Jalankan sae rawat; yang dihapus hanya catatan lama, bukan angka.",
        )
    elif place is None or not is_network(*place):
        yield well(subject, f"{mebibytes(size)} di {home}.")


EXAMINATIONS = (lane, warehouse, leftovers, dbt_manifest, dagster_store)


def _is_alive(pid: int) -> bool:
    import psutil

    return bool(psutil.pid_exists(pid))
