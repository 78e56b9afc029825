"""What a run in a terminal built, left for Dagster to read when somebody looks there.

Belongs here: one small file for each run, the last ones kept.
Stays out: Dagster, which a run in a terminal does not wait for (`orchestrator.reported`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from dagster_project.sae.build.result import Node
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings

_KEPT = 20


@dataclass(frozen=True)
class Built:
    """One run: when it ended, what it worked on, what it wrote, and every dbt node it ran."""

    selesai: str
    id_siklus: str
    id_rilis: str
    is_rilis: bool
    tabel: dict[str, int]
    simpul: tuple[Node, ...]


def leave_built(
    settings: Settings,
    nodes: Sequence[Node],
    *,
    cycle: str,
    release_id: str,
    is_released: bool,
    tables: dict[str, int],
) -> None:
    """Write what this run built, and remove what is older than the last twenty."""
    ended = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    built = Built(ended, cycle, release_id, is_released, tables, tuple(nodes))
    disk.write_whole(settings.built / f"{ended}.json", json.dumps(asdict(built)).encode())
    for old in sorted(settings.built.glob("*.json"))[:-_KEPT]:
        old.unlink(missing_ok=True)


def last_built(settings: Settings, after: str | None) -> Built | None:
    """The last run that ended after another (`selesai`), or None; earlier ones are overtaken."""
    files = sorted(settings.built.glob("*.json"))
    if not files or (after is not None and files[-1].stem <= after):
        return None
    said = json.loads(files[-1].read_text(encoding="utf-8"))
    return Built(**said | {"simpul": tuple(Node(**node) for node in said["simpul"])})
