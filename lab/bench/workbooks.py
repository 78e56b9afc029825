"""The workbooks that benchmarks read: template reports of 60 indicators, the same bytes every time.

Belongs here: making many different reports out of the sample's, writing them on all cores.
Stays out: what is measured with them (`intake`), the sample itself (`dagster_project.sae.sample`).

Names, definitions and evidence differ from file to file, so that no reader profits from having
seen a text before; every tenth report holds cells that need a second look.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import cycle as endless
from itertools import islice
from pathlib import Path
from typing import Any

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.sample.submission import Submission, build_submission
from dagster_project.sae.sample.workbook import write_workbook
from dagster_project.sae.sample.world import World
from lab.bench.measure import ROOT

INDICATORS = 60
SEED = 2026
PERIODS = ("TW1", "TW2", "TW3")
LAYOUTS = ROOT / "data_raw" / "layouts"
PROFILE = ROOT / "dbt" / "seeds" / "profil" / "probolinggo"

Row = dict[str, Any]

_ROWS = {
    "INDIKATOR": INDICATORS,
    "REALISASI": INDICATORS,
    "HAMBATAN_TL": 20,
    "ANGGARAN": 20,
    "KOLABORASI": 4,
    "SWADAYA": 4,
    "KOMUNIKASI": 4,
}
_OWN_TEXTS = (
    *("nama_indikator", "definisi_operasional", "rumus", "perubahan_dirasakan", "bukti_tautan"),
    *("uraian_hambatan", "rencana_tindak_lanjut", "uraian", "judul", "tautan_media", "bukti"),
)
_NUMBERS = ("target_tahun", "target_periode", "realisasi", "pagu", "realisasi_anggaran")
_DOUBTFUL = ("1.234", "34,49", "-", "n/a")


def write_workbooks(folder: Path, count: int, *, cores: int | None = None) -> list[Path]:
    """Write the first `count` reports into a folder, on all cores.

    Args:
        folder: made when missing.
        count: how many; a larger set holds the same files and more.
        cores: processes; one for each usable core when None.

    Returns:
        The files, in order of their numbers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    workers = cores or len(os.sched_getaffinity(0))
    command = [sys.executable, "-m", "lab.bench.workbooks", str(folder), str(count)]
    running = [
        subprocess.Popen([*command, str(part), str(workers)], cwd=ROOT) for part in range(workers)
    ]
    if any(process.wait() for process in running):
        raise SystemExit("the workbooks of the benchmark could not be written")
    return sorted(folder.glob("*.xlsx"), key=_number)


def _number(path: Path) -> int:
    return int(path.stem.rpartition("_v")[2])


def _write_part(folder: Path, *, count: int, part: int, parts: int) -> None:
    profile = load_profile(PROFILE)
    world = World(profile, SEED)
    template = load_template(LAYOUTS / TEMPLATE_NAME)
    cycles = [c for c in profile.cycles if c.period in PERIODS]
    clean = {
        (place, cycle.id): build_submission(world, opd, number=place + 1, cycle=cycle)
        for place, opd in enumerate(world.roster)
        for cycle in cycles
        if opd.is_valid_on(cycle.cutoff)
    }
    reports = list(clean.values())
    for number in range(part, count, parts):
        report = reports[number % len(reports)]
        path = (
            folder / f"{report.opd.code}_{report.cycle.year}_{report.cycle.period}_v{number}.xlsx"
        )
        write_workbook(
            path,
            template,
            cover=report.cover,
            tables={name: _rows(report, name, number=number) for name in _ROWS},
            created=datetime(2026, 1, 1),
        )


def _rows(report: Submission, sheet: str, *, number: int) -> list[Row]:
    chance = random.Random(f"{SEED}/{number}/{sheet}")  # noqa: S311 - repeatable, not secret
    found = report.tables.get(sheet) or []
    rows = [dict(row) for row in islice(endless(found), _ROWS[sheet])] if found else []
    for place, row in enumerate(rows, start=1):
        if "id_indikator" in row:
            row["id_indikator"] = f"{report.opd.code}-{(place - 1) % INDICATORS + 1:03d}"
        for name in _OWN_TEXTS:
            if row.get(name):
                row[name] = f"{row[name]} ({number}/{place})"
        for name in _NUMBERS:
            if row.get(name) is not None:
                row[name] = round(row[name] * chance.uniform(0.8, 1.2), 2)
    if number % 10 == 0 and sheet == "REALISASI":
        for place, text in enumerate(_DOUBTFUL):
            rows[place * 3]["realisasi"] = text
    return rows


def main(arguments: Sequence[str]) -> None:
    """Write one part of the reports, as `write_workbooks` asks a process of its own to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name in ("count", "part", "parts"):
        parser.add_argument(name, type=int)
    asked = parser.parse_args(arguments)
    _write_part(asked.folder, count=asked.count, part=asked.part, parts=asked.parts)


if __name__ == "__main__":
    main(sys.argv[1:])
