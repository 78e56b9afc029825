"""The rows of every landing table for one file that was read.

Belongs here: what lands of a reading, of its findings and of its cells.
Stays out: reading (`submission`), refusals of what cannot be read, writing batches (`pull`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from dagster_project.sae.contract.rows import Row, Rows
from dagster_project.sae.intake.digests import whole
from dagster_project.sae.intake.file.packed import PACKED_COLUMNS, pack
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.coverage import account
from dagster_project.sae.intake.forms.eras import Era, shared_findings
from dagster_project.sae.intake.forms.findings import Finding, finding
from dagster_project.sae.intake.forms.publishable import personal_data
from dagster_project.sae.intake.forms.reading import Reading

if TYPE_CHECKING:
    from dagster_project.sae.contract.template import Template

ACCEPTED, REFUSED = "DITERIMA", "DITOLAK"

_EVALUATED = ("STR-00", "STR-10", "STR-11", "IDT-01", "IDT-02", "ISI-01", "ISI-02", "PUB-01")
"""Rules that every file is asked about, whatever its form."""


def landing_tables(
    file: Row, eras: Sequence[Era], *, workbook: WorkbookData, template: Template
) -> tuple[dict[str, Rows], int]:
    """Rows of every landing table; what the arrivals settle has a row for each era.

    Args:
        file: the facts of its receipt, as a row of `berkas`.
        eras: its identity as of every last day of receipt.
        workbook: its cells.
        template: its table sheets, by whose fields a misnamed sheet is known.

    Returns:
        The rows by table, and how many findings it has to this day.
    """
    reading, digest = eras[-1].identity.reading, file["sha256_berkas"]
    tables: dict[str, Rows] = {
        name: Rows.of(rows).constant(sha256_berkas=digest) for name, rows in reading.tables.items()
    }
    cells = account(workbook, reading.areas, template=template)
    counted = {
        "jumlah_sel": cells.total,
        "sel_dibaca": cells.read,
        "sel_dilewati": cells.passed_over,
        "sel_disebut": cells.named,
    }
    own = [*_remark_findings(workbook), *personal_data(reading.tables), *cells.findings]
    shared = shared_findings(eras)
    found = [one.landing_row(digest) for one in (*own, *reading.findings) if one in {*own, *shared}]
    checked: list[Row] = []
    for era in eras:
        days = {"berlaku_dari": era.since, "berlaku_sampai": era.until}
        findings = era.identity.reading.findings
        found += [one.landing_row(digest) | days for one in findings if one not in shared]
        counts = {**dict.fromkeys(_EVALUATED, 0), **era.identity.reading.evaluated}
        counts |= Counter(one.rule for one in (*findings, *own))
        checked += [
            {"sha256_berkas": digest, "id_aturan": rule, "jumlah_temuan": count} | days
            for rule, count in sorted(counts.items())
        ]
    tables["berkas"] = Rows.of([file | _settled(era) | counted for era in eras])
    tables["temuan"] = Rows.of(found)
    tables["periksa"] = Rows.of(checked)
    tables["lembar"] = Rows.of_tuples(
        PACKED_COLUMNS, [pack(sheet, whole(digest)) for sheet in workbook.sheets if sheet.cells]
    )
    return tables, len(reading.findings) + len(own)


def _settled(era: Era) -> Row:
    identity = era.identity
    reading, cover = identity.reading, identity.reading.cover
    is_accepted = not identity.is_contradicted
    return {
        "nama_berkas": identity.naming.name,
        "diterima_pada": identity.received,
        "dikirim_pada": identity.naming.received,
        "versi_sejak": identity.standing_since,
        "id_layout": reading.layout_id,
        "hasil": ACCEPTED if is_accepted else REFUSED,
        "alasan": None if is_accepted else reading.findings[0].message,
        "kode_opd": identity.kode_opd,
        "kode_opd_tertulis": cover.kode_opd_tertulis,
        "nama_opd_tertulis": cover.nama_opd_tertulis,
        "id_siklus": identity.id_siklus,
        "tahun": cover.tahun,
        "periode": cover.periode,
        "versi_kiriman": identity.parts.version,
        "perbaikan_ke": identity.parts.revision,
        "identitas": identity.status,
        "folder_opd": identity.naming.folder,
        "sidik_isi": _content_mark(reading),
        "jumlah_baris": reading.data_rows,
        "berlaku_dari": era.since,
        "berlaku_sampai": era.until,
    }


def _content_mark(reading: Reading) -> str:
    """Hash of what a file says, wherever it stands: a workbook saved again says the same."""
    hasher = sha256()
    for name in sorted(set(reading.tables) - {"peta"}):
        rows = Rows.of(reading.tables[name])
        for column, values in sorted(zip(rows.names, rows.columns, strict=True)):
            if column != "baris" and values:  # an empty sheet says nothing, whatever its header
                hasher.update(repr((name, column, values)).encode())
    return hasher.hexdigest()


def _remark_findings(workbook: WorkbookData) -> list[Finding]:
    """STR-10 for each row of a CSV that could not be read, STR-11 for letters that were decided."""
    return [
        finding(
            "STR-10" if remark.kind == "row" else "STR-11",
            f"{sheet.name}.csv{f' baris {remark.line}' if remark.line else ''}: {remark.text}",
            remedy=(
                "Betulkan baris itu sehingga kolomnya sama banyak dengan kepala tabel, lalu kirim "
                "lagi."
                if remark.kind == "row"
                else "Periksa huruf beraksen; sebaiknya simpan sebagai 'CSV UTF-8'."
            ),
            sheet=sheet.name,
            row=remark.row,
        )
        for sheet in workbook.sheets
        for remark in sheet.remarks
    ]
