"""`sae periksa` on one workbook of 60 rows, beside importing the readers it uses and nothing more.

Printed and written: the ratio of the medians. The readers are the modules that open, recognise and
read a report; both start as fresh processes in turn.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from lab.bench.measure import ROOT, write_result

ROUNDS = 15
ROWS = 60
TARGET_RATIO = 3.0
BIN = Path(sys.executable).parent
READERS = (
    "import dagster_project.sae.intake.file.reader, dagster_project.sae.intake.forms.recognise, "
    "dagster_project.sae.intake.forms.printed.reader, "
    "dagster_project.sae.intake.forms.template.reader"
)


def workbook(path: Path) -> None:
    """A report of 60 indicators in our template, every other one with something to mend."""
    import xlsxwriter

    indicator = {
        "definisi_operasional": "Banyaknya hal yang dihitung menurut buku pedoman yang berlaku",
        "level_hasil": "OUTCOME",
        "kode_pilar": "SAE-3",
        "jenis_indikator": "PROGRAM",
        "satuan": "orang",
        "polaritas": "NAIK",
        "jenis_agregasi": "POSISI_AKHIR",
        "rumus": "hitungan langsung",
        "sumber_data": "LAPORAN",
        "baseline_nilai": 10,
        "layak_publik": "YA",
    }
    cover = {
        "versi_template": "1.0",
        "kode_opd": "1.02.01",
        "nama_opd": "Dinas Kesehatan",
        "id_siklus": "RAKOREV-2026-04",
        "tahun": 2026,
        "periode": "TW3",
    }
    template = load_template(ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)
    with xlsxwriter.Workbook(str(path)) as book:
        for sheet in template.sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.shape == "isian":
                page.write_row(0, 0, ["isian", "nilai"])
                for row, field in enumerate(sheet.fields, start=1):
                    page.write_row(row, 0, [field.id, cover.get(field.id, "")])
                continue
            page.write_row(0, 0, [field.id for field in sheet.fields])
            for number in range(ROWS if sheet.name in {"INDIKATOR", "REALISASI"} else 0):
                figures = {
                    "id_indikator": f"1.02.01-{number:03d}",
                    "nama_indikator": f"Orang yang terlayani dengan baik {number}",
                    "tahun": 2026,
                    "periode": "TW3",
                    "target_tahun": 100,
                    "target_periode": 75,
                    "realisasi": 80 if number % 2 else 70,
                    "status_data": "TERSEDIA",
                }
                said = {**indicator, **figures}
                page.write_row(number + 1, 0, [said.get(field.id, "") for field in sheet.fields])


def seconds(command: Sequence[str], *, code: int) -> tuple[float, float]:
    """Wall and processor time of one process tree that must end with that code."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=dict(os.environ), check=False)
    taken = time.perf_counter() - started
    if done.returncode != code:
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return taken, worked


def main() -> int:
    """Measure in turn, print, write."""
    checks: list[tuple[float, float]] = []
    imports: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(prefix="sae-bench-") as scratch:
        path = Path(scratch) / "1.02.01_2026_TW3_v1.xlsx"
        workbook(path)
        for _ in range(ROUNDS):
            imports.append(seconds([sys.executable, "-c", READERS], code=0))
            checks.append(seconds([str(BIN / "sae"), "periksa", str(path)], code=2))
    wall = _ratio(checks, imports, kind=0)
    work = _ratio(checks, imports, kind=1)
    path = write_result(
        "periksa",
        {
            "what": f"sae periksa on a workbook of {ROWS} rows / importing its readers",
            "rounds": ROUNDS,
            "periksa_seconds": [round(taken, 3) for taken, _ in checks],
            "import_seconds": [round(taken, 3) for taken, _ in imports],
            "ratio_of_medians": round(wall, 2),
            "ratio_of_processor_time": round(work, 2),
            "target_ratio": TARGET_RATIO,
        },
    )
    print(f"sae periksa      {statistics.median(taken for taken, _ in checks):6.2f} s")
    print(f"import readers   {statistics.median(taken for taken, _ in imports):6.2f} s")
    print(f"ratio            {wall:6.2f}   target below {TARGET_RATIO}")
    print(f"processor time   {work:6.2f}   the same ratio where other work fills the cores")
    print(f"written to {path.relative_to(ROOT)}")
    return 0


def _ratio(
    checks: Sequence[tuple[float, float]], imports: Sequence[tuple[float, float]], *, kind: int
) -> float:
    return statistics.median(c[kind] for c in checks) / statistics.median(i[kind] for i in imports)


if __name__ == "__main__":
    raise SystemExit(main())
