"""Environments of foreign packages, made once with uv and kept under `.venv-compat/`.

Belongs here: making one, naming its Python and what it finds. Stays out: what is run in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# SAE_COMPAT moves what is kept, for instance to a disk with room.
KEPT = Path(os.environ.get("SAE_COMPAT", ROOT / ".venv-compat"))


def environment(name: str, packages: Sequence[str]) -> Path:
    """The Python of an environment that holds exactly these packages; made when not there yet.

    Raises:
        subprocess.CalledProcessError: uv could not install them.
    """
    folder = KEPT / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = "\n".join(packages)
    stamp = folder / "terpasang.txt"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    uv = Path(sys.executable).with_name("uv")
    subprocess.run(
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder], check=True
    )
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *packages], check=True)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def its_own_first(python: Path) -> dict[str, str]:
    """The variables for a program of ours in an environment: its packages, then those of ours.

    The environment's own folder is named too: what PYTHONPATH says comes before it otherwise.
    """
    own = sysconfig.get_path("purelib", "venv", vars={"base": str(python.parents[1])})
    path = os.pathsep.join([str(ROOT), own, sysconfig.get_path("purelib")])
    return {**os.environ, "PYTHONPATH": path}
