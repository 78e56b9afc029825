"""A cold `sae run` over the sample, beside a bare cold `dbt build` of the same project.

Printed and written: the ratio of the medians, where the time goes step by step, peak memory.
Both start from nothing (no target, no warehouse); the bare build reads what one run landed.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from dagster_project.sae.build.dbt_calls import dbt_environment
from dagster_project.sae.installation.settings import Settings
from lab.bench.measure import ROOT, Measured, measure, write_result

ROUNDS = 3
TARGET_RATIO = 3.0
TARGET_MIB = 1024.0
BIN = Path(sys.executable).parent


def _sae_run(home: Path) -> Measured:
    return measure([str(BIN / "sae"), "run"], env={"SAE_HOME": str(home)})


def _bare_dbt(home: Path) -> Measured:
    settings = Settings.from_env({"SAE_HOME": str(home)})
    shutil.rmtree(settings.dbt_target, ignore_errors=True)
    settings.warehouse.unlink(missing_ok=True)
    command = [
        str(BIN / "dbt"),
        "--quiet",
        "build",
        # like a run: both build and test the same nodes
        "--exclude-resource-type",
        "unit_test",
        "--project-dir",
        "dbt",
        "--profiles-dir",
        "dbt",
    ]
    return measure(command, env=dbt_environment(settings))


def _steps(output: str) -> dict[str, float]:
    found = re.search(r"Waktu \(detik\): ([\s\S]+)", output)
    if found is None:
        return {}
    times = re.findall(r"(\w+) ([\d.]+),(\d)", found.group(1))
    return {name: float(f"{whole.replace('.', '')}.{part}") for name, whole, part in times}


def main() -> int:
    """Measure in turn, print, write, and fail only when a command itself fails."""
    runs: list[Measured] = []
    builds: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="sae-bench-") as scratch:
        for number in range(ROUNDS):
            home = Path(scratch) / f"home{number}"
            runs.append(_sae_run(home))
            builds.append(_bare_dbt(home))
    for name, results in (("sae run", runs), ("dbt build", builds)):
        bad = [result for result in results if result.code != 0]
        if bad:
            print(f"{name} ended with {bad[0].code}:\n{bad[0].output[-3000:]}")
            return 1
    run_s = statistics.median(r.seconds for r in runs)
    build_s = statistics.median(b.seconds for b in builds)
    peak = max(r.peak_mib for r in runs)
    steps = _steps(runs[-1].output)
    result = {
        "what": "cold sae run over data_raw/contoh / bare cold dbt build of the same project",
        "rounds": ROUNDS,
        "sae_run_seconds": [round(r.seconds, 2) for r in runs],
        "dbt_build_seconds": [round(b.seconds, 2) for b in builds],
        "ratio_of_medians": round(run_s / build_s, 2),
        "target_ratio": TARGET_RATIO,
        "peak_mib": round(peak),
        "target_mib": TARGET_MIB,
        "steps_of_last_run_seconds": steps,
        "outside_steps_seconds": round(runs[-1].seconds - sum(steps.values()), 2),
    }
    path = write_result("run_sample", result)
    print(f"sae run    {run_s:6.1f} s (median of {ROUNDS})")
    print(f"dbt build  {build_s:6.1f} s")
    print(f"ratio      {run_s / build_s:6.2f}   target at most {TARGET_RATIO}")
    print(f"memory     {peak:6.0f} MiB at the peak   target at most {TARGET_MIB:.0f}")
    for name, seconds in [
        *steps.items(),
        ("start-up and summary", result["outside_steps_seconds"]),
    ]:
        print(f"  {name:22} {seconds:5.1f} s")
    print(f"written to {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
