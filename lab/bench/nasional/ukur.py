"""The whole mart layer at national size, beside one script written by hand. `make bench-nasional`.

Printed and written: wall and processor time of both, their ratio, peak memory, how time grows from
1/16 of the nation to all of it, and what a dashboard waits for. Both sides run as processes of
their own with the same limits of memory and cores, one after the other. Where other work fills the
cores, the ratio of processor time is the one to read.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lab.bench.measure import RESULTS, ROOT, machine, tree_memory_mib, write_result
from lab.bench.nasional import banding, bukti, dunia, langkah, papan

TARGET_RATIO, TARGET_GIB = 1.5, 6.0
MEMORY_LIMIT = "4GB"
SIXTEENTH = 35
CHILD = "lab.bench.nasional.langkah"
SLOWEST_SHOWN = 12


@dataclass(frozen=True)
class Step:
    """One process: wall and processor seconds, peak MiB, what it wrote about itself."""

    name: str
    wall: float
    processor: float
    peak_mib: float
    said: dict[str, Any]


def step(name: str, home: Path, *, threads: int) -> Step:
    """Run one step of `langkah` to its end.

    Raises:
        SystemExit: the step failed; what it printed comes with it.
    """
    log = home / f"{name}.log"
    env = {
        **os.environ,
        "SAE_MEMORY_LIMIT": MEMORY_LIMIT,
        "SAE_THREADS": str(threads),
        "PYTHONPATH": str(ROOT),
    }
    started = time.perf_counter()
    with log.open("w", encoding="utf-8") as sink:
        command = [sys.executable, "-m", CHILD, name, str(home)]
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=sink, stderr=sink)
        peak = 0.0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, tree_memory_mib(process.pid))
            time.sleep(0.2)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} failed:\n{log.read_text(encoding='utf-8')[-4000:]}")
    said = json.loads((home / f"{name}.json").read_text(encoding="utf-8"))
    measured = Step(name, wall, usage.ru_utime + usage.ru_stime, peak, said)
    print(f"{home.name} {name}: {_pair(asdict(measured))} s, {peak / 1024:.1f} GiB", flush=True)
    return measured


def measure_size(home: Path, governments: int, *, threads: int, keep: bool) -> dict[str, Any]:
    """Generate one nation, build it both ways, compare the tables, ask the dashboards."""
    nation = dunia.generate(home, governments, root=ROOT)
    bukti.generate(nation.settings)
    rows = _rows(nation.settings.landing)
    by_hand = step("tangan", home, threads=threads)
    models = step("model", home, threads=threads)
    # At the size of the nation its temporary tables would fill the disk.
    alone = step("sql", home, threads=threads) if governments <= SIXTEENTH else None
    tables, differences = banding.compare(nation.settings.warehouse, home / "tangan.duckdb")
    result = {
        "governments": governments,
        "landed_rows": rows,
        "tables": tables,
        "differences": [asdict(d) for d in differences],
        "models": asdict(models),
        "by_hand": asdict(by_hand),
        "sql_alone": asdict(alone) if alone else None,
        "ratio_same_tables": round(of_same(models) / by_hand.processor, 2),
        "ratio_sql_alone": round(alone.processor / by_hand.processor, 2) if alone else None,
        "ratio_wall": round(models.wall / by_hand.wall, 2),
        "ratio_processor": round(models.processor / by_hand.processor, 2),
        "peak_gib": round(models.peak_mib / 1024, 2),
        "dashboards": papan.ask(papan.publish(nation.settings.warehouse, home / "rilis.duckdb")),
    }
    if not keep:
        shutil.rmtree(home)
    return result


def of_same(models: Step) -> float:
    """Processor seconds of the models for the tables that the script by hand computes too."""
    parts: dict[str, dict[str, float]] = models.said["parts"]
    return sum(parts[name]["processor"] for name in langkah.SAME)


def _rows(landing: Path) -> dict[str, int]:
    import pyarrow.parquet as pq

    found: dict[str, int] = {}
    for file in landing.glob("[!.]*/*.parquet"):
        found[file.stem] = found.get(file.stem, 0) + pq.ParquetFile(file).metadata.num_rows
    return dict(sorted(found.items()))


def growth(small: dict[str, Any], large: dict[str, Any]) -> float:
    """Exponent of processor time over rows between two sizes: 1 is linear."""
    rows = large["landed_rows"]["realisasi"] / small["landed_rows"]["realisasi"]
    return math.log(large["models"]["processor"] / small["models"]["processor"]) / math.log(rows)


def page(result: dict[str, Any]) -> str:
    """The result as a page of Markdown."""
    facts = result["machine"]
    lines = [
        "# The warehouse at national size",
        "",
        "Generated by `make bench-nasional`; the numbers are those of one session on "
        f"{facts['cores']} cores and {facts['memory_gib']} GiB.",
        f"DuckDB memory limit {MEMORY_LIMIT} with spilling; targets: ratio at most {TARGET_RATIO}, "
        f"peak at most {TARGET_GIB} GiB, growth at most linear.",
        "",
        "| | " + " | ".join(f"{s['governments']} governments" for s in result["sizes"]) + " |",
        "|---|" + "---|" * len(result["sizes"]),
    ]
    for label, pick in _ROWS:
        lines.append(f"| {label} | " + " | ".join(pick(s) for s in result["sizes"]) + " |")
    if result.get("growth_exponent") is not None:
        lines += [
            "",
            f"Growth exponent of processor time: {result['growth_exponent']} (1 is linear).",
        ]
    for size in result["sizes"]:
        lines += ["", f"## Parts, {size['governments']} governments", ""]
        lines += ["| part | nodes | processor s | wall s |", "|---|---|---|---|"]
        lines += [
            f"| {name} | {part['models']} | {part['processor']:.0f} | {part['wall']:.0f} |"
            for name, part in size["models"]["said"]["parts"].items()
        ]
        lines += ["", f"## Slowest models, {size['governments']} governments", ""]
        lines += ["| model | seconds |", "|---|---|"]
        lines += [f"| {n} | {s} |" for n, s in size["models"]["said"]["nodes"][:SLOWEST_SHOWN]]
    last = result["sizes"][-1]
    lines += ["", "## Dashboards", "", "| question | p95 ms | reading the same bytes ms | ratio |"]
    lines += ["|---|---|---|---|"]
    lines += [
        f"| {d['name']} | {d['p95_ms']} | {d['scan_ms']} | {d['ratio']} |"
        for d in last["dashboards"]
    ]
    lines += ["", "## What the nation holds", ""]
    lines += [f"- {name}: {share}" for name, share in dunia.SKEW.items()]
    lines += [
        "- evidence of the checks: generated, of the same shape as the real one",
        "- timed are the models, without data tests and unit tests; dbt's own start is in every "
        "number of the models",
        f"- same tables: the {len(last['tables'])} published tables of the script and the models "
        "they need, without the test table of the checks, which the script has no need of",
        "- the models' SQL alone: the same tables by the models' SQL in one session, what lies "
        "between in temporary tables; the rest is dbt's own work and writing every model down",
    ]
    return "\n".join(lines) + "\n"


_ROWS = (
    ("landed figures", lambda s: f"{s['landed_rows']['realisasi']:,}"),
    ("models, processor s (wall)", lambda s: _pair(s["models"])),
    ("by hand, processor s (wall)", lambda s: _pair(s["by_hand"])),
    ("ratio of processor time, same tables", lambda s: str(s["ratio_same_tables"])),
    ("the models' SQL alone, processor s (wall)", lambda s: _pair(s["sql_alone"])),
    ("its ratio of processor time to the script", lambda s: str(s["ratio_sql_alone"] or "")),
    ("ratio of processor time, all models", lambda s: str(s["ratio_processor"])),
    ("ratio of wall time, all models", lambda s: str(s["ratio_wall"])),
    ("peak of the models, GiB", lambda s: str(s["peak_gib"])),
    (
        "tables compared / differing measures",
        lambda s: f"{len(s['tables'])} / {len(s['differences'])}",
    ),
)


def _pair(step_: dict[str, Any] | None) -> str:
    return f"{step_['processor']:.0f} ({step_['wall']:.0f})" if step_ else "not run"


def _written(sizes: Sequence[dict[str, Any]]) -> str:
    """Write both files over the sizes measured so far; the page."""
    result = {
        "what": "dbt models from landing to publish / one DuckDB script for the same tables",
        "target_ratio": TARGET_RATIO,
        "target_gib": TARGET_GIB,
        "sizes": sizes,
        "growth_exponent": round(growth(sizes[0], sizes[-1]), 2) if len(sizes) > 1 else None,
    }
    write_result("nasional", result)
    text = page({"machine": machine(), **result})
    (RESULTS / "nasional.md").write_text(text, encoding="utf-8")
    return text


def main(words: Sequence[str] | None = None) -> int:
    """Measure the sizes asked for, print the table, write both files."""
    parser = argparse.ArgumentParser(description="The warehouse at national size.")
    parser.add_argument(
        "--governments", type=int, nargs="+", default=[SIXTEENTH, dunia.GOVERNMENTS]
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("TMPDIR", "/tmp")))  # noqa: S108
    parser.add_argument("--keep", action="store_true", help="keep the generated nations")
    asked = parser.parse_args(words)
    sizes = []
    for governments in sorted(asked.governments):
        home = asked.home / f"sae-nasional-{governments}"
        sizes.append(measure_size(home, governments, threads=asked.threads, keep=asked.keep))
        # After every size: the largest takes more than an hour, and what was measured stays.
        print(_written(sizes), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
