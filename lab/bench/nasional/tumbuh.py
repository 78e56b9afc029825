"""How the steps of the national bench grow, and what a size costs that was not measured.

Belongs here: exponents, extrapolation, their tables. Stays out: the rest of the page (`halaman`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from lab.bench.nasional import dunia
from lab.bench.nasional.hasil import Results
from lab.bench.nasional.proses import Measured

WHOLE = dunia.GOVERNMENTS
Quantity = Callable[[Measured], float]
GROWING: Mapping[str, Quantity] = {
    "processor s": lambda taken: taken.processor,
    "peak memory, GiB": lambda taken: taken.peak_mib / 1024,
    "disk, GiB": lambda taken: taken.disk_gib,
}


def exponent(small: float, large: float, *, rows: float) -> float:
    """How a quantity, given at two sizes, grows with rows: 1 is linear.

    Args:
        small: the quantity at the smaller size.
        large: the same at the larger one.
        rows: how many times as many rows the larger one has.
    """
    return math.log(large / small) / math.log(rows)


def extrapolated(small: float, large: float, *, rows: float, further: float) -> float:
    """A quantity at a size `further` times the larger one, if it goes on growing as it did."""
    return float(large * further ** exponent(small, large, rows=rows))


def figures(results: Results, size: int) -> int:
    """Landed figures of a size; 0 where it was not generated."""
    made = results.get(size, "nation")
    return int(made.said["rows"]["realisasi"]) if made and made.said else 0


def growth(results: Results) -> list[str]:
    """Exponents between the sizes, as lines of the page; none with one size."""
    rows = []
    for step, engine in _grown(results):
        sizes = _taken(results, step, engine)
        for small, large in pairwise(sizes):
            ratio = figures(results, large) / figures(results, small)
            before, after = (results.taken(s, step, engine) for s in (small, large))
            cells = [
                f"{exponent(of(before), of(after), rows=ratio):.2f}" for of in GROWING.values()
            ]
            rows.append([f"{step} {engine}".strip(), f"{small} to {large}", *cells])
    if not rows:
        return []
    return [
        "## How it grows",
        "",
        "Exponents over landed figures between two sizes; 1 is linear.",
        "",
        *table(["step", "governments", *GROWING], rows),
    ]


def whole_nation(results: Results) -> list[str]:
    """What the nation costs, from the last two sizes of each step."""
    rows = []
    for step, engine in _grown(results):
        sizes = _taken(results, step, engine)[-2:]
        if len(sizes) < 2 or sizes[-1] >= WHOLE:
            continue
        small, large = sizes
        before, after = (results.taken(s, step, engine) for s in sizes)
        ratio = figures(results, large) / figures(results, small)
        cells = [
            f"{extrapolated(of(before), of(after), rows=ratio, further=WHOLE / large):,.0f}"
            for of in GROWING.values()
        ]
        rows.append([f"{step} {engine}".strip(), *cells])
    if not rows:
        return []
    return [
        f"## All {WHOLE} governments, 24 million figures: extrapolated, not measured",
        "",
        f"`python -m lab.bench.nasional.ukur --pemda {WHOLE} --menit 600` on a larger machine; "
        "expected from the exponents of the last two sizes:",
        "",
        *table(["step", *GROWING], rows),
    ]


def _grown(results: Results) -> Iterator[tuple[str, str]]:
    yield "tangan", ""
    for engine in results.engines():
        yield "model", engine
        yield "checks", engine


def _taken(results: Results, step: str, engine: str) -> list[int]:
    found = []
    for size in results.sizes():
        measured = results.get(size, step, engine)
        if measured and not measured.error and figures(results, size):
            found.append(size)
    return found


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table in Markdown."""
    return [
        f"| {' | '.join(head)} |",
        "|" + "---|" * len(head),
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
