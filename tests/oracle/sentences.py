"""The facts behind the four sentences, as the reference has them.

Belongs here: `kpi_empat_kalimat` counted again from the other tables of the reference.
Stays out: those tables; names, sources and reasons (seed `empat_kalimat`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dagster_project.sae.contract.profile import Cycle
from tests.oracle.inputs import Inputs
from tests.oracle.sheets import public_text, shown_files
from tests.oracle.status import OUTCOMES, Status

KEYS = {"kpi_empat_kalimat": ["ukuran"]}
Table = Sequence[Mapping[str, Any]]
Facts = dict[str, tuple[float | None, float | None]]
_DECIDED = ("TERCAPAI", "TIDAK_TERCAPAI")


def sentence_rows(
    inputs: Inputs, status: Status, tables: Mapping[str, Table]
) -> list[dict[str, Any]]:
    """One row per measure: value, whole, and the value one step earlier.

    Args:
        inputs: what the run worked on.
        status: whose figures are released.
        tables: the other tables of the reference.
    """
    cycles = inputs.cycles[::-1][:2]
    years = sorted({row["tahun"] for row in tables["kpi_akselerasi"]}, reverse=True)
    known: list[Facts] = []
    for step in range(2):
        facts: Facts = {}
        if step < len(cycles):
            facts |= _heard(inputs, status, tables, cycles[step])
            facts |= _worked(inputs, status, tables, cycles[step])
            facts |= _learned(inputs, status, tables, cycles[step])
        if years:
            facts |= _paced(inputs, tables, years[0] - step)
        known.append(facts)
    rows = []
    for row in inputs.seed("empat_kalimat"):
        value, whole = known[0].get(row["ukuran"], (None, None))
        rows.append(
            {
                "ukuran": row["ukuran"],
                "nilai": value,
                "penyebut": None if value is None else whole,
                "pembanding": known[1].get(row["ukuran"], (None, None))[0],
            }
        )
    return rows


def _heard(inputs: Inputs, status: Status, tables: Mapping[str, Table], cycle: Cycle) -> Facts:
    groups = [
        row
        for row in tables["kpi_aduan"]
        if (row["tahun"], row["periode"]) == (cycle.year, cycle.period)
        and not row["is_janggal"]
        and row["jumlah_pelapor"] == 1
    ]
    if not groups:
        return {}
    received = _sum(groups, "diterima")
    medians = [row["median_hari"] for row in groups if row["median_hari"] is not None]
    topics: dict[str, float] = {}
    for row in groups:
        if row["kategori"] is not None and row["diterima"] is not None:
            topics[row["kategori"]] = topics.get(row["kategori"], 0) + row["diterima"]
    linked = {
        (agency, indicator.strip().lower())
        for agency, indicator in _resident_sides(inputs, status, cycle)
    }
    hits = sum((row["kode_opd"], (row["kategori"] or "").lower()) in linked for row in groups)
    return {
        "aduan_diterima": (received, None),
        "aduan_dijawab": (_sum(groups, "dijawab"), received),
        "aduan_selesai": (_sum(groups, "selesai"), received),
        "aduan_median_terlama": (max(medians, default=None), None),
        "aduan_topik_teratas": (max(topics.values(), default=None), received),
        "aduan_berindikator": (hits, len(groups)),
    }


def _resident_sides(inputs: Inputs, status: Status, cycle: Cycle) -> list[tuple[str, str]]:
    """Agency and named measure of residents of each released result of the cycle's period."""
    found = []
    for value in status.figures:
        key = value.key
        is_whole = (key.region, key.dimension) == (inputs.region, "")
        is_now = (key.year, value.period) == (cycle.year, cycle.period)
        if not (is_whole and is_now) or value.actual is None or not status.is_released(value):
            continue
        defined = inputs.definition(key.agency, key.indicator, cycle) or {}
        if value.definition.get("level_hasil") in OUTCOMES and defined.get("ukuran_warga_id"):
            found.append((key.agency, str(defined["ukuran_warga_id"])))
    return found


