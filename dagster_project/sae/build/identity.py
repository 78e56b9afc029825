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


def digest(value: Any) -> str:
    """Hex sha256 of a value in canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def code_version(root: Path) -> str:
    """Project version, `+`, 8 hex digits over everything that computes: code, models, layouts."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    files = [
        *_files(root / "dagster_project", "*.py"),
        *_files(root / "dagster_project" / "sae" / "pages", "*.html"),
        *_files(root / "dagster_project" / "sae" / "pages", "*.css"),
        *_files(root / "dagster_project" / "sae" / "pages", "*.js"),
        *_files(root / "dbt", "*.sql"),
        *_files(root / "dbt", "*.yml"),
        *_files(root / "data_raw" / "layouts", "*.yaml"),
    ]
    return f"{project['version']}+{_content_hash(root, files)[:8]}"


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
