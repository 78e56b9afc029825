"""The table of content rules with their cases: `python tests/cases/aturan/tabel.py` writes it.

Belongs here: rendering TABEL.md from the case files beside it. Stays out: judging a case
(`tests/unit/checks/test_rules.py`); rules of intake have their files in `tests/cases/berkas_buruk`
and `tests/unit/intake/test_every_rule.py`.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
TABLE = FOLDER / "TABEL.md"
_HEAD = """<!-- Made by `python tests/cases/aturan/tabel.py`; do not edit here. -->
# Content rules and their cases

Each case is a change to one clean row of a test table, judged by the real suites. A case breaks the
rule it is about, or shows where that rule must keep still.

| rule | cases that break it | cases that pass |
|---|---|---|
"""


def table() -> str:
    """The page, rules in the order of their ids."""
    breaking: dict[str, list[str]] = defaultdict(list)
    passing: dict[str, list[str]] = defaultdict(list)
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            side = breaking if case["rule"] in case["breaks"] else passing
            side[case["rule"]].append(str(case["name"]).replace("|", "\\|"))
    rows = [
        f"| {rule} | {'; '.join(breaking[rule])} | {'; '.join(passing[rule])} |"
        for rule in sorted({*breaking, *passing})
    ]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
