"""The official forms E.81 and E.60 as the reference has them, row by row.

Belongs here: which report fills the form of a year, its rows, its columns of K and Rp.
Stays out: money of an item (`budget`), which figures may be released (`status`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.oracle import budget
from tests.oracle.inputs import ActiveFile, Inputs, Row
from tests.oracle.sheets import is_whole, shown_files, text
from tests.oracle.status import Status
from tests.oracle.values import YEAR, Value

KEYS = {
    "formulir_e81": ["kode_opd", "tahun", "nomor"],
    "formulir_e60": ["tahun", "nomor"],
    "pub_formulir_e81": ["kode_opd", "tahun", "nomor"],
    "pub_formulir_e60": ["tahun", "nomor"],
}
_QUARTERS = ("TW1", "TW2", "TW3", "TW4")
_SUM = "KUMULATIF"
_E60 = {
    "nama_opd": "perangkat_daerah",
    "k_5_target_renstra": "k_6_target_rpjmd",
    "k_6_realisasi_lalu": "k_7_realisasi_lalu",
    "k_7_target": "k_8_target",
    "rp_7_pagu": "rp_8_pagu",
    **{
        f"{kind}_{number}_tw{quarter}": f"{kind}_{number + 1}_tw{quarter}"
        for quarter, number in enumerate(range(8, 12), start=1)
        for kind in ("k", "rp")
    },
    "k_12_realisasi": "k_13_realisasi",
    "rp_12_realisasi": "rp_13_realisasi",
    "k_14_renstra": "k_14_rpjmd",
    "k_15_persen_renstra": "k_15_persen_rpjmd",
}
_NOT_ON_E60 = frozenset({"k_13_persen", "rp_13_persen"})
_NOT_MASKED = frozenset({"k_5_target_renstra", "k_7_target"})


def form_tables(inputs: Inputs, status: Status) -> dict[str, list[dict[str, Any]]]:
    """Rows of both forms as an agency has them, and as readers may see them."""
    whole = [
        row
        for file in _reports(inputs)
        for row in _numbered(inputs, list(_rows(inputs, status, file)), file=file)
    ]
    shown = {(file.agency, file.cycle.id) for file in shown_files(inputs, status) if file.cycle}
    public = [_masked(row) for row in whole if (row["kode_opd"], row["id_siklus"]) in shown]
    held_back = {(row["kode_opd"], row["tahun"], row["nomor"]): row for row in public}
    e60 = _of_the_government(whole)
    return {
        "formulir_e81": whole,
        "formulir_e60": [_renamed(row, number) for row, number in e60],
        "pub_formulir_e81": public,
        "pub_formulir_e60": [
            _renamed(held_back[key], number)
            for row, number in e60
            if (key := (row["kode_opd"], row["tahun"], row["nomor"])) in held_back
        ],
    }


def _reports(inputs: Inputs) -> list[ActiveFile]:
    """Of each agency and year the report of the latest cycle."""
    latest: dict[tuple[str, int], ActiveFile] = {}
    for file in inputs.active:
        if file.cycle is None or file.agency.startswith("ASING-"):
            continue
        key = (file.agency, file.row["tahun"])
        held = latest.get(key)
        if held is None or held.cycle is None or held.cycle.opened < file.cycle.opened:
            latest[key] = file
    return list(latest.values())


def _rows(inputs: Inputs, status: Status, file: ActiveFile) -> Iterator[dict[str, Any]]:
    """Every indicator in force, with the money of its item at the first one; then other money."""
    if file.cycle is None:
        return
    money = budget.items_of(inputs, file)
    taken: set[tuple[str, str]] = set()
    for definition in sorted(
        inputs.definitions_of(file.agency, file.cycle), key=lambda row: int(row["baris"])
    ):
        codes = (definition.get(f"kode_{n}") for n in ("sub_kegiatan", "kegiatan", "program"))
        code = next((c for c in map(text, codes) if c), text(definition.get("uraian")))
        level = definition.get("tingkat_anggaran") or "SUB_KEGIATAN"
        place = (level, code or "")
        spent = None if place in taken or code is None else money.get(place)
        taken.add(place)
        yield {
            "baris": definition["baris"],
            "tingkat": level,
            "kode": code,
            "uraian": definition.get("uraian") or _name(spent),
            "id_indikator": definition["id_indikator"],
            "nama_indikator": definition.get("nama_indikator"),
            "satuan": definition.get("satuan"),
            **_results(inputs, status, file, definition=definition),
            **_money(inputs, spent),
        }
    for (level, code), by_period in money.items():
        if (level, code) not in taken:
            rows = [row for found in by_period.values() for row in found]
            yield {
                "baris": min(row["baris"] for row in rows),
                "tingkat": level,
                "kode": code,
                "uraian": _name(by_period),
                "id_indikator": None,
                "nama_indikator": None,
                "satuan": None,
                **_results(inputs, status, file, definition={}),
                **_money(inputs, by_period),
                "keterangan": "Anggaran tanpa indikator.",
            }


def _name(by_period: dict[str, list[Row]] | None) -> str | None:
    rows = [row for found in (by_period or {}).values() for row in found]
    return min((row["uraian"] for row in rows if row["uraian"] is not None), default=None)


def _money(inputs: Inputs, by_period: dict[str, list[Row]] | None) -> dict[str, Any]:
    """Columns of Rp; a quarter stands only where the report has it apart."""
    found = by_period or {}
    items = {period: budget.item_at(inputs, found, period) for period in found}
    spent = [item.spent for item in items.values() if item.spent is not None]
    year = items[YEAR].spent if YEAR in items else None
    reached = max(spent, default=None) if year is None else year
    pot = max((i.budget for i in items.values() if i.budget is not None), default=None)
    columns: dict[str, Any] = {"rp_7_pagu": pot, "rp_12_realisasi": reached}
    for number, quarter in enumerate(_QUARTERS, start=8):
        own = [r["realisasi_anggaran"] for r in found.get(quarter, []) if r["sifat"] == "PERIODE"]
        columns[f"rp_{number}_{quarter.lower()}"] = budget.total(own)
    columns["rp_13_persen"] = _percent(reached, pot) if pot is not None and pot > 0 else None
    return columns


def _results(
    inputs: Inputs, status: Status, file: ActiveFile, *, definition: Row
) -> dict[str, Any]:
    """Columns of K from all figures of the indicator in that year, held ones too."""
    kind = definition.get("jenis_agregasi")
    years: dict[int, list[Value]] = {}
    for value in status.figures:
        is_own = (value.key.agency, value.key.indicator) == (
            file.agency,
            definition.get("id_indikator"),
        )
        if is_own and is_whole(inputs, value):
            years.setdefault(value.key.year, []).append(value)
    own = years.get(file.row["tahun"], [])
    quarters = {v.period: v.row["realisasi"] for v in own if v.period in _QUARTERS}
    reached = _reached(inputs, own, definition=definition)
    before = _before(inputs, years, year=file.row["tahun"], kind=kind)
    targets = [v.row["target_tahun"] for v in own if v.row["target_tahun"] is not None]
    target, end = max(targets, default=None), definition.get("target_akhir_rpjmd")
    plan = reached
    if kind == _SUM and reached is not None:
        plan = reached + (before or 0.0)
    out = sum(status.is_released(value) for value in own)
    return {
        "k_5_target_renstra": end,
        "k_6_realisasi_lalu": before if own else None,
        "k_7_target": target,
        **{
            f"k_{number}_{quarter.lower()}": quarters.get(quarter)
            for number, quarter in enumerate(_QUARTERS, start=8)
        },
        "k_12_realisasi": reached,
        "k_13_persen": _percent(reached, target),
        "k_14_renstra": plan,
        "k_15_persen_renstra": _percent(plan, end),
        "keterangan": _remark(kind, figures=len(own), released=out),
        "is_rilis": out == len(own),
    }


def _remark(kind: str | None, *, figures: int, released: int) -> str | None:
    if not figures:
        return "Belum ada angka untuk tahun ini."
    if released < figures:
        return f"Belum rilis: {figures - released} dari {figures} angka ditahan."
    if kind is not None and kind != _SUM:
        return f"Kolom 12 bukan jumlah triwulan: {kind.lower()}."
    return None


def _reached(inputs: Inputs, own: Sequence[Value], *, definition: Row) -> float | None:
    """The year, or what has been reached so far by the kind of the indicator."""
    year = next((v.actual for v in own if v.period == YEAR), None)
    if year is not None:
        return year
    kind = definition.get("jenis_agregasi")
    rows = [v.row for v in own if v.period in _QUARTERS and v.row["realisasi"] is not None]
    amounts = [float(row["realisasi"]) for row in rows]
    if kind == "MAKSIMUM":
        return max(amounts, default=None)
    if kind == "RATA_RATA":
        if not amounts:
            return None
        pairs = [(row["pembilang"], row["penyebut"]) for row in rows]
        if all(p is not None and q is not None and q > 0 for p, q in pairs):
            factor = inputs.factor_of(definition)
            if factor is not None:
                return factor * sum(float(p) for p, _ in pairs) / sum(float(q) for _, q in pairs)
        return sum(amounts) / len(amounts)
    order = {r["periode"]: int(r["urutan_periode"]) for r in inputs.seed("periode")}
    valued = sorted((v for v in own if v.actual is not None), key=lambda v: order[v.period])
    return valued[-1].actual if valued else None


def _before(
    inputs: Inputs, years: dict[int, list[Value]], *, year: int, kind: str | None
) -> float | None:
    """Reached in the plan before that year: amounts add up, all else as the last year with rows."""
    begin = int(inputs.profile.facts["tahun_awal_rpjmd"])
    annual = {
        past: next((v.actual for v in found if v.period == YEAR), None) if past >= begin else None
        for past, found in years.items()
        if past < year
    }
    if kind == _SUM:
        return budget.total(list(annual.values()))
    return annual[max(annual)] if annual else None


def _percent(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else 100.0 * part / whole


def _numbered(
    inputs: Inputs, rows: list[dict[str, Any]], *, file: ActiveFile
) -> Iterator[dict[str, Any]]:
    cycle = file.cycle
    agency = None if cycle is None else inputs.profile.opd_on(file.agency, cycle.cutoff)
    rows.sort(
        key=lambda r: (r["baris"], *((r[c] is None, r[c] or "") for c in ("kode", "id_indikator")))
    )
    for number, row in enumerate(rows, start=1):
        kept = {name: value for name, value in row.items() if name != "baris"}
        yield {
            "kode_opd": file.agency,
            "nama_opd": None if agency is None else agency.name,
            "tahun": file.row["tahun"],
            "nomor": number,
            "id_siklus": None if cycle is None else cycle.id,
            **kept,
        }


def _of_the_government(rows: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], int]]:
    """The rows of all agencies with their number on the form of the whole government."""
    numbers: dict[int, int] = {}
    found = []
    for row in sorted(rows, key=lambda row: (row["tahun"], row["kode_opd"], row["nomor"])):
        numbers[row["tahun"]] = numbers.get(row["tahun"], 0) + 1
        found.append((row, numbers[row["tahun"]]))
    return found


def _renamed(row: dict[str, Any], number: int) -> dict[str, Any]:
    kept = {_E60.get(name, name): row[name] for name in row if name not in _NOT_ON_E60}
    return {**kept, "nomor": number}


def _masked(row: dict[str, Any]) -> dict[str, Any]:
    """Figures that are not released are not shown; targets and money are."""
    return {
        name: None
        if name.startswith("k_") and name not in _NOT_MASKED and not row["is_rilis"]
        else value
        for name, value in row.items()
    }
