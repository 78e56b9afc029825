"""Who works with whom, as the reference has it.

Belongs here: who takes part in an indicator and as what, pairs both ways, what is done alone,
task forces with their label.
Stays out: whose figure a shared indicator is (`status`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import permutations
from typing import Any

from dagster_project.sae.contract.profile import Cycle
from tests.oracle.inputs import Inputs
from tests.oracle.sheets import shown_files, shown_rows, text
from tests.oracle.status import Status
from tests.oracle.values import Value

KEYS = {
    "kpi_kolaborasi": ["kode_opd", "kode_opd_mitra", "id_siklus"],
    "dim_satgas": ["id_satgas", "berlaku_dari"],
}
_NOT_IN_FORCE = "TIDAK_BERLAKU"
_ROLES = ("PEMIMPIN", "KONTRIBUTOR", "PENDUKUNG")
_NO_ROLE = len(_ROLES)


def collaboration_table(
    inputs: Inputs, status: Status, released: Sequence[Value]
) -> list[dict[str, Any]]:
    """Rows of kpi_kolaborasi over all cycles in scope."""
    found = []
    for cycle in inputs.cycles:
        period = (cycle.year, cycle.period)
        numbered = {
            v.key.indicator
            for v in released
            if v.actual is not None and (v.key.year, v.period) == period
        }
        found += _matrix(inputs, status, numbered=numbered, cycle=cycle)
    return found


def task_force_rows(inputs: Inputs) -> list[dict[str, Any]]:
    """Rows of dim_satgas: every task force the profile lists, with how sure it is."""
    return [
        {
            "id_satgas": row["id_satgas"],
            "nama_satgas": row["nama_satgas"],
            "berlaku_dari": datetime.fromisoformat(row["berlaku_dari"]),
            "is_berlaku": _is_in_force(row, inputs.scope.tanggal_batas),
            "status_verifikasi": row["status_verifikasi"],
            "sumber": row["sumber"],
        }
        for row in inputs.seed("satgas")
    ]


def _is_in_force(row: dict[str, str], day: date) -> bool:
    last = row["berlaku_sampai"]
    return date.fromisoformat(row["berlaku_dari"]) <= day and (
        not last or day <= date.fromisoformat(last)
    )


def _matrix(
    inputs: Inputs, status: Status, *, numbered: set[str], cycle: Cycle
) -> list[dict[str, Any]]:
    cycle_id = cycle.id
    rows = [
        (file, text(row["id_indikator"]), text(row["kode_opd"]), row)
        for file, row in shown_rows(inputs, status, "kolaborasi")
        if file.row["id_siklus"] == cycle_id
    ]
    roles: dict[str, dict[str, int]] = {}
    forces: dict[str, set[str]] = {}
    for file, indicator, agency, row in rows:
        if indicator is None or agency is None or _is_strangers(inputs, file.agency, indicator):
            continue
        _join(roles, indicator, agency=agency, role=_role(row["peran"]))
        if inputs.definition(file.agency, indicator, file.cycle) is not None:
            _join(roles, indicator, agency=file.agency, role=_NO_ROLE)
        if text(row["id_satgas"]):
            forces.setdefault(indicator, set()).add(row["id_satgas"])
    shared: dict[tuple[str, str], list[str]] = {}
    for indicator, members in roles.items():
        for pair in permutations(members, 2):
            shared.setdefault(pair, []).append(indicator)
    labels = {
        row["id_satgas"]: (row["nama_satgas"], row["status_verifikasi"])
        for row in inputs.seed("satgas")
        if _is_in_force(row, cycle.cutoff)
    }
    pairs = [
        {
            **_pair(pair, sorted(own), roles=roles, numbered=numbered, cycle_id=cycle_id),
            **_task_forces(set().union(*(forces.get(i, set()) for i in own)), labels),
        }
        for pair, own in shared.items()
    ]
    alone = []
    for file in shown_files(inputs, status):
        if file.cycle is None or file.cycle.id != cycle_id:
            continue
        joined = {i for (one, _), own in shared.items() if one == file.agency for i in own}
        defined = {row["id_indikator"] for row in inputs.definitions_of(file.agency, file.cycle)}
        written = [row for row in rows if row[0] == file]
        alone.append(
            {
                **_common((file.agency, file.agency), sorted(defined - joined), numbered, cycle_id),
                "jumlah_baris": len(written),
                "jumlah_baris_tanpa_kunci": sum(None in row[1:3] for row in written),
            }
        )
    return pairs + alone


def _is_strangers(inputs: Inputs, agency: str, indicator: str) -> bool:
    """Whether an indicator is of an agency that never named this one on it."""
    known = {row["kode_opd"] for row in inputs.seed("opd")}
    before_last = indicator.rpartition("-")[0] or indicator
    before_first = indicator.partition("-")[0]
    owner = next((code for code in (before_last, before_first) if code in known), None)
    if owner is None or owner in _line(inputs, agency):
        return False
    files = {file.sha256: file.agency for file in inputs.active}
    return not any(
        text(row["id_indikator"]) == indicator
        and text(row["kode_opd"]) == agency
        and row["sha256_berkas"] in files
        and owner in _line(inputs, files[row["sha256_berkas"]])
        for row in inputs.landed("kolaborasi")
    )


def _line(inputs: Inputs, agency: str) -> set[str]:
    """An agency and all it came of."""
    steps = {(row["kode_opd"], row["kode_opd_pendahulu"]) for row in inputs.seed("opd")}
    steps |= {(row["kode_opd_baru"], row["kode_opd_lama"]) for row in inputs.seed("opd_peralihan")}
    line, former = set[str](), {agency}
    while former:
        line |= former
        former = {old for new, old in steps if new in former and old} - line
    return line


def _pair(
    pair: tuple[str, str],
    own: Sequence[str],
    *,
    roles: dict[str, dict[str, int]],
    numbered: set[str],
    cycle_id: str,
) -> dict[str, Any]:
    mine = [roles[indicator][pair[0]] for indicator in own]
    theirs = [roles[indicator][pair[1]] for indicator in own]
    return {
        **_common(pair, own, numbered, cycle_id),
        "jumlah_memimpin": mine.count(0),
        "jumlah_dipimpin_mitra": theirs.count(0),
        "jumlah_kontributor": mine.count(1),
        "jumlah_pendukung": mine.count(2),
        "jumlah_tanpa_peran": mine.count(_NO_ROLE),
        "jumlah_tanpa_satu_pemimpin": sum(
            list(roles[indicator].values()).count(0) != 1 for indicator in own
        ),
    }


def _task_forces(named: set[str], labels: dict[str, tuple[str, str]]) -> dict[str, str | None]:
    """The task forces named on shared indicators: code, name and how sure, in one order."""
    found = [(code, *labels.get(code, (code, _NOT_IN_FORCE))) for code in sorted(named)]
    columns = zip(*found, strict=True) if found else ((), (), ())
    return {
        name: ", ".join(column) or None
        for name, column in zip(("satgas", "nama_satgas", "status_satgas"), columns, strict=True)
    }


def _common(
    pair: tuple[str, str], own: Sequence[str], numbered: set[str], cycle_id: str
) -> dict[str, Any]:
    return {
        "kode_opd": pair[0],
        "kode_opd_mitra": pair[1],
        "id_siklus": cycle_id,
        "is_sendiri": pair[0] == pair[1],
        "jumlah_indikator": len(own),
        "jumlah_berangka_rilis": sum(indicator in numbered for indicator in own),
        "daftar_indikator": ", ".join(own) or None,
    }


def _join(roles: dict[str, dict[str, int]], indicator: str, *, agency: str, role: int) -> None:
    """Take part as the strongest role anyone names."""
    members = roles.setdefault(indicator, {})
    members[agency] = min(role, members.get(agency, _NO_ROLE))


def _role(name: str | None) -> int:
    return _ROLES.index(name) if name in _ROLES else _NO_ROLE
