"""Swadaya, communication and complaints as the reference has them, row by row of their sheets.

Belongs here: which rows readers may see, leverage, the number a story rests on, shares answered.
Stays out: money of the budget (`budget`), who works with whom (`collaboration`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from dagster_project.sae.contract.personal_data import find
from tests.oracle.inputs import ActiveFile, Inputs, Row
from tests.oracle.meaning import period_end
from tests.oracle.status import OUTCOMES, Status
from tests.oracle.values import Value

KEYS = {
    "kpi_swadaya": ["kunci"],
    "kpi_komunikasi": ["kunci"],
    "kpi_aduan": ["kode_opd_pelapor", "kode_opd", "kategori", "kode_wilayah", "tahun", "periode"],
}
_HIDDEN = "Disembunyikan: data pribadi"


def sheet_tables(
    inputs: Inputs, status: Status, released: Sequence[Value]
) -> dict[str, list[dict[str, Any]]]:
    """Rows of the three tables; `released` are the figures that may be published."""
    return {
        "kpi_swadaya": _contributions(inputs, status, released),
        "kpi_komunikasi": [
            _story(inputs, row, file=file, released=released)
            for file, row in shown_rows(inputs, status, "komunikasi")
        ],
        "kpi_aduan": _complaints(inputs, status, released),
    }


def shown_files(inputs: Inputs, status: Status) -> list[ActiveFile]:
    """Files that speak to readers: of a known agency that is not held in their cycle."""
    return [
        file
        for file in inputs.active
        if file.cycle is not None
        and not file.agency.startswith("ASING-")
        and (file.agency, file.cycle.id) not in status.held.agencies
    ]


def shown_rows(inputs: Inputs, status: Status, table: str) -> Iterator[tuple[ActiveFile, Row]]:
    """Landed rows of those files, each with its file."""
    files = {file.sha256: file for file in shown_files(inputs, status)}
    for row in inputs.landed(table):
        if row["sha256_berkas"] in files:
            yield files[row["sha256_berkas"]], row


def text(value: Any) -> str | None:
    """A text without blanks around it; empty is None."""
    return str(value).strip() or None if value is not None else None


def is_whole(inputs: Inputs, value: Value) -> bool:
    """Whether a figure is that of the whole region, without a breakdown."""
    return (value.key.region, value.key.dimension) == (inputs.region, "")


def public_text(value: Any) -> str | None:
    """A text, or None where it is empty or holds personal data."""
    found = text(value)
    return None if found is None or find(found) else found


def _key(row: Row) -> str:
    return f"{row['sha256_berkas'][:12]}:{row['baris']}"


def _contributions(
    inputs: Inputs, status: Status, released: Sequence[Value]
) -> list[dict[str, Any]]:
    regions = {row["kode_wilayah"]: row for row in inputs.seed("wilayah")}
    numbered = {v.key.indicator for v in released if v.actual is not None}
    found = [
        _contribution(row, file=file, regions=regions, numbered=numbered)
        for file, row in shown_rows(inputs, status, "swadaya")
        if _key(row) not in status.held.contributions
    ]
    gifts = Counter(gift for _, gift in found)
    return [{**row, "is_mungkin_kembar": gifts[gift] > 1} for row, gift in found]


def _contribution(
    row: Row, *, file: ActiveFile, regions: dict[str, dict[str, str]], numbered: set[str]
) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """A contribution, and what makes it the same gift as another one."""
    code = text(row["kode_desa"])
    place = regions.get(code or "")
    district = place
    if place is not None and place["tingkat_wilayah"] != "KECAMATAN":
        district = regions.get(place["kode_induk"])
    if district is not None and district["tingkat_wilayah"] != "KECAMATAN":
        district = None
    value, public = row["nilai_rupiah"], row["dana_pemerintah"]
    has_leverage = value is not None and value >= 0 and public is not None and public > 0
    done = public_text(row["uraian"])
    shown = {
        "kunci": _key(row),
        "kode_opd": file.agency,
        "tahun": file.row["tahun"],
        "periode": file.row["periode"],
        "kode_wilayah": code,
        "nama_wilayah": place["nama_wilayah"] if place else None,
        "nama_kecamatan": district["nama_wilayah"] if district else None,
        "is_wilayah_dikenal": place is not None,
        "uraian": done,
        "nilai_rupiah": value,
        "dana_pemerintah": public,
        "jumlah_orang": row["jumlah_orang"],
        "daya_ungkit": value / public if has_leverage else None,
        "is_murni_swadaya": public == 0,
        "has_bukti": text(row["bukti"]) is not None,
        "is_layak_apresiasi": bool(text(row["bukti"]) and place and done),
        "is_indikator_rilis": text(row["id_indikator"]) in numbered,
    }
    return shown, (file.agency, row["tanggal"], code, done, row["jenis"], value)


def _story(
    inputs: Inputs, row: Row, *, file: ActiveFile, released: Sequence[Value]
) -> dict[str, Any]:
    ended = period_end(file.row["tahun"], file.row["periode"])
    told = min(
        (
            v
            for v in released
            if v.key.indicator == text(row["id_indikator"])
            and v.actual is not None
            and is_whole(inputs, v)
            and period_end(v.key.year, v.period) <= ended
        ),
        key=lambda v: (
            -period_end(v.key.year, v.period).toordinal(),
            v.period != file.row["periode"],
            v.period,
        ),
        default=None,
    )
    return {
        "kunci": _key(row),
        "kode_opd": file.agency,
        "judul": public_text(row["judul"]),
        "tautan_media": public_text(row["tautan_media"]),
        "nama_tim_kreatif": public_text(row["nama_tim_kreatif"]),
        "is_terbit": row["status"] == "TERBIT",
        "id_indikator": text(row["id_indikator"]),
        "is_berangka_rilis": told is not None,
        "tahun_angka": told.key.year if told else None,
        "periode_angka": told.period if told else None,
        "realisasi": told.actual if told else None,
    }


def _complaints(inputs: Inputs, status: Status, released: Sequence[Value]) -> list[dict[str, Any]]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    files: dict[str, ActiveFile] = {}
    for file, row in shown_rows(inputs, status, "aduan"):
        files[file.agency + str(file.row["id_siklus"])] = file
        category = text(row["kategori"])
        if category is not None and public_text(category) is None:
            category = _HIDDEN
        key = (
            file.agency,
            file.row["id_siklus"],
            text(row["kode_opd"]),
            category,
            text(row["kode_wilayah"]) or inputs.region,
        )
        groups.setdefault(key, []).append(row)
    reporters = Counter(key[1:] for key in groups)
    return [
        {
            **_counts(rows),
            **_results(inputs, status, released, file=files[key[0] + key[1]], agency=key[2]),
            "kode_opd_pelapor": key[0],
            "kode_opd": key[2],
            "kategori": key[3],
            "kode_wilayah": key[4],
            "tahun": files[key[0] + key[1]].row["tahun"],
            "periode": files[key[0] + key[1]].row["periode"],
            "jumlah_pelapor": reporters[key[1:]],
        }
        for key, rows in groups.items()
    ]


def _counts(rows: Sequence[Row]) -> dict[str, Any]:
    received, answered, closed = (
        _sum([row[column] for row in rows]) for column in ("diterima", "dijawab", "selesai")
    )
    odd = any(n is not None and n < 0 for n in (received, answered, closed)) or any(
        part is not None and received is not None and part > received for part in (answered, closed)
    )
    return {
        "jumlah_baris": len(rows),
        "diterima": received,
        "dijawab": answered,
        "selesai": closed,
        "is_janggal": odd,
        "persen_dijawab": None if odd else _percent(answered, received),
        "persen_selesai": None if odd else _percent(closed, received),
        "median_hari": rows[0]["median_hari"] if len(rows) == 1 else None,
    }


def _results(
    inputs: Inputs,
    status: Status,
    released: Sequence[Value],
    *,
    file: ActiveFile,
    agency: str | None,
) -> dict[str, int]:
    own = [
        v
        for v in released
        if v.key.agency == agency
        and (v.key.year, v.period) == (file.row["tahun"], file.row["periode"])
        and is_whole(inputs, v)
        and v.actual is not None
        and v.definition.get("level_hasil") in OUTCOMES
    ]
    missed = [v for v in own if status.achievement(v).status == "TIDAK_TERCAPAI"]
    return {"jumlah_hasil_rilis": len(own), "jumlah_hasil_meleset": len(missed)}


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _percent(part: int | None, whole: int | None) -> float | None:
    return None if part is None or whole is None or whole <= 0 else 100.0 * part / whole
