"""Why a row of one release is not what it was in another, and what proves it.

Belongs here: the order in which causes are looked for, one Indonesian sentence of proof each.
Stays out: finding the rows (`compare`). A cause is told only from what both releases recorded: the
file a number stands in, the versions both were made with, what their gates held. Where versions
changed and nothing else can explain a row, every version that changed is named, not one guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from dagster_project.sae.release.changes import (
    CLOCK,
    CODE,
    FORMULA,
    INPUTS,
    NEW_DATA,
    POLICY,
    PROFILE,
    REVISION,
    SCOPE,
    UNKNOWN,
    Side,
)

INDICATORS, RULES = "kpi_indikator", ("aturan", "rumus")
INDICATOR_KEY = ("id_indikator", "tahun", "periode", "kode_wilayah", "dimensi")
VERSIONS: Mapping[str, tuple[str, str]] = {
    "versi_kebijakan": (POLICY, "kebijakan"),
    "versi_profil": (PROFILE, "profil"),
    "versi_kode": (CODE, "kode"),
}
# What an OPD writes; when none of it changed, its file did not change the number.
_REPORTED = (
    "realisasi_periode", "pembilang", "penyebut", "status_data", "target_tahun", "target_bawah",
    "target_atas", "baseline_nilai", "satuan", "polaritas", "jenis_agregasi",
)  # fmt: skip
_FORMULA = ("rumus_id", "versi_rumus", "versi_skala")
# Values of one indicator and year are made of each other: a cumulative one, a year of quarters.
_FAMILY = ("id_indikator", "tahun", "kode_wilayah", "dimensi")

Reason = tuple[tuple[str, ...], str]


class _Sender(NamedTuple):
    """Who a file is from and for which cycle."""

    kode_opd: Any
    id_siklus: Any


@dataclass(frozen=True)
class Row:
    """One differing row: None where the release does not have it."""

    table: str
    key: Mapping[str, Any]
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None

    @property
    def shown(self) -> Mapping[str, Any]:
        """The row as it is now, or as it was."""
        return self.new or self.old or {}


@dataclass(frozen=True)
class Evidence:
    """What both releases recorded beside their numbers.

    Attributes:
        held_before: reasons of the indicator rows the former release held, by INDICATOR_KEY.
        held_after: the same of the later release.
    """

    former: Side
    later: Side
    held_before: Mapping[tuple[Any, ...], str]
    held_after: Mapping[tuple[Any, ...], str]

    @cached_property
    def former_files(self) -> dict[_Sender, str]:
        """Name of the accepted file of each OPD and cycle in the former release."""
        return _by_sender(self.former.inputs.values())

    @cached_property
    def new_files(self) -> dict[_Sender, str]:
        """The same of the later release, as far as the former one did not have the file."""
        new = (i for sha256, i in self.later.inputs.items() if sha256 not in self.former.inputs)
        return _by_sender(new)


def explain(evidence: Evidence, rows: Sequence[Row]) -> list[Reason]:
    """The causes of each row, the strongest first, and the sentence that proves them."""
    told: dict[int, Reason] = {}
    indicators = [(n, row) for n, row in enumerate(rows) if row.table == INDICATORS]
    for number, row in indicators:
        if reason := _by_file(evidence, row) or _by_formula(row):
            told[number] = reason
    family = _Groups([(row, told[n]) for n, row in indicators if n in told]).by(_FAMILY)
    for number, row in indicators:
        if number not in told:
            told[number] = _by_others(family, row, columns=_FAMILY) or _by_side(evidence)
        told[number] = _with_gate(evidence, row, told[number])
    groups = _Groups([(row, told[n]) for n, row in indicators])
    for number, row in enumerate(rows):
        if row.table in RULES:
            told[number] = _by_side(evidence, only=(POLICY, PROFILE, CODE))
        elif number not in told:
            told[number] = _of_aggregate(evidence, row, groups)
    return [told[number] for number in range(len(rows))]


def is_direct(evidence: Evidence, row: Row) -> bool:
    """Whether a figure changed by itself: through its own file or its own formula."""
    return bool(_by_file(evidence, row) or _by_formula(row))


def _by_file(evidence: Evidence, row: Row) -> Reason | None:
    """What the files say that the number stood in and stands in now."""
    before = str((row.old or {}).get("sha256_berkas") or "")
    after = str((row.new or {}).get("sha256_berkas") or "")
    if row.new is None:
        return _gone(evidence, before)
    if after in evidence.former.inputs or after not in evidence.later.inputs:
        return None
    name = evidence.later.inputs[after]["nama_berkas"]
    if row.old is None:
        return _received(evidence, _sender(evidence.later.inputs[after]), name)
    reported = [column for column in _REPORTED if column in row.new]
    if reported and all(row.old.get(column) == row.new[column] for column in reported):
        return None
    if row.new.get("is_turunan") and row.old.get("id_siklus") != row.new.get("id_siklus"):
        return (NEW_DATA,), f"nilai tahun bertambah bagian dari berkas baru {name}"
    replaced = evidence.former.inputs.get(before, {}).get("nama_berkas", "berkas lain")
    return (REVISION,), f"berkas {name} menggantikan {replaced}"


def _gone(evidence: Evidence, sha256: str) -> Reason | None:
    """Why a row is no longer there, as far as its file tells."""
    if not sha256:
        return None
    if sha256 not in evidence.later.inputs:
        name = evidence.former.inputs.get(sha256, {}).get("nama_berkas", "?")
        if evidence.former.cycle != evidence.later.cycle:
            return (SCOPE,), f"berkas {name} di luar lingkup {evidence.later.cycle}"
        return (INPUTS,), f"berkas {name} tidak lagi menjadi masukan"
    successor = evidence.new_files.get(_sender(evidence.later.inputs[sha256]))
    if successor is None:
        return None
    name = evidence.later.inputs[sha256]["nama_berkas"]
    return (REVISION,), f"berkas {successor} menggantikan {name}, baris ini tidak terbit lagi"


def _by_formula(row: Row) -> Reason | None:
    if row.old is None or row.new is None:
        return None
    before, after = ([str(r.get(c) or "") for c in _FORMULA] for r in (row.old, row.new))
    if before == after or not all(any(side) for side in (before, after)):
        return None
    return (FORMULA,), f"rumus {' '.join(before)} menjadi {' '.join(after)}"


def _by_others(
    groups: Mapping[tuple[Any, ...], list[Reason]], row: Row, *, columns: Sequence[str]
) -> Reason | None:
    """The commonest causes of the changes that a row is made of."""
    reasons = groups.get(tuple(row.shown.get(column) for column in columns), [])
    counts = Counter(cause for causes, _ in reasons for cause in causes)
    if not counts:
        return None
    example = min(sentence for _, sentence in reasons)
    return (
        tuple(cause for cause, _ in counts.most_common()),
        f"mengikuti {len(reasons)} perubahan indikator, antara lain: {example}",
    )


def _with_gate(evidence: Evidence, row: Row, reason: Reason) -> Reason:
    """The same reason with what the gate of the other release said of a row that only one has."""
    key = tuple(row.shown.get(column) for column in INDICATOR_KEY)
    causes, sentence = reason
    if row.old is None and key in evidence.held_before:
        return causes, f"{sentence}; sebelumnya ditahan: {evidence.held_before[key]}"
    if row.new is None and key in evidence.held_after:
        return causes, f"{sentence}; kini ditahan: {evidence.held_after[key]}"
    return reason


def _of_aggregate(evidence: Evidence, row: Row, groups: _Groups) -> Reason:
    """A row made of others: its own file, the indicators below it, its OPD, versions."""
    if reason := _by_file(evidence, row):
        return reason
    columns = tuple(name for name in row.key if name in groups.columns)
    if columns and (reason := _by_others(groups.by(columns), row, columns=columns)):
        return reason
    sender = _Sender(row.shown.get("kode_opd"), row.shown.get("id_siklus"))
    if name := evidence.new_files.get(sender):
        return _received(evidence, sender, name)
    cycle = evidence.later.cycle
    if row.old is None and sender.id_siklus == cycle != evidence.former.cycle:
        return (SCOPE,), f"siklus {cycle} masuk lingkup"
    return _by_side(evidence)


def _received(evidence: Evidence, sender: _Sender, name: str) -> Reason:
    """A file that the former release did not have: a revision when its sender had one there."""
    if former := evidence.former_files.get(sender):
        return (REVISION,), f"berkas {name} menggantikan {former}"
    return (NEW_DATA,), f"berkas baru {name}"


def _by_side(evidence: Evidence, *, only: Sequence[str] = ()) -> Reason:
    """Everything that is not the same of both releases, when nothing nearer explains a row."""
    found = [(cause, text) for cause, text in _sides(evidence) if not only or cause in only]
    if not found:
        return (UNKNOWN,), "kedua rilis dibuat dari masukan dan versi yang sama"
    return tuple(cause for cause, _ in found), "; ".join(text for _, text in found)


def _sides(evidence: Evidence) -> Iterator[tuple[str, str]]:
    former, later = evidence.former, evidence.later
    if former.cycle != later.cycle:
        yield SCOPE, f"siklus {former.cycle} menjadi {later.cycle}"
    for name, (cause, title) in VERSIONS.items():
        if former.versions[name] != later.versions[name]:
            yield cause, f"{title} {former.versions[name]} menjadi {later.versions[name]}"
    if former.is_past_cutoff != later.is_past_cutoff:
        yield CLOCK, "batas data lewat" if later.is_past_cutoff else "batas data belum lewat"
    if former.inputs.keys() != later.inputs.keys() and former.cycle == later.cycle:
        fresh, lost = later.inputs.keys() - former.inputs, former.inputs.keys() - later.inputs
        yield INPUTS, f"{len(fresh)} berkas bertambah, {len(lost)} berkas hilang"


class _Groups:
    """Reasons already told of indicator rows, grouped by any columns, each grouping made once."""

    def __init__(self, rows: Sequence[tuple[Row, Reason]]) -> None:
        self._rows = rows
        self._made: dict[tuple[str, ...], dict[tuple[Any, ...], list[Reason]]] = {}
        self.columns = frozenset(rows[0][0].shown) if rows else frozenset()

    def by(self, columns: tuple[str, ...]) -> Mapping[tuple[Any, ...], list[Reason]]:
        """The reasons by the values of some columns."""
        if columns not in self._made:
            groups = self._made.setdefault(columns, {})
            for row, reason in self._rows:
                key = tuple(row.shown.get(column) for column in columns)
                groups.setdefault(key, []).append(reason)
        return self._made[columns]


def _by_sender(items: Iterable[Mapping[str, Any]]) -> dict[_Sender, str]:
    """The last name of accepted files by OPD and cycle, where both are known."""
    files: dict[_Sender, str] = {}
    for item in items:
        sender = _sender(item)
        if item.get("hasil") == "DITERIMA" and all(sender):
            files[sender] = max(str(item["nama_berkas"]), files.get(sender, ""))
    return files


def _sender(item: Mapping[str, Any]) -> _Sender:
    return _Sender(item.get("kode_opd"), item.get("id_siklus"))
