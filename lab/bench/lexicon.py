"""How well the activity lexicon tells work from results, on the labelled names, with every miss.

`python -m lab.bench.lexicon` prints it: both halves, the names whose label nobody disputes, and
each source that was held back; `--record` writes the shares beside the goal to
`lab/bench/results/lexicon.json`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dagster_project.sae.checks.lexicon_seeds import load_lexicon
from dagster_project.sae.installation.settings import PROJECT_ROOT
from lab.bench.measure import write_result

LABELLED = PROJECT_ROOT / "tests" / "cases" / "leksikon" / "nama_berlabel.csv"
POLICY = PROJECT_ROOT / "dbt" / "seeds" / "policy"
DAY = date(2026, 6, 30)
WORK = "AKTIVITAS_KELUARAN"
TUNED, HELD_BACK = "latih", "uji"
GOAL = {"precision": 0.95, "recall": 0.90}


@dataclass(frozen=True)
class Measured:
    """Counts of some names; a name of work that the lexicon blocks is a hit."""

    hits: int
    warned: int
    false_warnings: int
    false_alarms: tuple[str, ...]
    overlooked: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of what is called work, the share that is."""
        return share(self.hits, len(self.false_alarms))

    @property
    def recall(self) -> float:
        """Of the work there is, the share that is called so."""
        return share(self.hits, len(self.overlooked))

    @property
    def told(self) -> float:
        """Of the work there is, the share that is called so or doubted."""
        return share(self.hits + self.warned, len(self.overlooked) - self.warned)


def share(right: int, wrong: int) -> float:
    """Part of the whole; of nothing, all is right."""
    return right / (right + wrong) if right + wrong else 1.0


def labelled() -> list[dict[str, str]]:
    """The labelled names as they stand in the file."""
    with LABELLED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def measure(part: str, *, disputed: bool = True, source: str | None = None) -> Measured:
    """The lexicon against the labels of one half, `latih` or `uji`, or of one source in it."""
    return compare(
        row
        for row in labelled()
        if row["bagian"] == part and (disputed or not row["ragu"]) and source in (None, row["asal"])
    )


def compare(rows: Iterable[dict[str, str]]) -> Measured:
    """The lexicon against the labels of these names."""
    lexicon = load_lexicon(POLICY, day=DAY)
    hits, warned, false_warnings = 0, 0, 0
    false_alarms, overlooked = [], []
    for row in rows:
        verdict = lexicon.judge(row["nama"], unit=row["satuan"])
        is_work = row["label"] == WORK
        said = (
            f"{verdict.skor_aktivitas:>3} {row['nama']} | {row['satuan']} | "
            f"{verdict.kata_aktivitas or '-'} | {verdict.kata_hasil or '-'}"
            f"{' | doubted' if verdict.is_ragu else ''}{' | disputed' if row['ragu'] else ''}"
        )
        hits += is_work and verdict.is_menyamar
        warned += is_work and verdict.is_ragu
        false_warnings += not is_work and verdict.is_ragu
        if is_work and not verdict.is_menyamar:
            overlooked.append(said)
        elif not is_work and verdict.is_menyamar:
            false_alarms.append(said)
    return Measured(hits, warned, false_warnings, tuple(false_alarms), tuple(overlooked))


def summary(found: Measured) -> str:
    """The three shares and the counts behind them, on one line."""
    return (
        f"precision {found.precision:.3f}, recall {found.recall:.3f}, told {found.told:.3f}; "
        f"{found.hits} hits, {len(found.false_alarms)} false alarms, "
        f"{len(found.overlooked)} overlooked of which {found.warned} doubted, "
        f"{found.false_warnings} results doubted"
    )


def report() -> str:
    """Both halves and each held-back source, with the score and the words of every miss."""
    lines = []
    for part in (TUNED, HELD_BACK):
        found = measure(part)
        lines += [
            f"{part}: {summary(found)}",
            f"{part}, undisputed labels: {summary(measure(part, disputed=False))}",
        ]
        if part == HELD_BACK:
            sources = dict.fromkeys(row["asal"] for row in labelled() if row["bagian"] == part)
            lines += [f"  {asal}: {summary(measure(part, source=asal))}" for asal in sources]
        lines += [
            f"  results taken for work ({len(found.false_alarms)}):",
            *(f"    {miss}" for miss in found.false_alarms),
            f"  work taken for results ({len(found.overlooked)}):",
            *(f"    {miss}" for miss in found.overlooked),
        ]
    return "\n".join(lines)


def shares() -> dict[str, object]:
    """The shares of both halves beside the goal, which is for all held-back names."""
    found = {
        f"{part}{'' if disputed else ', undisputed'}": measure(part, disputed=disputed)
        for part in (TUNED, HELD_BACK)
        for disputed in (True, False)
    }
    held = found[HELD_BACK]
    return {
        "goal": GOAL,
        "goal_met": held.precision >= GOAL["precision"] and held.recall >= GOAL["recall"],
        **{
            name: {
                "precision_of_blocked": round(m.precision, 3),
                "recall_of_blocked": round(m.recall, 3),
                "recall_of_blocked_or_doubted": round(m.told, 3),
            }
            for name, m in found.items()
        },
    }


if __name__ == "__main__":
    print(report())
    if "--record" in sys.argv[1:]:
        write_result("lexicon", shares())
