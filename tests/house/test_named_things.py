"""What a charter names between backticks exists: a module, a symbol, a table, a column, a path."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Where a name may come from that is no Python: models, seeds, suites, layouts, settings.
SAID_IN = ("dbt/*", "expectations/*", "data_raw/layouts/*", "*.yaml", "Makefile", "pyproject.toml")
# Names of other people's things, and of files that a run writes.
FOREIGN = {
    "OSError", "TERKINI", "httpfs", "mostly", "Content-Security-Policy",
    "table.field", "kamus_data.bentuk_publik", "belum_diketahui",
}  # fmt: skip
_FILE = re.compile(r".*\.(?:json|yaml|csv|duckdb|html|parquet|toml|md|xlsx)")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_PATH = re.compile(r"[\w./-]+/[\w./-]*\w|[\w-]+/")


def listed(*patterns: str) -> list[Path]:
    known = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    lines = subprocess.run(known, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in lines.splitlines() if (ROOT / line).is_file()]


CHARTERS = [path for path in listed("*.py") if path.relative_to(ROOT).parts[0] != "tests"]


@cache
def symbols() -> dict[str, set[str]]:
    """By module what it defines, arguments and attributes too."""
    found: dict[str, set[str]] = {}
    for path in listed("*.py"):
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names.add(node.name)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[module] = names
    return found


@cache
def modules() -> frozenset[str]:
    """Every module and package, by its whole name and by each end or part of it."""
    parts: set[str] = set()
    for module in symbols():
        steps = module.split(".")
        ends = range(len(steps) + 1)
        parts |= {".".join(steps[a:b]) for a in ends for b in ends if a < b}
    return frozenset(parts)


@cache
def words() -> frozenset[str]:
    texts = (path.read_text(encoding="utf-8", errors="ignore") for path in listed(*SAID_IN))
    names = (path.stem for path in listed(*SAID_IN))
    return frozenset(names).union(*(re.findall(r"\w+", text) for text in texts))


def exists(name: str) -> bool:
    if name in modules() or name in FOREIGN or _FILE.fullmatch(name):
        return True
    room, _, symbol = name.rpartition(".")
    if room:
        return any(
            symbol in names
            for module, names in symbols().items()
            if module == room or module.endswith(f".{room}")
        )
    return symbol in words() or any(symbol in names for names in symbols().values())


def unknown(docstring: str) -> list[str]:
    """Backticked names and paths of our own that name nothing."""
    found = []
    for name in re.findall(r"`([^`\n]+)`", docstring):
        if _NAME.fullmatch(name):
            found += [] if exists(name) else [name]
        elif _PATH.fullmatch(name) and name.split("/")[0] not in {"kerja", "var", "persetujuan"}:
            places = (ROOT, ROOT / "dagster_project", ROOT / "dagster_project" / "sae")
            found += [] if any((place / name).exists() for place in places) else [name]
    return found


@pytest.mark.parametrize("path", CHARTERS, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_a_charter_names_exists(path: Path) -> None:
    assert unknown(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Stays out: removing (`sae.upkeep`).", ["sae.upkeep"]),
        ("See `sae.care.upkeep.clean` and `care.upkeep`.", []),
        ("See `sae.care.upkeep.wash`.", ["sae.care.upkeep.wash"]),
        ("Reads `benchmarks/intake.py`.", ["benchmarks/intake.py"]),
        ("Reads `lab/bench/intake.py`, `defs/jobs.py`.", []),
        ("Columns of `kpi_pilar`; `write_whole`.", []),
        ("How it looks (`shown_rilis`).", ["shown_rilis"]),
    ],
)
def test_a_name_of_nothing_is_told(text: str, names: list[str]) -> None:
    assert unknown(text) == names
