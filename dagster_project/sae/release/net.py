"""The net: a candidate is compared with the served release before readers see it.

Belongs here: what of the differences holds the release - figures without a named cause, a pillar
score that moved too far, a change of ours that moved too many - and handing that to the gate.
Stays out: finding differences (`compare`), naming their causes (`named`), the decision
(`gate_release_checks`), the thresholds (`dbt/seeds/policy/ambang_jaring.csv`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dagster_project.sae.build import warehouse
from dagster_project.sae.build.net_control import (
    CONTROL_SOURCE,
    COUNTED,
    LOOKED,
    OVER,
    SCORE,
    UNNAMED,
    NetRow,
    write_net,
)
from dagster_project.sae.build.published import PREFIX
from dagster_project.sae.build.scope import Scope
from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release import changes, wording
from dagster_project.sae.release.causes import INDICATORS
from dagster_project.sae.release.changes import Change, Comparison, Value
from dagster_project.sae.release.compare import (
    compare,
    keys_of_folder,
    side_of_folder,
    side_of_scope,
)
from dagster_project.sae.release.facts import DATABASE
from dagster_project.sae.release.former import predecessor
from dagster_project.sae.release.named import NAMES, VERSIONED
from dagster_project.sae.release.notes import key_text

THRESHOLDS = "ambang_jaring.csv"
_PILLARS, _SCORES = "kpi_pilar", ("skor_tersedia", "skor_ketat")
# Rows of these are named by their place in a file: another version of it is another row.
_BY_PLACE = frozenset({"kpi_komunikasi", "kpi_swadaya", "kpi_tindak_lanjut"})
_KINDS = {changes.ADDED: "muncul", changes.REMOVED: "hilang", changes.CHANGED: "berubah"}


@dataclass(frozen=True)
class Thresholds:
    """What may pass without anybody's approval.

    Attributes:
        unnamed: differing rows without a named cause.
        points: points that a pillar score may move.
        shares: percent of the figures of the served release that one change of ours may move, by
            the name of the cause.
    """

    unnamed: int
    points: float
    shares: Mapping[str, float]


def read_thresholds(policy: Path) -> Thresholds:
    """The thresholds of the net.

    Raises:
        ProfileError: the seed lacks a row or has one that cannot be used; names the line.
    """
    values = {}
    for row in seed_rows(policy, THRESHOLDS):
        name = row.text("sebab")
        try:
            values[name] = float(row.text("nilai"))
        except ValueError as error:
            raise row.fault("nilai", "is not a number; write it like 2.5") from error
        if name not in (UNNAMED, SCORE, *VERSIONED) or values[name] < 0:
            raise row.fault("sebab", "is none of the net, or its nilai is below zero")
    missing = [name for name in (UNNAMED, SCORE, *VERSIONED) if name not in values]
    if missing:
        # What no row allows is not allowed: the strictest threshold stands in.
        values |= dict.fromkeys(missing, 0.0)
    return Thresholds(
        unnamed=int(values[UNNAMED]),
        points=values[SCORE],
        shares={name: values[name] for name in VERSIONED},
    )


def cast(settings: Settings, scope: Scope) -> tuple[NetRow, ...]:
    """Compare the candidate in the build warehouse with the served release; tell the gate.

    The first release has nothing to be compared with. A candidate that is kept already is compared
    with what it was compared with then, so that a rebuild says the same.

    Raises:
        ReleaseError: the former release or the candidate cannot be read.
        ProfileError: as `read_thresholds`.
    """
    former = predecessor(settings, scope.id_rilis)
    looked = NetRow(scope.id_rilis, LOOKED, id_pembanding=former.name if former else None)
    rows = [looked]
    if former is not None:
        comparison = compare(
            former / DATABASE,
            settings.warehouse,
            sides=(side_of_folder(former), side_of_scope(scope, counts={})),
            keys=keys_of_folder(former),
            prefix=PREFIX,
        )
        figures = comparison.figures
        caught = judge(comparison, read_thresholds(settings.policy_dir), figures=figures)
        rows += [replace(row, id_rilis=scope.id_rilis, id_pembanding=former.name) for row in caught]
    write_net(settings, rows)
    warehouse.look_again(settings, CONTROL_SOURCE)
    return tuple(rows)


def judge(comparison: Comparison, allowed: Thresholds, *, figures: int) -> list[NetRow]:
    """What of a comparison holds the release, then how many rows each named cause explains.

    Args:
        comparison: of the served release and the candidate.
        allowed: the thresholds.
        figures: rows of `kpi_indikator` in the served release.
    """
    differing = [change for change in comparison.changes if _has_moved(change)]
    unnamed = [change for change in differing if change.named is None]
    rows = [_row(UNNAMED, change) for change in unnamed] if len(unnamed) > allowed.unnamed else []
    rows += [
        _row(SCORE, change, moved=moved)
        for change in differing
        if (moved := _jump(change, allowed.points, comparison)) is not None
    ]
    counts = Counter(change.named for change in differing if change.named is not None)
    own = Counter(c.named for c in differing if c.table == INDICATORS and c.named in VERSIONED)
    for cause, share in allowed.shares.items():
        if own[cause] > figures * share / 100:
            rows.append(_over(cause, own[cause], figures=figures, share=share))
    return [*rows, *_counted(counts)]


def _has_moved(change: Change) -> bool:
    """Whether a row came or went, or a number of it changed; texts and flags are no figures."""
    if change.table in _BY_PLACE:
        return False
    return change.kind != changes.CHANGED or any(map(_is_figure, change.values))


def _is_figure(value: Value) -> bool:
    is_number = changes.is_number(value.old) or changes.is_number(value.new)
    return is_number and not value.column.startswith("jumlah_peringatan")


def _jump(change: Change, points: float, comparison: Comparison) -> Value | None:
    """The score of a pillar that moved further than it may, or None.

    The period of the release itself is being filled: its scores move with every report.
    """
    if change.table != _PILLARS or change.kind != changes.CHANGED:
        return None
    period = (change.key.get("tahun"), change.key.get("periode"))
    if period == comparison.own_period and change.named not in VERSIONED:
        return None
    for value in change.values:
        if value.column in _SCORES and abs(_points(value)) > points:
            return value
    return None


def _points(value: Value) -> float:
    """Points that a score moved; one that came or went moved all the way."""
    return 100.0 if value.difference is None else value.difference


def _row(kind: str, change: Change, *, moved: Value | None = None) -> NetRow:
    value = moved or next(filter(_is_figure, change.values), None) or change.headline
    name = change.labels.get("nama") or ""
    said = " ".join(filter(None, (change.table, name, f"({key_text(change)})")))
    said += f" {_KINDS[change.kind]}"
    if value is not None:
        said += f": {value.column} {wording.shown(value.old)} menjadi {wording.shown(value.new)}"
    said += f"; {change.why}"
    year = change.key.get("tahun")
    return NetRow(
        "",
        kind,
        sebab=" ".join(change.causes),
        tabel=change.table,
        kunci=key_text(change),
        id_indikator=_text(change.key.get("id_indikator")),
        kode_pilar=_text(change.key.get("kode_pilar") or change.labels.get("kode_pilar")),
        id_siklus=_text(change.key.get("id_siklus")),
        tahun=int(year) if year is not None else None,
        periode=_text(change.key.get("periode")),
        jumlah=1,
        pesan=said,
    )


def _over(cause: str, count: int, *, figures: int, share: float) -> NetRow:
    said = (
        f"{count} dari {figures} angka berubah karena {NAMES[cause]}, "
        f"lebih dari {wording.shown(share)} persen yang boleh tanpa persetujuan"
    )
    return NetRow("", OVER, sebab=cause, jumlah=count, pesan=said)


def _counted(counts: Mapping[str, int]) -> Iterator[NetRow]:
    for cause, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        said = f"{count} perbedaan bersebab: {NAMES[cause]}"
        yield NetRow("", COUNTED, sebab=cause, jumlah=count, pesan=said)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
