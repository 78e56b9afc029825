"""`python -m simulasi`: live through a quarter and print its story; exit 1 when it went otherwise.

Belongs here: arguments, the folder, the exit code.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from datetime import date
from pathlib import Path

from lab.simulasi.plan import load_plan
from lab.simulasi.story import closing
from lab.simulasi.webhook import webhook

WHOLE = Path(__file__).with_name("kuartal.yaml")


def main() -> int:
    """Run the plan in a folder of its own."""
    parser = argparse.ArgumentParser(prog="python -m simulasi", description=__doc__)
    parser.add_argument("--rencana", type=Path, default=WHOLE, help="the plan (YAML)")
    parser.add_argument("--ke", type=Path, help="an empty folder to keep; a temporary one if none")
    parser.add_argument("--sampai", type=date.fromisoformat, help="stop after that day")
    given = parser.parse_args()
    logging.disable(logging.INFO)
    from lab.simulasi.quarter import Quarter

    plan = load_plan(given.rencana)
    with tempfile.TemporaryDirectory(prefix="sae-simulasi-") as temporary, webhook(200) as hook:
        home = given.ke or Path(temporary)
        quarter = Quarter(plan, home.resolve(), hook=hook, tell=_say)
        lived = quarter.live(until=given.sampai)
    for line in closing(plan, lived):
        _say(line)
    return 1 if lived.wrong else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
