"""What changed since the former release, for people and for a spreadsheet.

Belongs here: catatan_rilis.md and perubahan.csv, and the rows that the command line shows too.
Stays out: finding the changes (`compare`) and their causes (`causes`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dagster_project.sae.release import wording
from dagster_project.sae.release.changes import (
    ADDED,
    CAUSES,
    CHANGED,
    REMOVED,
    Change,
    Comparison,
    Value,
)
from dagster_project.sae.release.facts import ReleaseFacts

COLUMNS = (
    "tabel", "kunci", "nama", "kode_opd", "kode_pilar", "jenis", "kolom", "lama", "baru", "selisih",
    "sebab", "penjelasan",
)  # fmt: skip
SHOWN_ROWS = 25
_NO_FORMER = "Ini rilis pertama yang tersimpan: belum ada rilis sebelumnya untuk dibandingkan."
_TITLES = {
    CHANGED: "KPI yang berubah, yang bergerak paling jauh lebih dulu",
    ADDED: "KPI baru",
    REMOVED: "KPI yang hilang",
}
_RULE_KINDS = {CHANGED: "berubah", ADDED: "baru", REMOVED: "dicabut"}


def release_notes(facts: ReleaseFacts) -> bytes:
    """catatan_rilis.md: what changed and why, what moved most first."""
    warning = wording.label_line(facts.label)
    lines = [f"# Catatan rilis {facts.scope.id_rilis}", ""]
    lines += [f"**{warning}**", ""] if warning else []
    lines += [
        f"Siklus {facts.scope.id_siklus} (kinerja {facts.scope.tahun} {facts.scope.periode}), "
        f"batas data {facts.scope.tanggal_batas:%Y-%m-%d}.",
        "",
    ]
    if facts.approval is not None:
        remark = f": {facts.approval.catatan}" if facts.approval.catatan else ""
        lines += [
            f"Disetujui oleh {facts.approval.disetujui_oleh} "
            f"pada {facts.approval.disetujui_pada:%Y-%m-%d %H:%M}{remark}.",
            "",
        ]
    if facts.comparison is None:
        return "\n".join([*lines, _NO_FORMER, ""]).encode()
    return "\n".join([*lines, *_body(facts.comparison)]).encode()


def change_list(facts: ReleaseFacts) -> bytes:
    """perubahan.csv: one line per value that changed and per row that came or went."""
    rows = change_rows(facts.comparison.changes) if facts.comparison else iter(())
    return wording.csv_bytes(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))


def change_rows(changes: Sequence[Change]) -> Iterator[dict[str, Any]]:
    """One dictionary of COLUMNS per value that changed and per row that came or went."""
    for change in changes:
        common = {
            "tabel": change.table,
            "kunci": key_text(change),
            **{name: change.labels.get(name, "") for name in ("nama", "kode_opd", "kode_pilar")},
            "jenis": change.kind,
            "sebab": " ".join(change.causes),
            "penjelasan": change.why,
        }
        for value in values_of(change):
            yield common | {
                "kolom": value.column,
                "lama": wording.plain(value.old),
                "baru": wording.plain(value.new),
                "selisih": wording.plain(value.difference),
            }


def values_of(change: Change) -> Sequence[Value]:
    """The columns to tell of a row: those that changed, else the one that says most of it."""
    return change.values or ([change.headline] if change.headline else [_NOTHING])


def key_text(change: Change) -> str:
    """The key of a row as `column=value`, without columns that are empty."""
    return "; ".join(f"{name}={value}" for name, value in change.key.items() if value != "")


def leading(change: Change) -> Value:
    """The value to show of a row: its headline where that moved or is all there is, else the first.

    A row whose headline stands still is shown by the number that did move.
    """
    moved = {value.column: value for value in change.values}
    if change.headline and (change.headline.column in moved or not moved):
        return change.headline
    numbers = [value for value in change.values if value.difference is not None]
    return (numbers or list(change.values) or [_NOTHING])[0]


def cause_counts(changes: Sequence[Change]) -> dict[str, int]:
    """How many rows each cause explains, the commonest first."""
    counts = Counter(cause for change in changes for cause in change.causes)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


_NOTHING = Value("", None, None)


def _body(comparison: Comparison) -> list[str]:
    former, later = comparison.former, comparison.later
    lines = [
        f"Dibandingkan dengan rilis {former.id} (siklus {former.cycle}).",
        "",
        *_summary(comparison),
    ]
    if comparison.changes:
        lines += ["", "## Mengapa", "", "| sebab | arti | KPI |", "|---|---|---:|"]
        lines += [
            f"| {cause} | {CAUSES[cause]} | {count} |"
            for cause, count in cause_counts(comparison.changes).items()
        ]
    for kind, title in _TITLES.items():
        lines += _section(title, [c for c in comparison.changes if c.kind == kind])
    if comparison.rules:
        lines += ["", "## Aturan dan rumus", ""]
        lines += [_rule_line(rule) for rule in comparison.rules]
    if comparison.structure:
        lines += ["", "## Susunan tabel", "", *(f"- {line}" for line in comparison.structure)]
    lines += [
        "",
        "Daftar lengkap, satu baris per angka: `perubahan.csv`. Membandingkan rilis lain: "
        f"`sae rilis beda {former.id} {later.id}`.",
        "",
    ]
    return lines


def _summary(comparison: Comparison) -> list[str]:
    kinds = Counter(change.kind for change in comparison.changes)
    new = comparison.later.inputs.keys() - comparison.former.inputs.keys()
    gone = comparison.former.inputs.keys() - comparison.later.inputs.keys()
    lines = ["| | sebelumnya | kini |", "|---|---:|---:|"]
    lines.append(
        f"| berkas masukan | {len(comparison.former.inputs)} | {len(comparison.later.inputs)} |"
    )
    for name in sorted(comparison.former.counts.keys() & comparison.later.counts.keys()):
        title = name.removeprefix("jumlah_").replace("_", " ")
        old, now = comparison.former.counts[name], comparison.later.counts[name]
        lines.append(f"| {title} | {old} | {now} |")
    for name, version in comparison.former.versions.items():
        title = name.replace("_", " ")
        lines.append(f"| {title} | {version} | {comparison.later.versions[name]} |")
    return [
        f"{kinds[CHANGED]} KPI berubah, {kinds[ADDED]} baru, {kinds[REMOVED]} hilang; "
        f"{len(new)} berkas baru, {len(gone)} berkas tidak lagi dipakai.",
        "",
        *lines,
    ]


def _section(title: str, changes: Sequence[Change]) -> list[str]:
    if not changes:
        return []
    lines = ["", f"## {title}", "", "| KPI | ukuran | lama | baru | selisih | sebab |"]
    lines.append("|---|---|---:|---:|---:|---|")
    for change in changes[:SHOWN_ROWS]:
        value = leading(change)
        cells = (
            f"{change.table}: {change.labels.get('nama', '')} ({key_text(change)})",
            value.column,
            wording.shown(value.old),
            wording.shown(value.new),
            wording.points(value.difference),
            f"{' '.join(change.causes)}: {change.why}",
        )
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    if len(changes) > SHOWN_ROWS:
        lines += ["", f"{len(changes) - SHOWN_ROWS} lainnya ada di `perubahan.csv`."]
    return lines


def _rule_line(rule: Change) -> str:
    columns = ", ".join(
        f"{value.column} {wording.shown(value.old)} menjadi {wording.shown(value.new)}"
        for value in rule.values
    )
    name = rule.labels.get("nama", "")
    text = f"- {rule.table} {' '.join(_values(rule.key))} {_RULE_KINDS[rule.kind]}: {name}"
    return f"{text} ({columns})" if columns else text


def _values(key: Mapping[str, Any]) -> list[str]:
    return [str(value) for value in key.values()]


def _cell(text: str) -> str:
    """Text that cannot break out of a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
