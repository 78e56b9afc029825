"""`python -m lab.mutations`: try every mutation on a copy of the tree and print what survived.

Exit 0 when at most one survived, 1 otherwise, 2 when a mutation no longer fits its file or its
tests fail without it. `--only TEXT` tries those whose name holds a text.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("daftar.yaml")
MAY_SURVIVE = 1


@dataclass(frozen=True)
class Mutation:
    """One change of one file: `before` stands there exactly once; one of `tests` must then fail."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


class MutationError(Exception):
    """A mutation cannot be tried: the sentence says which and why."""


def load(file: Path = LIST) -> list[Mutation]:
    """The mutations of a list.

    Raises:
        MutationError: an entry's text does not stand exactly once in its file.
    """
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    mutations = [
        Mutation(e["name"], e["file"], e["from"], e["to"], tuple(e["tests"])) for e in entries
    ]
    for one in mutations:
        count = (ROOT / one.file).read_text(encoding="utf-8").count(one.before)
        if count != 1:
            raise MutationError(f"{one.name}: {one.before!r} stands {count} times in {one.file}")
    return mutations


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of what git tracks, where a change harms nobody."""
    with tempfile.TemporaryDirectory(prefix="sae-mutations-") as folder:
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for name in filter(None, listing.split("\0")):
            if (ROOT / name).is_file():
                target = Path(folder) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, target)
        yield Path(folder)


def fails(tree: Path, tests: Sequence[str]) -> bool:
    """Whether some of the tests fail in that tree."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    # The tree comes first on the path, so that the installed package is not what is judged.
    done = subprocess.run(
        command,
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        env={**_environment(), "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if done.returncode not in (0, 1):
        raise MutationError(
            f"{' '.join(tests)}: pytest ended with {done.returncode}\n{done.stdout}"
        )
    return done.returncode == 1


def killed(tree: Path, mutation: Mutation) -> bool:
    """Whether the tests of a mutation notice it; the tree is as before afterwards."""
    path = tree / mutation.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mutation.before, mutation.after), encoding="utf-8")
    try:
        return fails(tree, mutation.tests)
    finally:
        path.write_text(text, encoding="utf-8")


def main() -> int:
    """Try the mutations and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m lab.mutations")
    parser.add_argument("--only", default="", help="part of a mutation's name")
    only = parser.parse_args().only
    try:
        mutations = [one for one in load() if only in one.name]
        with copied() as tree:
            tests = sorted({test for one in mutations for test in one.tests})
            if fails(tree, tests):
                raise MutationError("the tests fail without any mutation; mend them first")
            survived = []
            for one in mutations:
                is_killed = killed(tree, one)
                survived += [] if is_killed else [one]
                print(f"{'killed  ' if is_killed else 'SURVIVED'}  {one.name}", flush=True)
    except MutationError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(mutations)} mutations, {len(mutations) - len(survived)} killed")
    return 0 if len(survived) <= MAY_SURVIVE else 1


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("SAE_")}


if __name__ == "__main__":
    sys.exit(main())
