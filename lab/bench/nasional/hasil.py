"""What was measured, kept after every step: `lab/bench/results/nasional.json`.

Belongs here: the records, which of them stand for the code as it is, writing them.
Stays out: measuring (`proses`), showing them (`halaman`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lab.bench.measure import RESULTS, ROOT, write_result
from lab.bench.nasional.proses import Measured

NAME = "nasional"
# Whatever a number depends on: the models, what builds and judges them, the bench itself.
MEASURED = ("dbt", "dagster_project/sae", "expectations", "lab/bench/nasional")
_SUFFIXES = frozenset({".py", ".sql", ".yml", ".yaml", ".csv"})
_SHOWING = frozenset({"halaman.py", "hasil.py", "tumbuh.py", "ukur.py"})  # they change no number


def code_state(root: Path = ROOT) -> str:
    """Hash over the files that a measure depends on."""
    found = hashlib.sha256()
    for folder in MEASURED:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in _SUFFIXES or "target" in path.parts:
                continue
            if path.parent.name == NAME and path.name in _SHOWING:
                continue
            found.update(path.relative_to(root).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


@dataclass(frozen=True)
class Key:
    """Which measure: the size, the step, the engine (empty where there is none), its limits."""

    governments: int
    step: str
    engine: str = ""
    limit: str = ""


@dataclass(frozen=True)
class Record:
    """One measure that was taken."""

    key: Key
    measured: Measured

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {**asdict(self.key), **asdict(self.measured)}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Record:
        """From `plain`."""
        names = Key.__dataclass_fields__
        return cls(
            Key(**{name: plain[name] for name in names}),
            Measured(**{name: plain[name] for name in Measured.__dataclass_fields__}),
        )


@dataclass
class Results:
    """The records of one state of the code, as they stand in the file."""

    state: str
    records: dict[Key, Record] = field(default_factory=dict)

    @classmethod
    def read(cls, state: str, *, anew: bool = False, folder: Path = RESULTS) -> Results:
        """Those of that state; none of another one, none when all is to be measured anew."""
        file = folder / f"{NAME}.json"
        if anew or not file.is_file():
            return cls(state)
        said = json.loads(file.read_text(encoding="utf-8"))
        if said.get("state") != state:
            return cls(state)
        records = [Record.from_plain(plain) for plain in said["records"]]
        return cls(state, {record.key: record for record in records})

    def add(self, key: Key, measured: Measured) -> None:
        """Keep a measure and write the file."""
        self.records[key] = Record(key, measured)
        self.write()

    def write(self) -> None:
        """Write the file."""
        write_result(
            NAME,
            {
                "what": "the models from landing to publish, on each engine, beside one DuckDB "
                "script for the same tables",
                "state": self.state,
                "records": [record.plain() for record in self.records.values()],
            },
        )

    def get(
        self, governments: int, step: str, engine: str = "", limit: str = ""
    ) -> Measured | None:
        """A measure, or None where it was not taken."""
        record = self.records.get(Key(governments, step, engine, limit))
        return record.measured if record else None

    def taken(self, governments: int, step: str, engine: str = "") -> Measured:
        """A measure that was taken.

        Raises:
            KeyError: it was not.
        """
        return self.records[Key(governments, step, engine)].measured

    def sizes(self) -> list[int]:
        """The sizes that were measured, ascending."""
        return sorted({key.governments for key in self.records})

    def engines(self) -> list[str]:
        """The engines that built models, in the order of their measuring."""
        return list(dict.fromkeys(key.engine for key in self.records if key.step == "model"))

    def limited(self) -> Iterator[Record]:
        """Measures under a limit."""
        return (record for key, record in self.records.items() if key.limit)
