"""`python -m lab.mutations`: try every mutation on a copy of the tree and print what survived.

Exit 0 when at most one survived, 1 otherwise, 2 when a mutation no longer fits its file or its
tests fail without it. `--only TEXT` tries those whose name holds a text. `--record FILE` keeps each
result as a line; a round that was broken off goes on after the last one when started again on the
same tree.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from lab.mutations.listed import Mutation, MutationError, load
from lab.mutations.trying import Judges, copied, fingerprint

MAY_SURVIVE = 1


class Record:
    """What earlier rounds came to on this very tree; nothing without a file."""

    def __init__(self, file: Path | None, tree: str) -> None:
        self._file, self._tree = file, tree
        self.killed: dict[str, bool] = {}
        if file is not None and file.is_file():
            for line in file.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                if entry["tree"] == tree:
                    self.killed[entry["name"]] = entry["killed"]

    def note(self, mutation: Mutation, is_killed: bool) -> None:
        """Remember a result at once, so that a round can be broken off at any time."""
        self.killed[mutation.name] = is_killed
        if self._file is not None:
            entry = {"tree": self._tree, "name": mutation.name, "killed": is_killed}
            with self._file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(entry) + "\n")


def go_through(mutations: Sequence[Mutation], record: Record) -> None:
    """Try those of which nothing is recorded, and print a line for each.

    Raises:
        MutationError: the tests fail without any mutation, or one cannot be tried.
    """
    open_ones = [one for one in mutations if one.name not in record.killed]
    if not open_ones:
        return
    with copied() as tree:
        judges = Judges(tree)
        if judges.fails(
            sorted({test for one in open_ones for test in one.tests}),
            sorted({test for one in open_ones for test in one.unit_tests}),
        ):
            raise MutationError("the tests fail without any mutation; mend them first")
        for one in open_ones:
            started = perf_counter()
            record.note(one, judges.notice(one))
            word = "killed  " if record.killed[one.name] else "SURVIVED"
            print(f"{word}  {perf_counter() - started:5.1f} s  {one.name}", flush=True)


def main() -> int:
    """Try the mutations and say how many were killed."""
    parser = argparse.ArgumentParser(prog="python -m lab.mutations")
    parser.add_argument("--only", default="", help="part of a mutation's name")
    parser.add_argument("--record", type=Path, help="file that keeps each result")
    given = parser.parse_args()
    try:
        mutations = [one for one in load() if given.only in one.name]
        record = Record(given.record, fingerprint())
        go_through(mutations, record)
    except MutationError as error:
        print(error, file=sys.stderr)
        return 2
    survived = [one.name for one in mutations if not record.killed[one.name]]
    print(f"{len(mutations)} mutations, {len(mutations) - len(survived)} killed")
    for name in survived:
        print(f"survived: {name}")
    return 0 if len(survived) <= MAY_SURVIVE else 1


if __name__ == "__main__":
    sys.exit(main())
