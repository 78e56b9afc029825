"""What the net said of a candidate, handed to the models: the control table `jaring.parquet`.

Belongs here: its columns, writing it in one rename, the empty one that a run begins with.
Stays out: comparing anything (`release.net`), what a catch holds (`gate_release_checks`).
A table without a row about the candidate says that nobody looked, and the gate holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings

CONTROL_NAME, CONTROL_SOURCE = "jaring.parquet", "source.sae.run.jaring"
LOOKED, UNNAMED, SCORE, OVER = "DINILAI", "TANPA_SEBAB", "SKOR_PILAR", "MELEBIHI_AMBANG"
COUNTED = "TERHITUNG"


@dataclass(frozen=True)
class NetRow:
    """One row of the control table.

    Attributes:
        id_rilis: the candidate.
        jenis: LOOKED, once for every candidate that was compared; UNNAMED, SCORE or OVER, which
            hold the release; COUNTED, how many rows one named cause explains.
        id_pembanding: the release it was compared with; None for the first one.
        sebab: the named cause of a count, or None.
        jumlah: rows that are meant; 1 for a single one.
        pesan: Indonesian sentence.
    """

    id_rilis: str
    jenis: str
    id_pembanding: str | None = None
    sebab: str | None = None
    tabel: str | None = None
    kunci: str | None = None
    id_indikator: str | None = None
    kode_pilar: str | None = None
    id_siklus: str | None = None
    tahun: int | None = None
    periode: str | None = None
    jumlah: int = 0
    pesan: str | None = None


def write_net(settings: Settings, rows: Iterable[NetRow]) -> None:
    """Write the control table in one rename."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = {"tahun": pa.int32(), "jumlah": pa.int64()}
    schema = pa.schema(
        [pa.field(item.name, numbers.get(item.name, pa.string())) for item in fields(NetRow)]
    )
    with disk.whole(settings.work / CONTROL_NAME) as aside:
        pq.write_table(pa.Table.from_pylist([vars(row) for row in rows], schema=schema), aside)
