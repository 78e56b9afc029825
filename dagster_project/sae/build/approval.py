"""The walidata's approval of one candidate release: a small dated file that is kept for ever.

Belongs here: the file `persetujuan/<id_rilis>.json`, handing it to the models with the scope.
Stays out: giving it (`release.approve`), whether it is demanded (profile) and what its absence
holds (`gate_release_checks`). The id of a release follows from its inputs, code and rules: a
changed input is another candidate and needs an approval of its own. See docs/adr/0007.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings

CONTROL_NAME = "persetujuan.parquet"


@dataclass(frozen=True)
class Approval:
    """One approval; the fields are the file's and the columns of the control table.

    Attributes:
        sha256_masukan: the hash over all inputs that was approved.
        disetujui_oleh: name or post of who approved.
        disetujui_pada: local time.
        catatan: a remark, or None.
    """

    id_rilis: str
    id_siklus: str
    sha256_masukan: str
    disetujui_oleh: str
    disetujui_pada: datetime
    catatan: str | None = None


def read_approval(settings: Settings, release_id: str) -> Approval | None:
    """The approval of a candidate, or None.

    Raises:
        ReleaseError: the file cannot be read or is about another release; nobody has approved then.
    """
    file = approval_file(settings, release_id)
    if not file.is_file():
        return None
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        approval = Approval(
            **{**said, "disetujui_pada": datetime.fromisoformat(said["disetujui_pada"])}
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"persetujuan {file.name} tidak terbaca: {error}") from error
    if approval.id_rilis != release_id:
        raise ReleaseError(f"persetujuan {file.name} menyebut rilis lain, {approval.id_rilis}")
    return approval


def write_control(settings: Settings, release_id: str, *, inputs: str) -> Approval | None:
    """Hand the approval of the candidate to the models: a table of one row, or of none.

    Args:
        settings: the installation.
        release_id: id of the candidate.
        inputs: hash over its inputs; an approval of the same id over other inputs is none.

    Raises:
        ReleaseError: as `read_approval`.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    approval = read_approval(settings, release_id)
    if approval is not None and approval.sha256_masukan != inputs:
        approval = None
    text, moment = pa.string(), pa.timestamp("us")
    schema = pa.schema(
        [
            pa.field(name, moment if name == "disetujui_pada" else text)
            for name in Approval.__dataclass_fields__
        ]
    )
    table = pa.Table.from_pylist([vars(approval)] if approval else [], schema=schema)
    with disk.whole(settings.work / CONTROL_NAME) as aside:
        pq.write_table(table, aside)
    return approval


def approval_file(settings: Settings, release_id: str) -> Path:
    """Where the approval of a candidate lies."""
    return settings.approvals / f"{release_id}.json"
