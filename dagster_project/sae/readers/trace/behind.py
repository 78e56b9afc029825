"""The rows of `kpi_indikator` a summary rests on, counted as the summary counts.

Belongs here: which figures a score counts, which stand beside it and why, which were held.
Stays out: the key that was asked (`lookup`), computing anything: the counts are those of
`kpi_pilar` and `kpi_opd`, found again in the published rows.
An indicator is counted once, with its value for the whole region: breakdowns never score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dagster_project.sae.readers.trace.served import Served

Row = dict[str, Any]

FIGURES = "kpi_indikator"
COUNTED, SILENT = "dinilai", "jatuh tempo, tanpa nilai"
NOT_DUE, ACTIVITY, PART = "belum jatuh tempo", "keluaran atau kegiatan", "rincian"
_SHARED = ("id_indikator", "kode_opd", "kode_pilar", "tahun", "periode", "kode_wilayah")
_RESULTS = ("OUTCOME", "DAMPAK")
_NOT_DUE = ("BELUM_RILIS", "TIDAK_BERLAKU", "BELUM_JATUH_TEMPO")
_HELD = {"entitas": "BARIS", "keputusan": "tahan"}
_NO_MATTER = "tidak_berlaku"  # another agency leads the indicator: its figure counts, not this one


def behind(served: Served, rows: Sequence[Row]) -> list[Row]:
    """Figures that share the key of the rows, each with `peran`: what the summary makes of it.

    Args:
        served: the open release.
        rows: rows of a summary table. Where they name no region, `peran` of a figure of a part of
            the whole region, or of a breakdown, is `PART`.
    """
    whole = whole_region(served)
    found: dict[str, Row] = {}
    for row in rows:
        shared = {name: row[name] for name in _SHARED if row.get(name) is not None}
        region = None if "kode_wilayah" in row else whole
        for figure in served.where(FIGURES, shared, order="kode_opd, id_indikator, tahun, periode"):
            found[figure["kunci"]] = figure | {"peran": role(figure, region)}
    return list(found.values())


def role(figure: Mapping[str, Any], whole: str | None) -> str:
    """What a score makes of one published figure.

    Args:
        figure: a row of `kpi_indikator`.
        whole: code of the whole region; None where the summary is one of regions.
    """
    if whole is not None and (figure.get("kode_wilayah") != whole or figure.get("dimensi")):
        return PART
    level = figure.get("level_hasil")
    if level not in _RESULTS and not (level is None and figure.get("jenis_indikator") == "IKU"):
        return ACTIVITY
    if figure.get("status_data") in _NOT_DUE or figure.get("status_capaian") in _NOT_DUE:
        return NOT_DUE
    return COUNTED if figure.get("capaian_tampil") is not None else SILENT


def held(served: Served, rows: Sequence[Row]) -> list[Row]:
    """Figures of the whole region the gate held, with the names their definition gives them.

    Which pillar a held figure serves is told by its definition in that cycle. A figure of an
    indicator that belongs to another agency is not held but not used: the owner's counts.
    """
    whole = whole_region(served)
    found: dict[str, Row] = {}
    for row in rows:
        shared = {name: row[name] for name in _SHARED if row.get(name) is not None}
        pillar = shared.pop("kode_pilar", None)
        for figure in served.where("mutu_keputusan", {**_HELD, **shared}):
            if "kode_wilayah" not in row and role(figure, whole) == PART:
                continue
            meant = _definition(served, figure)
            if pillar in (None, meant.get("kode_pilar")) and not _is_of_another(served, figure):
                names = ("nama_indikator", "level_hasil")
                found[str(figure["kunci"])] = figure | {name: meant.get(name) for name in names}
    return list(found.values())


def whole_region(served: Served) -> str | None:
    """Code of the region that has no other above it."""
    rows = served.where("dim_wilayah", {"kode_induk": None})
    return str(rows[0]["kode_wilayah"]) if rows else None


def _is_of_another(served: Served, figure: Row) -> bool:
    """Whether another agency reports the same figure and it is theirs: released, or by its id."""
    if figure["status"] == _NO_MATTER:
        return True
    names = ("id_indikator", "tahun", "periode", "kode_wilayah", "dimensi")
    same = {"entitas": "BARIS", **{name: figure[name] for name in names}}
    return any(
        other["keputusan"] == "rilis" or figure["id_indikator"].startswith(f"{other['kode_opd']}-")
        for other in served.where("mutu_keputusan", same)
        if other["kode_opd"] != figure["kode_opd"]
    )


def _definition(served: Served, figure: Row) -> Row:
    """The definition of an indicator in the cycle of a figure, of its agency where it has one."""
    ends = {p["id_siklus"]: p["selesai"] for p in served.query("select * from dim_periode")}
    now = ends.get(figure["id_siklus"])
    wanted = {"id_indikator": figure["id_indikator"]}
    known = served.where("dim_indikator", wanted, order="versi_definisi")
    if now is not None:
        known = [d for d in known if (ends.get(d["id_siklus_mulai"]) or now) <= now] or known[:1]
    own = [d for d in known if d["kode_opd"] == figure["kode_opd"]]
    return (own or known or [{}])[-1]
