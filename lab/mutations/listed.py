"""The list of mutations: what is changed where, and who must notice.

Belongs here: reading `daftar.yaml` and holding its entries to the files they speak of.
Stays out: trying them (`trying`, `models`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("daftar.yaml")


class MutationError(Exception):
    """A mutation cannot be tried: the sentence says which and why."""


@dataclass(frozen=True)
class Mutation:
    """One change of one file: `before` stands there exactly once.

    Attributes:
        tests: files or node ids of pytest, one of which must then fail.
        unit_tests: names of dbt's unit tests, one of which must then fail; for SQL.
    """

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...] = ()
    unit_tests: tuple[str, ...] = ()

    def applied(self, tree: Path) -> str:
        """The text of its file in a tree with the change made."""
        return (tree / self.file).read_text(encoding="utf-8").replace(self.before, self.after)


def load(file: Path = LIST, *, root: Path = ROOT) -> list[Mutation]:
    """The mutations of a list.

    Raises:
        MutationError: an entry's text does not stand exactly once in its file, it changes nothing,
            or nobody is named who must notice.
    """
    mutations = [
        Mutation(
            *(entry[key] for key in ("name", "file", "from", "to")),
            tests=tuple(entry.get("tests", ())),
            unit_tests=tuple(entry.get("unit_tests", ())),
        )
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    for one in mutations:
        count = (root / one.file).read_text(encoding="utf-8").count(one.before)
        if count != 1:
            raise MutationError(f"{one.name}: {one.before!r} stands {count} times in {one.file}")
        if one.before == one.after:
            raise MutationError(f"{one.name}: `from` and `to` are the same")
        if bool(one.tests) == bool(one.unit_tests):
            raise MutationError(f"{one.name}: name either `tests` or `unit_tests`")
    return mutations
