"""The ledger of received files as the reference has it: what became of each, and what replaced it.

Belongs here: one row for each received file in scope.
Stays out: which file counts (`inputs`), what its rows are worth (`values`, `status`).
"""

from __future__ import annotations

from typing import Any

from tests.oracle.inputs import ActiveFile, Inputs, Row

KEYS = {"pub_mutu_berkas": ["sha256_berkas"]}


def file_rows(inputs: Inputs) -> list[dict[str, Any]]:
    """Rows of `pub_mutu_berkas`: received files but those of a later cycle and those that wait."""
    in_scope = {cycle.id for cycle in inputs.cycles}
    later = {cycle.id for cycle in inputs.profile.cycles} - in_scope
    heirs = {(file.agency, file.cycle.id): file for file in inputs.active if file.cycle is not None}
    return [
        _row(
            file,
            heir=heirs.get((file["kode_opd"], file["id_siklus"])),
            in_scope=in_scope,
            is_waiting=file["sha256_berkas"] in inputs.waiting,
        )
        for file in inputs.received
        if file["id_siklus"] not in later
    ]


def _row(
    file: Row, *, heir: ActiveFile | None, in_scope: set[str], is_waiting: bool
) -> dict[str, Any]:
    is_refused = file["hasil"] == "DITOLAK"
    if heir is not None and heir.sha256 == file["sha256_berkas"]:
        heir = None
    # A refused file waits to be mended until its own or a later version is accepted.
    if heir is not None and is_refused and _version(file) > _version(heir.row):
        heir = None
    # One that contradicts itself waits for a file that comes after it.
    contradicts = file["identitas"] == "BERTENTANGAN"
    if heir is not None and contradicts and file["dikirim_pada"] >= heir.row["dikirim_pada"]:
        heir = None
    if is_waiting:
        heir = None
    words = {
        (False, False): "BERLAKU",
        (False, True): "DIGANTIKAN",
        (True, False): "DITOLAK",
        (True, True): "DITOLAK_DIGANTIKAN",
    }
    return {
        "sha256_berkas": file["sha256_berkas"],
        "ukuran": file["ukuran"],
        "id_layout": file["id_layout"],
        "hasil": file["hasil"],
        "kode_opd": file["kode_opd"],
        "id_siklus": file["id_siklus"] if file["id_siklus"] in in_scope else None,
        "versi_kiriman": file["versi_kiriman"],
        "jumlah_baris": file["jumlah_baris"],
        "status_kiriman": "TERTAHAN" if is_waiting else words[is_refused, heir is not None],
        "digantikan_oleh": None if heir is None else heir.sha256,
    }


def _version(file: Row) -> int:
    return int(file["versi_kiriman"] or 1)