def _worked(inputs: Inputs, status: Status, tables: Mapping[str, Table], cycle: Cycle) -> Facts:
    facts: Facts = {}
    when = (cycle.year, cycle.period)
    outputs = [
        row
        for row in tables["kpi_indikator"]
        if (row["tahun"], row["periode"]) == when
        and (row["kode_wilayah"], row["dimensi"]) == (inputs.region, "")
        and row["level_hasil"] in ("OUTPUT", "AKTIVITAS")
        and row["realisasi"] is not None
    ]
    decided = [row for row in outputs if row["status_capaian"] in _DECIDED]
    if outputs:
        facts["keluaran_rilis"] = (len(outputs), None)
    if decided:
        met = sum(row["status_capaian"] == "TERCAPAI" for row in decided)
        facts["keluaran_tercapai"] = (met, len(decided))
    money = [
        row
        for row in tables["kpi_anggaran"]
        if (row["tahun"], row["periode"]) == when and row["serapan"] is not None
    ]
    if money:
        spent, budget = _sum(money, "realisasi_anggaran"), _sum(money, "pagu")
        facts["belanja"] = (spent, budget)
        facts["serapan"] = (100.0 * spent / budget if spent is not None and budget else None, None)
    gifts = [  # a gift that is held is said by nobody, neither now nor a cycle later
        row["nilai_rupiah"]
        for row in tables["kpi_swadaya"]
        if (row["tahun"], row["periode"]) == when and row["nilai_rupiah"] is not None
    ]
    if gifts:
        facts["swadaya"] = (float(sum(gifts)), None)
    return facts


def _learned(inputs: Inputs, status: Status, tables: Mapping[str, Table], cycle: Cycle) -> Facts:
    all_of_them = [row for row in tables["kpi_kejujuran"] if row["id_siklus"] == cycle.id]
    open_ones = [row for row in all_of_them if not row["is_ditahan"]]
    agencies = [row for row in tables["kpi_kelengkapan"] if row["id_siklus"] == cycle.id]
    received = sum(row["diterima"] for row in agencies)
    held = sum(row["is_ditahan"] and row["diterima"] == 1 for row in agencies)
    facts: Facts = {
        "opd_belum_lapor": (len(agencies) - received, len(agencies)),
        "opd_ditahan": (held if received else None, received),
    }
    # Promises of who fell silent still stand; figures of a held report are counted nowhere.
    still_open, late = (
        sum(row[name] for row in all_of_them) for name in ("tl_terbuka", "tl_lewat_tenggat")
    )
    facts["tindak_lanjut_terlambat"] = (late if still_open else None, still_open)
    if not open_ones:
        return facts
    missed, judged, due, explained, unmeasured = (
        sum(row[name] for row in open_ones)
        for name in (
            "meleset",
            "jumlah_berputusan",
            "jumlah_wajib",
            "meleset_berpenjelasan",
            "tidak_diukur",
        )
    )
    covers = {row["sha256_berkas"]: row for row in inputs.landed("sampul")}
    told = [
        public_text(covers.get(f.sha256, {}).get("pelajaran_periode_ini"))
        for f in shown_files(inputs, status)
        if f.cycle == cycle and f.agency in {row["kode_opd"] for row in open_ones}
    ]
    return facts | {
        "meleset": (missed if judged else None, judged),
        "meleset_berpenjelasan": (explained if missed else None, missed),
        "indeks_kejujuran": (100.0 * explained / missed if missed else None, None),
        "tidak_diukur": (unmeasured if due else None, due),
        "opd_berpelajaran": (sum(text is not None for text in told), len(open_ones)),
    }


def _paced(inputs: Inputs, tables: Mapping[str, Table], year: int) -> Facts:
    rows = [row for row in tables["kpi_akselerasi"] if row["tahun"] == year]
    if not rows:
        return {}
    judged = [row for row in rows if row["status_akselerasi"] != "BELUM_CUKUP_DATA"]
    indices = [row["indeks_akselerasi"] for row in rows if row["indeks_akselerasi"] is not None]
    public = {
        indicator
        for _, indicator, definition in inputs.all_definitions()
        if definition["layak_publik"] == "YA"
    }
    shown = [
        row["indeks_akselerasi"]
        for row in rows
        if row["indeks_akselerasi"] is not None and row["id_indikator"] in public
    ]
    facts: Facts = {
        name.lower(): (
            sum(row["status_akselerasi"] == name for row in judged) if judged else None,
            len(judged),
        )
        for name in ("DIPERCEPAT", "TETAP", "MELAMBAT", "MUNDUR")
    }
    return facts | {
        "belum_cukup_data": (len(rows) - len(judged), len(rows)),
        "perlu_lebih_cepat": (sum(i < 1 for i in indices) if indices else None, len(indices)),
        "indeks_terendah": (min(shown, default=None), None),
    }


def _sum(rows: Table, column: str) -> float | None:
    amounts = [row[column] for row in rows]
    return None if None in amounts else float(sum(amounts))
