"""Trying a mutation on a copy of the tree, where a change harms nobody.

Belongs here: the copy, its fingerprint, asking pytest, putting the file back.
Stays out: the list, dbt's unit tests (`models`), what is printed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from lab.mutations.listed import ROOT, Mutation, MutationError
from lab.mutations.models import Models


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of what git tracks."""
    with tempfile.TemporaryDirectory(prefix="sae-mutations-") as folder:
        tree = Path(folder) / "akar"
        for name in _tracked():
            target = tree / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
        yield tree


def fingerprint() -> str:
    """Hash over everything that the copy holds."""
    hasher = sha256()
    for name in _tracked():
        hasher.update(name.encode() + b"\0")
        hasher.update(sha256((ROOT / name).read_bytes()).digest())
    return hasher.hexdigest()[:16]


class Judges:
    """Who must notice a change of a tree: pytest, and dbt's unit tests for SQL."""

    def __init__(self, tree: Path) -> None:
        self._tree = tree
        self._models = Models(tree, tree.parent / "var")

    def fails(self, tests: Sequence[str], unit_tests: Sequence[str]) -> bool:
        """Whether some of these fail in the tree as it stands.

        Raises:
            MutationError: they cannot be asked.
        """
        if tests and self._pytest_fails(tests):
            return True
        return bool(unit_tests) and self._models.fails(unit_tests)

    def notice(self, mutation: Mutation) -> bool:
        """Whether a mutation is killed; the tree is as before afterwards."""
        path = self._tree / mutation.file
        text = path.read_text(encoding="utf-8")
        path.write_text(mutation.applied(self._tree), encoding="utf-8")
        try:
            return self.fails(mutation.tests, mutation.unit_tests)
        except MutationError as error:
            raise MutationError(f"{mutation.name}: {error}") from error
        finally:
            path.write_text(text, encoding="utf-8")

    def _pytest_fails(self, tests: Sequence[str]) -> bool:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
        # The tree comes first on the path, so that the installed package is not what is judged.
        done = subprocess.run(
            command,
            cwd=self._tree,
            capture_output=True,
            text=True,
            check=False,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith(("SAE_", "DBT_"))},
                "PYTHONPATH": str(self._tree),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        if done.returncode not in (0, 1):
            raise MutationError(
                f"{' '.join(tests)}: pytest ended with {done.returncode}\n{done.stdout}"
            )
        return done.returncode == 1


def _tracked() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [name for name in sorted(listing.split("\0")) if name and (ROOT / name).is_file()]
