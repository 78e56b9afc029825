"""What one dbt build did: its nodes, and what became of each.

Belongs here: the result as frozen values, and the sentence about the first failure.
Stays out: building (`warehouse`), what Dagster records of a node (`orchestrator`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

_FAILED = frozenset({"error", "fail", "runtime error"})


@dataclass(frozen=True)
class Node:
    """What became of one dbt node: its id, status, seconds, and what was said of it."""

    unique_id: str
    status: str
    seconds: float
    message: str = ""


@dataclass(frozen=True)
class BuildResult:
    """What one dbt build did: its nodes in the order they ended."""

    nodes: tuple[Node, ...]
    seconds: float

    @property
    def counts(self) -> Mapping[str, int]:
        """How many nodes ended with each status."""
        return Counter(node.status for node in self.nodes)

    @property
    def failed(self) -> tuple[Node, ...]:
        """Nodes that were tried without success."""
        return tuple(node for node in self.nodes if node.status in _FAILED)

    @property
    def failure(self) -> str:
        """How many nodes failed, and the first one with its error."""
        first = self.failed[0]
        return (
            f"{len(self.failed)} of {len(self.nodes)} nodes failed, "
            f"first {first.unique_id}: {first.message}"
        )
