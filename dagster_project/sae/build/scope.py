"""The scope of a run: which cycle, which files, and the release id that follows from them.

Belongs here: the one-row control table that dbt models join, the identity of a release.
Stays out: which of the files counts (dbt), reading files (`intake`), writing a release (`release`).
The id holds no wall clock: the same files under the same code and rules give the same id, so a
rebuild from the archive is recognised as the release it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dagster_project.sae.build.approval import write_control
from dagster_project.sae.build.identity import code_version, digest, policy_version, profile_version
from dagster_project.sae.build.net_control import write_net
from dagster_project.sae.contract.landing import landed_files
from dagster_project.sae.contract.profile import Cycle, Profile, load_profile
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ProfileError
from dagster_project.sae.installation.settings import Settings

_INPUTS_KEY, _FILES = b"masukan", ("masukan", "menunggu")


@dataclass(frozen=True)
class ScopeInput:
    """One received file in scope, accepted or refused.

    Attributes:
        hari_terlambat: days received after the deadline of its own cycle, 0 when in time, None when
            its cycle is not known.
        urutan: place in the order of receipt among files of the same OPD and cycle with the same
            outcome; which of them counts follows from it and the versions that their names say.
    """

    sha256_berkas: str
    nama_berkas: str
    ukuran: int
    diterima_pada: datetime
    hasil: str
    kode_opd: str | None
    id_siklus: str | None
    hari_terlambat: int | None
    urutan: int


@dataclass(frozen=True)
class Scope:
    """What one run works on; the fields but `masukan` are the columns of the control table.

    Attributes:
        tanggal_batas: data cut-off of the cycle; whatever is judged by a date is judged as of it.
        batas_terima: last day of receipt of this release: the cut-off, or the last day of the
            supplementary edition.
        alasan_susulan: why there is a supplementary edition; empty without one.
        dibuat_pada: latest receipt in scope (local time), or the day the cycle opened without one.
        versi_kode: project version, `+`, 8 hex digits over the code, the models and the layouts.
        versi_kebijakan: 12 hex digits over the policy seeds and the suites.
        versi_profil: 12 hex digits over the profile seeds.
        sha256_masukan: over name, content and lateness of every input.
        masukan: files in scope that were received by `batas_terima`.
        menunggu: files in scope that were received later; they are no input of this release.
    """

    id_siklus: str
    tahun: int
    periode: str
    tanggal_batas: date
    batas_terima: date
    alasan_susulan: str
    id_rilis: str
    dibuat_pada: datetime
    versi_kode: str
    versi_kebijakan: str
    versi_profil: str
    sha256_masukan: str
    jumlah_berkas: int
    profil: str
    masukan: tuple[ScopeInput, ...] = ()
    menunggu: tuple[ScopeInput, ...] = ()


def write_scope(settings: Settings, *, cycle: str | None = None) -> Scope:
    """Decide the scope of a run from what has landed and write the control table in one rename.

    In scope are all landed files of cycles that opened no later than the chosen one, and files
    whose cycle is not known. A release is the archive as of its cut-off: files received after its
    last day of receipt wait for the next one.

    Args:
        settings: the installation.
        cycle: id of the cycle; the one opened last on or before today when None.

    Raises:
        ProfileError: the profile has no such cycle (the message lists those it has), or none is
            open yet.
        ReleaseError: the approval of this candidate cannot be read.
    """
    scope = plan_scope(settings, cycle=cycle)
    write_control(settings, scope.id_rilis, inputs=scope.sha256_masukan)
    write_net(settings, ())  # nobody has looked at this candidate yet
    _write(settings.scope_file, scope)
    return scope


def plan_scope(settings: Settings, *, cycle: str | None = None) -> Scope:
    """The scope a run would have over what has landed; nothing is written.

    Args:
        settings: the installation.
        cycle: as in `write_scope`.

    Raises:
        ProfileError: as in `write_scope`.
    """
    profile = load_profile(settings.profile_dir)
    today = settings.now().date()
    chosen = profile.cycle(cycle) if cycle else profile.default_cycle(today)
    return _scope(settings, chosen, _in_scope(settings, profile, chosen))


def read_scope(settings: Settings) -> Scope:
    """The scope as it was last written, inputs included.

    Raises:
        FileNotFoundError: no scope has been written yet.
    """
    import pyarrow.parquet as pq

    table = pq.ParquetFile(settings.scope_file).read()
    [row] = table.to_pylist()
    files = json.loads((table.schema.metadata or {})[_INPUTS_KEY])
    inputs, waiting = (tuple(map(_file, files[name])) for name in _FILES)
    return Scope(**row, masukan=inputs, menunggu=waiting)


def _file(item: dict[str, Any]) -> ScopeInput:
    return ScopeInput(**{**item, "diterima_pada": datetime.fromisoformat(item["diterima_pada"])})


def cycle_scope(settings: Settings, cycle: Cycle) -> Scope:
    """What the models are told of a cycle when no release is made: dates, but no id and no inputs.

    Args:
        settings: gives the name of the profile.
        cycle: the cycle that is asked about.
    """
    return Scope(
        id_siklus=cycle.id,
        tahun=cycle.year,
        periode=cycle.period,
        tanggal_batas=cycle.cutoff,
        batas_terima=cycle.receipts_until,
        alasan_susulan=cycle.supplement_reason,
        id_rilis="",
        dibuat_pada=datetime.combine(cycle.opened, time()),
        versi_kode="",
        versi_kebijakan="",
        versi_profil="",
        sha256_masukan="",
        jumlah_berkas=0,
        profil=settings.profile_dir.name,
    )


def _scope(settings: Settings, cycle: Cycle, files: Iterable[ScopeInput]) -> Scope:
    inputs: list[ScopeInput] = []
    waiting: list[ScopeInput] = []
    for file in files:
        is_in_time = file.diterima_pada.date() <= cycle.receipts_until
        (inputs if is_in_time else waiting).append(file)
    versions = {
        "versi_kode": code_version(settings.root),
        "versi_kebijakan": policy_version(settings),
        "versi_profil": profile_version(settings),
    }
    inputs_hash = digest(
        [
            # What folder and name say decides whose a file is, and whether it counts at all.
            (
                *(i.sha256_berkas, i.nama_berkas, i.hari_terlambat, i.urutan),
                *(i.hasil, i.kode_opd, i.id_siklus),
            )
            for i in inputs
        ]
    )
    identity = digest([cycle.id, inputs_hash, settings.profile_dir.name, versions])
    opened = datetime.combine(cycle.opened, time())
    return Scope(
        id_siklus=cycle.id,
        tahun=cycle.year,
        periode=cycle.period,
        tanggal_batas=cycle.cutoff,
        batas_terima=cycle.receipts_until,
        alasan_susulan=cycle.supplement_reason,
        id_rilis=f"R-{_id_part(cycle.id)}-{identity[:12]}",
        dibuat_pada=max((i.diterima_pada for i in inputs), default=opened),
        **versions,
        sha256_masukan=inputs_hash,
        jumlah_berkas=len(inputs),
        profil=settings.profile_dir.name,
        masukan=tuple(inputs),
        menunggu=tuple(waiting),
    )


def _id_part(cycle_id: str) -> str:
    """RAKOREV-2026-04 becomes 2026-04; the id is a folder name, so only plain characters pass."""
    part = cycle_id.partition("-")[2] or cycle_id
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", part):
        raise ProfileError(
            f"siklus.csv: id_siklus={cycle_id!r} becomes part of a folder name; "
            "use letters, digits, '-' and '_' only"
        )
    return part


def _in_scope(settings: Settings, profile: Profile, chosen: Cycle) -> tuple[ScopeInput, ...]:
    """Landed files in scope, whenever received, sorted by content and name."""
    cycles = {cycle.id: cycle for cycle in profile.cycles}
    landed = [
        row
        for row in landed_files(settings.landing, until=chosen.receipts_until)
        if (known := cycles.get(row["id_siklus"])) is None or known.opened <= chosen.opened
    ]
    ranks = _receipt_ranks(landed)
    inputs = []
    for row in landed:
        cycle = cycles.get(row["id_siklus"])
        late = (row["diterima_pada"].date() - cycle.deadline).days if cycle else None
        inputs.append(
            ScopeInput(
                sha256_berkas=row["sha256_berkas"],
                nama_berkas=row["nama_berkas"],
                ukuran=row["ukuran"],
                diterima_pada=row["diterima_pada"],
                hasil=row["hasil"],
                kode_opd=row["kode_opd"],
                id_siklus=row["id_siklus"],
                hari_terlambat=None if late is None else max(late, 0),
                urutan=ranks[row["sha256_berkas"], row["nama_berkas"]],
            )
        )
    return tuple(sorted(inputs, key=lambda i: (i.sha256_berkas, i.nama_berkas)))


def _receipt_ranks(landed: Iterable[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """Dense rank of receipt of each file among those it competes with; 1 for the others."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in landed:
        key = (row["kode_opd"] or row["sha256_berkas"], row["id_siklus"], row["hasil"])
        groups.setdefault(key, []).append(row)
    ranks = {}
    for rows in groups.values():
        moments = sorted({_sent(row) for row in rows})
        for row in rows:
            ranks[row["sha256_berkas"], row["nama_berkas"]] = moments.index(_sent(row)) + 1
    return ranks


def _sent(row: dict[str, Any]) -> datetime:
    """Receipt under the name that counts; the same bytes may have come before."""
    moment: datetime = row["dikirim_pada"] or row["diterima_pada"]
    return moment


def _write(path: Path, scope: Scope) -> None:
    """Write the control table aside and rename it; the inputs ride along as file metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    row = {name: value for name, value in vars(scope).items() if name not in _FILES}
    kinds: dict[type, pa.DataType] = {
        str: pa.string(),
        int: pa.int64(),
        date: pa.date32(),
        datetime: pa.timestamp("us"),
    }
    fields = [pa.field(name, kinds[type(value)]) for name, value in row.items()]
    files = {name: [asdict(item) for item in getattr(scope, name)] for name in _FILES}
    text = json.dumps(files, default=datetime.isoformat)
    schema = pa.schema(fields, metadata={_INPUTS_KEY: text.encode()})
    with disk.whole(path) as aside:
        pq.write_table(pa.Table.from_pylist([row], schema=schema), aside)
