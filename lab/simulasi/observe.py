"""What can be seen of an installation on a day: the state that milestones name, and its size.

Belongs here: reading counts, decisions, releases and folders; nothing is changed.
Stays out: what should be seen (`plan`), how it is told (`story`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dagster_project.sae.build import warehouse
from dagster_project.sae.care.upkeep import folder_sizes
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.decision import read_decision
from dagster_project.sae.release.serving import served_release
from dagster_project.sae.release.shelf import difference
from dagster_project.sae.tell.reminders import reminders


@dataclass(frozen=True)
class Size:
    """Files and bytes of each folder at the end of a day."""

    day: date
    folders: Mapping[str, tuple[int, int]]


def size_on(settings: Settings, day: date) -> Size:
    """Measure the folders of the installation."""
    return Size(day, {s.name: (s.files, s.size) for s in folder_sizes(settings)})


def state(
    settings: Settings, *, former: str | None, former_rows: int, told: Sequence[str], runs: int
) -> dict[str, Any]:
    """What milestones can name.

    Args:
        settings: the installation, with the clock of the day.
        former: the release served at the milestone before.
        former_rows: released rows at the milestone before.
        told: kinds of the messages since then.
        runs: runs of the whole job since then.
    """
    listed = reminders(settings)
    decision = read_decision(settings)
    with warehouse.read_only(settings) as connection:
        counts = connection.execute(
            "select id_siklus, sum(diharapkan), sum(diterima), sum(tepat_waktu),"
            " count(case when is_ditahan then 1 end)"
            " from pub_kpi_kelengkapan where id_siklus = (select id_siklus from gate_rilis)"
            " group by id_siklus"
        ).fetchone()
    cycle, expected, received, on_time, held = counts or (None, 0, 0, 0, 0)
    served = served_release(settings)
    return {
        "siklus": cycle,
        "diharapkan": int(expected),
        "diterima": int(received),
        "tepat_waktu": int(on_time),
        "terlambat": int(received) - int(on_time),
        "opd_ditahan": int(held),
        "baris_rilis": decision.jumlah["jumlah_baris_rilis"],
        "baris_tahan": decision.jumlah["jumlah_baris_tahan"],
        "baris": _moved(decision.jumlah["jumlah_baris_rilis"], former_rows),
        "keputusan": decision.keputusan,
        "belum_kirim": [entry.kode_opd for entry in listed.silent],
        "perlu_perbaikan": [
            f"{entry.kode_opd or '?'} {entry.berkas} {entry.aturan}" for entry in listed.to_mend
        ],
        "rilis": "sama" if served == former else "baru",
        "sebab": _causes(settings, former, served),
        "kabar": list(told),
        "jalan": runs,
    }


def differences(expected: Mapping[str, Any], seen: Mapping[str, Any]) -> list[str]:
    """What was expected and is not so; a number for a list asks for its length."""
    wrong = []
    for name, value in expected.items():
        found = seen[name]
        if isinstance(value, int) and isinstance(found, list):
            found = len(found)
        if found != value:
            wrong.append(f"{name}: seharusnya {value!r}, ternyata {seen[name]!r}")
    return wrong


def _moved(now: int, before: int) -> str:
    """Whether more, fewer or as many rows are released; a rule more changes all three alike."""
    return "naik" if now > before else "turun" if now < before else "tetap"


def _causes(settings: Settings, former: str | None, served: str | None) -> list[str]:
    """Why figures changed from one release to another, as the comparison of releases says."""
    if former is None or served is None or former == served:
        return []
    compared = difference(settings, former, served)
    return sorted({cause for change in compared.changes for cause in change.causes})
