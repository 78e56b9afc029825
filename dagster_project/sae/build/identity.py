"""Identity by content: which code, which rules and which profile a release was made with.

Belongs here: hashes over files of the installation that change what a release says.
Stays out: the hash of what a release holds (`release.contents`), the inputs (`scope`).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from dagster_project.sae.installation.settings import Settings

# Rooms of the package that no computing room imports (a test holds that): help texts and terminals,
# the wiring of Dagster, answers and workbooks for an OPD, what reads a finished release, upkeep.
BESIDE = (
    "cli",
    "components",
    "defs",
    "orchestrator",
    "sae/answer",
    "sae/blank",
    "sae/care",
    "sae/examine",
    "sae/readers",
    "sae/sample",
    "sae/tell",
)


def digest(value: Any) -> str:
    """Hex sha256 of a value in canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def code_version(root: Path) -> str:
    """Project version, `+`, 8 hex digits over what computes or decides: code, models, layouts.

    What only shows a release, sends it back, keeps it or starts a run (`BESIDE`), and dbt's tests,
    can change without a release becoming another one.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['version']}+{_content_hash(root, deciding_files(root))[:8]}"


def deciding_files(root: Path) -> list[Path]:
    """The files that a release of this code depends on."""
    package, dbt = root / "dagster_project", root / "dbt"
    beside = [package / name for name in BESIDE]
    return [
        *(
            path
            for path in _files(package, "*.py")
            if not any(path.is_relative_to(folder) for folder in beside)
        ),
        *_files(package / "sae" / "pages", "*.html"),
        *_files(package / "sae" / "pages", "*.css"),
        *_files(package / "sae" / "pages", "*.js"),
        *(path for path in _files(dbt, "*.sql") if not path.is_relative_to(dbt / "tests")),
        *_files(dbt, "*.yml"),
        *_files(root / "data_raw" / "layouts", "*.yaml"),
    ]


def policy_version(settings: Settings) -> str:
    """12 hex digits over the rules: policy seeds and expectation suites."""
    root = settings.root
    files = [*_files(settings.policy_dir, "*.csv"), *_files(root / "expectations", "*.yaml")]
    return _content_hash(root, files)[:12]


def profile_version(settings: Settings) -> str:
    """12 hex digits over the seeds of the profile."""
    return _content_hash(settings.profile_dir, _files(settings.profile_dir, "*.csv"))[:12]


def _files(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder, without what tools leave there (caches, dbt target and logs)."""
    skipped = {"__pycache__", "target", "logs", "dbt_packages"}
    return [
        path
        for path in folder.rglob(pattern)
        if path.is_file() and skipped.isdisjoint(path.relative_to(folder).parts)
    ]


def _content_hash(root: Path, files: Iterable[Path]) -> str:
    """Hash of names and contents; line ends do not count: a Windows checkout is the same code."""
    parts = [
        [path.relative_to(root).as_posix(), sha256(_text(path)).hexdigest()]
        for path in sorted(set(files))
    ]
    return digest(sorted(parts))


def _text(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")
