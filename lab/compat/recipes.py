"""`make resep`: the recipes in `deploy/` are well written, as far as this machine can tell.

Belongs here: asking the programs that will read them. Stays out: running the services.
A program that is not installed is said to be missing, never passed over as if it had agreed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from lab.compat.nginx_server import DEPLOY, configure, programs

# What these lines complain about is this machine (our programs are not installed here).
_NOT_THE_RECIPE = ("is not executable", "No such file or directory", "Unknown user", "systemd-")


def systemd() -> tuple[str, list[str]]:
    """What systemd says about the units."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return "missing", []
    units = [str(p) for p in sorted((DEPLOY / "systemd").iterdir())]
    done = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    own = [line for line in lines if "sae-" in line]
    return "checked", [line for line in own if not any(w in line for w in _NOT_THE_RECIPE[:3])]


def nginx() -> tuple[str, list[str]]:
    """What nginx says about the site, inside the smallest configuration there is."""
    found = programs()
    if found is None:
        return "missing", []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        done = subprocess.run(
            [found[0], "-t", "-c", configure(folder, found[1]), "-p", folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    return "checked", [] if done.returncode == 0 else done.stderr.splitlines()


def compose() -> tuple[str, list[str]]:
    """Whether compose.yaml is consistent: what is named is there, nothing listens to the world."""
    recipe = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services, faults = recipe["services"], []
    for name, service in services.items():
        faults += [
            f"{name} waits for {other}, which is no service"
            for other in service.get("depends_on", ())
            if other not in services
        ]
        faults += [
            f"{name} listens beyond this machine: {port}"
            for port in service.get("ports", ())
            if not str(port).startswith("127.0.0.1:")
        ]
        for volume in service.get("volumes", ()):
            source = str(volume).partition(":")[0]
            if "/" not in source and "$" not in source and source not in recipe["volumes"]:
                faults.append(f"{name} uses the volume {source}, which is not declared")
        if not service.get("image"):
            faults.append(f"{name} has no image")
    return "read as YAML", faults


def main() -> int:
    """Print what each program says; 1 when one of them objects."""
    table = Table("recipe", "how", "objections")
    failed = False
    for title, check in (("systemd units", systemd), ("compose", compose), ("nginx site", nginx)):
        how, faults = check()
        failed |= bool(faults)
        table.add_row(title, how, "\n".join(faults) or ("none" if how != "missing" else "unknown"))
    Console(width=110).print(table)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
