"""What a dashboard waits for: one question per chart on the published file, beside a bare read.

Belongs here: the four questions and their timing; the file they ask, written as by a release.
Stays out: building the tables (`langkah`).
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lab.bench.measure import ROOT

ROUNDS = 20

# Name of the chart to the columns it reads and its question; an agency, an indicator as given.
QUESTIONS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "pillar trend": (
        "kpi_pilar",
        ("kode_pilar", "id_periode", "skor_tersedia", "cakupan"),
        """select kode_pilar, id_periode, skor_tersedia, cakupan from kpi_pilar
        order by kode_pilar, id_periode""",
    ),
    "OPD ranking": (
        "kpi_indikator",
        ("kode_opd", "tahun", "periode", "level_hasil", "capaian_tampil"),
        """select kode_opd, avg(capaian_tampil) as rata, count(*) as n from kpi_indikator
        where tahun = 2025 and periode = 'TW4' and level_hasil in ('OUTCOME', 'DAMPAK')
        group by kode_opd order by rata desc nulls last limit 50""",
    ),
    "indicator detail": (
        "kpi_indikator",
        ("id_indikator", "tahun", "periode", "target", "realisasi", "status_capaian"),
        """select tahun, periode, target, realisasi, status_capaian from kpi_indikator
        where id_indikator = 'G001.01-001' order by tahun, periode""",
    ),
    "worst misses": (
        "kpi_indikator",
        ("id_indikator", "kode_opd", "tahun", "periode", "status_capaian", "capaian_mentah"),
        """select id_indikator, kode_opd, capaian_mentah from kpi_indikator
        where tahun = 2025 and periode = 'TW4' and status_capaian = 'TIDAK_TERCAPAI'
        order by capaian_mentah limit 20""",
    ),
}


def publish(warehouse: Path, file: Path) -> Path:
    """Copy the tables that the questions read from the build warehouse as a release does."""
    from dagster_project.sae.build.published import PREFIX, declared
    from dagster_project.sae.release import contents

    orders = declared(ROOT / "dbt")
    file.unlink(missing_ok=True)
    with (
        contents.workbench(warehouse, spill=file.with_name("tumpah")) as connection,
        contents.release_file(connection, file),
    ):
        for name in sorted({table for table, _, _ in QUESTIONS.values()}):
            table = f"{contents.WAREHOUSE}.main.{contents.identifier(PREFIX + name)}"
            columns, order = contents.columns_of(connection, table), orders[name].order
            contents.copy_table(connection, name, columns=columns, label=None, order=order)
    return file


def ask(published: Path) -> list[dict[str, Any]]:
    """Ask every question; p95 in milliseconds, beside the median of reading the same columns.

    Reading is one aggregate over the columns that the question names, over all rows.
    """
    import duckdb

    found: list[dict[str, Any]] = []
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute("set threads = 2")
        for name, (table, columns, question) in QUESTIONS.items():
            read = ", ".join(f"min({c}), max({c})" for c in columns)
            scans = _milliseconds(connection, f"select {read} from {table}")
            asked = _milliseconds(connection, question)
            p95 = statistics.quantiles(asked, n=20)[-1]
            scan = statistics.median(scans)
            found.append(
                {
                    "name": name,
                    "p95_ms": round(p95, 1),
                    "scan_ms": round(scan, 1),
                    "ratio": round(p95 / scan, 2),
                }
            )
    return found


def _milliseconds(connection: Any, question: str) -> list[float]:
    connection.execute(question).fetchall()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        connection.execute(question).fetchall()
        taken.append(1000 * (time.perf_counter() - started))
    return taken
