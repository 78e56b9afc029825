"""Pack this folder as the zip that Superset imports, with the path of the served file in it.

    python bi/superset/pack.py var/serving/sae.duckdb sae-superset.zip

The path is the one Superset's own machine sees. Only the standard library is needed.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACEHOLDER = "SAE_DUCKDB_FILE"


def pack(served: str, archive: Path) -> int:
    """Write the bundle; returns how many YAML files are in it.

    Args:
        served: absolute path of `sae.duckdb` on the machine of Superset.
        archive: the zip to write; one that is there is replaced.
    """
    files = sorted(HERE.rglob("*.yaml"))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for file in files:
            text = file.read_text(encoding="utf-8").replace(PLACEHOLDER, served)
            target.writestr(f"sae/{file.relative_to(HERE).as_posix()}", text)
    return len(files)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit((__doc__ or "").strip())
    # A path of another machine is taken as it is; one of this machine is made whole.
    given = Path(sys.argv[1])
    count = pack(str(given.resolve()) if given.exists() else sys.argv[1], Path(sys.argv[2]))
    sys.stdout.write(f"{count} berkas -> {sys.argv[2]}\n")
