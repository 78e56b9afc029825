"""How well the activity lexicon tells work from results, on the labelled names, with every miss.

`python -m lab.bench.lexicon` prints it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date

from dagster_project.sae.checks.lexicon_seeds import load_lexicon
from dagster_project.sae.installation.settings import PROJECT_ROOT

LABELLED = PROJECT_ROOT / "tests" / "cases" / "leksikon" / "nama_berlabel.csv"
POLICY = PROJECT_ROOT / "dbt" / "seeds" / "policy"
DAY = date(2026, 6, 30)
WORK = "AKTIVITAS_KELUARAN"


@dataclass(frozen=True)
class Measured:
    """Counts of one half; a name of work that the lexicon finds is a hit."""

    hits: int
    false_alarms: tuple[str, ...]
    overlooked: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of what is called work, the share that is."""
        return self.hits / (self.hits + len(self.false_alarms))

    @property
    def recall(self) -> float:
        """Of the work there is, the share that is called so."""
        return self.hits / (self.hits + len(self.overlooked))


def labelled() -> list[dict[str, str]]:
    """The labelled names as they stand in the file."""
    with LABELLED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def measure(part: str) -> Measured:
    """The lexicon against the labels of one half, `latih` or `uji`."""
    lexicon = load_lexicon(POLICY, day=DAY)
    hits, false_alarms, overlooked = 0, [], []
    for row in labelled():
        if row["bagian"] != part:
            continue
        verdict = lexicon.judge(row["nama"], unit=row["satuan"])
        said = (
            f"{verdict.skor_aktivitas:>3} {row['nama']} | {row['satuan']} | "
            f"{verdict.kata_aktivitas or '-'} | {verdict.kata_hasil or '-'}"
        )
        if row["label"] == WORK and verdict.is_menyamar:
            hits += 1
        elif row["label"] == WORK:
            overlooked.append(said)
        elif verdict.is_menyamar:
            false_alarms.append(said)
    return Measured(hits, tuple(false_alarms), tuple(overlooked))


def report() -> str:
    """Both halves, with the score and the words of every miss."""
    lines = []
    for part in ("latih", "uji"):
        found = measure(part)
        lines += [
            f"{part}: precision {found.precision:.3f}, recall {found.recall:.3f}, "
            f"{found.hits} hits",
            f"  results taken for work ({len(found.false_alarms)}):",
            *(f"    {miss}" for miss in found.false_alarms),
            f"  work taken for results ({len(found.overlooked)}):",
            *(f"    {miss}" for miss in found.overlooked),
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
