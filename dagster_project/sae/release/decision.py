"""The gate's word on the whole release, as dbt left it in the build warehouse.

Belongs here: reading the one row of `gate_rilis`.
Stays out: deciding anything; the rules are gate models. What cannot be read is a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dagster_project.sae.build.site import read_only
from dagster_project.sae.installation.errors import GateError, WarehouseError
from dagster_project.sae.installation.settings import Settings

RELEASED, HELD = "rilis", "tahan"


@dataclass(frozen=True)
class Decision:
    """Whether the release as a whole may go out.

    Attributes:
        keputusan: `rilis` or `tahan`.
        alasan: why, as one Indonesian sentence; empty when released without remark.
        jumlah: the gate's counts by column name (`jumlah_...`): rows and OPD released and held.
    """

    keputusan: str
    alasan: str
    jumlah: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_released(self) -> bool:
        """Whether the release may be published."""
        return self.keputusan == RELEASED


def read_decision(settings: Settings) -> Decision:
    """Read what the gate decided.

    Raises:
        GateError: the table or its one row is missing, or holds a word that is no decision; then
            nothing may be published.
    """
    import duckdb

    try:
        with read_only(settings) as connection:
            cursor = connection.execute("select * from gate_rilis")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except (duckdb.Error, WarehouseError) as error:
        raise GateError(f"Gerbang tidak meninggalkan putusan: {error}") from error
    if len(rows) != 1:
        raise GateError(f"gate_rilis berisi {len(rows)} baris, seharusnya satu putusan.")
    [row] = rows
    verdict = row.get("keputusan")
    if verdict not in (RELEASED, HELD):
        raise GateError(f"gate_rilis.keputusan={verdict!r} bukan 'rilis' dan bukan 'tahan'.")
    return Decision(
        keputusan=str(verdict),
        alasan=str(row.get("alasan") or ""),
        jumlah={name: int(value or 0) for name, value in row.items() if name.startswith("jumlah_")},
    )
