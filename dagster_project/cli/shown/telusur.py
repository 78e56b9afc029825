"""What `sae telusur` shows: a published number, its file and cell, its receipts and its rules.

Belongs here: rich tables and Indonesian sentences for one trace.
Stays out: any fact that `sae.readers.trace` did not find, any decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dagster_project.cli.shown.plain import grid, plain, screen
from dagster_project.cli.shown.plain import table as plain_table
from dagster_project.sae.readers.trace.behind import ACTIVITY, COUNTED, NOT_DUE, PART, SILENT

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from dagster_project.sae.readers.trace.facts import Figure, Trace

_WIDE = 140
# Below so many columns a table of figures says what only it can say; the trace of one has the rest.
_NARROW = 110
_LEFT_TO_ONE = frozenset({"nama_opd", "sha256_berkas"})
_SHA_SHOWN = 12
_NUMBERS = (
    *("target", "realisasi", "realisasi_periode", "capaian_tampil", "status_capaian"),
    *("satuan", "rumus_id", "versi_rumus"),
)
_FIGURE_COLUMNS = (
    *("id_indikator", "nama_indikator", "nama_opd", "tahun", "periode", "realisasi"),
    *("capaian_tampil", "sel", "sha256_berkas"),
)
_HELD_COLUMNS = ("kode_opd", "id_indikator", "nama_indikator", "tahun", "periode", "alasan")
# The word a figure has in a summary -> the heading of its group.
_GROUPS = {
    COUNTED: "Ikut dihitung",
    SILENT: "Jatuh tempo, tanpa nilai",
    NOT_DUE: "Belum jatuh tempo, belum dihitung",
    ACTIVITY: "Keluaran dan kegiatan, tidak ikut skor",
    PART: "Rincian wilayah atau dimensi, tidak dihitung lagi",
}
_PASSED = {
    "bukti": "Lulus (menurut bukti pemeriksaan rilis ini)",
    "putusan": "Lulus atau tidak berlaku (menurut putusan rilis; bukti kerja sudah tidak ada)",
}
_READ_FROM = {
    "pendaratan": "seperti saat diterima",
    "arsip": "dibaca lagi dari arsip; hasil baca yang dulu sudah tidak ada di kerja",
}


def print_trace(trace: Trace) -> None:
    """Show one trace on standard output."""
    console = screen(width_of_a_log=_WIDE)
    key = " ".join(value for _, value in trace.key)
    console.print(plain(f"{trace.table} {key} · rilis {trace.release_id}", style="bold"))
    if trace.label:
        console.print(plain(trace.label, style="yellow"))
    for figure in trace.figures:
        _print_figure(console, figure)
    if not trace.figures:
        for row in trace.rows:
            console.print(_facts(row))
        for role, heading in _GROUPS.items():
            own = [_addressed(row) for row in trace.behind if row["peran"] == role]
            if own:
                _print_rows(console, heading, own, _telling(own, trace.rows, console.width))
        if trace.held:
            _print_rows(console, "Ditahan, tidak ikut dihitung", trace.held, _HELD_COLUMNS)
        if trace.behind:
            first = next((r for r in trace.behind if r["peran"] == COUNTED), trace.behind[0])
            asks = f"{first['id_indikator']} {first['tahun']} {first['periode']}"
            console.print(plain(f"Telusuri satu angka: sae telusur kpi_indikator {asks}"))
    if trace.left_out:
        console.print(plain(f"… dan {trace.left_out} baris lagi; tulis kunci lebih lengkap."))


def _telling(
    rows: Sequence[Mapping[str, Any]], summed: Sequence[Mapping[str, Any]], width: int
) -> tuple[str, ...]:
    """The columns of the figures behind a row, without those that row has itself, all the same."""
    left = _LEFT_TO_ONE if width < _NARROW else frozenset[str]()
    return tuple(
        name
        for name in _FIGURE_COLUMNS
        if name not in left
        and not all(row.get(name) == one.get(name, ...) for row in rows for one in summed)
    )


def _addressed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A figure with its sheet before its cell."""
    return {**row, "sel": f"{row['lembar']}!{row['sel']}" if row["sel"] else None}


def _print_figure(console: Console, figure: Figure) -> None:
    row = figure.row
    console.print()
    console.print(plain(f"{row['id_indikator']} {row['nama_indikator']}", style="bold"))
    numbers = {name: row.get(name) for name in _NUMBERS}
    where = (row["nama_opd"], row["tahun"], row["periode"], row["kode_wilayah"], row["dimensi"])
    console.print(_facts({"untuk": " · ".join(str(w) for w in where if w)} | numbers))
    console.print(_origin(figure))
    if figure.parts:
        parts = [
            {
                "periode": part.period,
                "angka": part.value,
                "lembar": part.sheet,
                "sel": part.cell,
                "sha256_berkas": part.sha256,
            }
            for part in figure.parts
        ]
        _print_rows(console, "Juga bertumpu pada", parts, tuple(parts[0]))
    _print_rules(console, figure)


def _origin(figure: Figure) -> Table:
    raw, origin = figure.raw, figure.origin
    if raw.text is None:
        told = f"– ({raw.source})"
    else:
        read = _READ_FROM.get(raw.source, raw.source)
        told = f"'{raw.text}' ({raw.kind or '?'}, format {raw.number_format or '–'}; {read})"
    intact = {True: "utuh", False: "BERUBAH: sidik tidak cocok", None: "tidak ada di arsip"}
    facts: dict[str, Any] = {
        "sel": f"{figure.row['lembar']}!{figure.row['sel']}",
        "tertulis": told,
        "sha256": origin.sha256,
        "arsip": f"{origin.path or '–'} ({intact[origin.is_intact]})",
    }
    for number, receipt in enumerate(origin.receipts):
        name = "diterima" if number == 0 else f"diterima lagi {number}"
        facts[name] = f"{receipt.diterima_pada} sebagai {receipt.nama_berkas} ({receipt.sumber})"
    return _facts(facts)


def _print_rules(console: Console, figure: Figure) -> None:
    passed = ", ".join(rule.id for rule in figure.passed) or "–"
    console.print(plain(f"{_PASSED[figure.evidence]}: {passed}", style="green"))
    for rule in figure.found:
        colour = "cyan" if rule.status == "dikecualikan" else "yellow"
        message = f"{rule.id} [{rule.severity}] {rule.status}: {rule.message or rule.title}"
        console.print(plain(message, style=colour))
    for waiver in figure.waivers:
        console.print(
            plain(
                f"Pengecualian {waiver.rule} oleh {waiver.owner} sampai {waiver.until}: "
                f"{waiver.reason}",
                style="cyan",
            )
        )
    if figure.decision is not None:
        complete = "lengkap" if figure.decision["is_bukti_lengkap"] else "TIDAK lengkap"
        console.print(plain(f"Putusan: {figure.decision['keputusan']}, bukti {complete}."))


def _facts(facts: Mapping[str, Any]) -> Table:
    table = grid()
    for name, value in facts.items():
        if value is not None and value != "":
            table.add_row(plain(f"  {name}"), plain(_shown(value)))
    return table


def _print_rows(
    console: Console, title: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> None:
    table = plain_table(columns, title=f"{title}: {len(rows)}")
    for row in rows:
        shown = [_shown(row.get(name)) for name in columns]
        if "sha256_berkas" in columns:
            shown[-1] = shown[-1][:_SHA_SHOWN]
        table.add_row(*(plain(text) for text in shown))
    console.print(table)


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return str(value)
