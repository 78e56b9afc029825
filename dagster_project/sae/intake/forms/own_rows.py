"""What the rows of our template state about who and when, and which of them their report may hold.

Belongs here: periods and indicator ids of REALISASI as statements, rows of another year or a later
period (IDT-03).
Stays out: comparing statements (`who_when`), ids that another agency's KOLABORASI may allow (dbt,
where all reports meet).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.rows import Row, Rows
from dagster_project.sae.intake.file.cells import cell_address
from dagster_project.sae.intake.forms.findings import Finding, finding
from dagster_project.sae.intake.forms.reading import Cover
from dagster_project.sae.intake.forms.statements import (
    Statement,
    ends_after,
    is_within,
    when_statement,
)

_SHEET = "REALISASI"
_FULL_YEAR = "THN"

FEW_SHARED = 2
"""A partner may report up to so many indicators of one owner and none of its own, allowed by the
owner's KOLABORASI, which only all reports together tell; more of them are a copied workbook.
"""


def row_statements(
    tables: Mapping[str, Sequence[Row]],
    cover: Cover,
    *,
    columns: Mapping[str, int],
    profile: Profile,
) -> tuple[Statement, ...]:
    """What the rows of REALISASI state.

    Rows state a period when none is of the report's own, and an agency when every one of several
    ids is another's and KOLABORASI does not name the sender; ids of an agency it came of are its
    own.

    Args:
        tables: landing rows by table.
        cover: who and when by the cover.
        columns: field id to its column in REALISASI.
        profile: agencies.
    """
    rows = Rows.of(tables.get("realisasi", ()))
    numbers = rows.column("baris")
    found: list[Statement] = []
    when = [
        (year, period, row)
        for year, period, row in zip(
            rows.column("tahun"), rows.column("periode"), numbers, strict=False
        )
        if year is not None and period is not None
    ]
    if when and cover.tahun is not None and cover.periode is not None:
        own = [w for w in when if w[0] == cover.tahun and is_within(w[1], cover.periode)]
        if not own:
            (year, period), count = Counter((w[0], w[1]) for w in when).most_common(1)[0]
            first = min(row for y, p, row in when if (y, p) == (year, period))
            field = "tahun" if year != cover.tahun else "periode"
            found.append(
                _at(
                    when_statement("", year, period, note=f" pada {count} baris"),
                    field,
                    row=first,
                    columns=columns,
                )
            )
    found += _agency_of_ids(tables, cover, columns=columns, profile=profile)
    return tuple(found)


def _agency_of_ids(
    tables: Mapping[str, Sequence[Row]],
    cover: Cover,
    *,
    columns: Mapping[str, int],
    profile: Profile,
) -> list[Statement]:
    rows = Rows.of(tables.get("realisasi", ()))
    owners = [
        (owner, row)
        for name, row in zip(rows.column("id_indikator"), rows.column("baris"), strict=False)
        if (owner := owner_of(name, profile)) is not None
    ]
    codes = Counter(owner for owner, _ in owners)
    names = {name for name in rows.column("id_indikator") if owner_of(name, profile)}
    if len(codes) != 1 or len(names) <= FEW_SHARED or cover.kode_opd is None:
        return []
    [(code, count)] = codes.items()
    if cover.kode_opd in {code, *profile.heirs_of({code})}:
        return []
    partners = Rows.of(tables.get("kolaborasi", ())).column("kode_opd")
    if cover.kode_opd in {str(p).strip() for p in partners if p is not None}:
        return []
    first = min(row for _, row in owners)
    return [
        _at(
            Statement(
                "opd",
                "",
                f"{code} pada {count} id_indikator",
                codes=frozenset({code, *profile.heirs_of({code})}),
            ),
            "id_indikator",
            row=first,
            columns=columns,
        )
    ]


def owner_of(indicator: object, profile: Profile) -> str | None:
    """The agency whose code an indicator id begins with; None when it begins with none."""
    text = str(indicator) if indicator is not None else ""
    # '1.02.01-001-A' is of 1.02.01, and a code may hold a dash of its own.
    codes = (text.rpartition("-")[0], text.partition("-")[0])
    return next((code for code in codes if "-" in text and profile.opd_known(code)), None)


def own_rows(
    tables: Mapping[str, Sequence[Row]], cover: Cover, *, columns: Mapping[str, int]
) -> tuple[dict[str, Sequence[Row]], list[Finding]]:
    """The tables without the rows of REALISASI that a report of this period may not hold.

    Earlier periods of its year are revisions, whole former years are history; a later period and a
    part of another year are refused, so that they cannot stand in for what their own report said.

    Returns:
        The tables, and one IDT-03 for each row left out.
    """
    rows = Rows.of(tables.get("realisasi", ()))
    if not len(rows) or cover.tahun is None or cover.periode is None:
        return dict(tables), []
    refused: list[int] = []
    findings: list[Finding] = []
    marks = (rows.column("tahun"), rows.column("periode"), rows.column("baris"))
    for at, (year, period, row) in enumerate(zip(*marks, strict=True)):
        if year is None or period is None or _is_allowed(year, period, cover):
            continue
        refused.append(at)
        findings.append(_refusal(year, period, row, cover=cover, columns=columns))
    if not refused:
        return dict(tables), []
    gone = set(refused)
    kept = Rows(
        rows.names,
        [[value for at, value in enumerate(column) if at not in gone] for column in rows.columns],
    )
    return {**tables, "realisasi": kept}, findings


def _is_allowed(year: int, period: str, cover: Cover) -> bool:
    if year == cover.tahun:
        # The half year and the year a period lies in stand beside it, with what they already know.
        is_around = is_within(str(cover.periode), period)
        return is_around or not ends_after(period, str(cover.periode))
    return year < (cover.tahun or 0) and period == _FULL_YEAR


def _refusal(
    year: int, period: str, row: int, *, cover: Cover, columns: Mapping[str, int]
) -> Finding:
    field = "tahun" if year != cover.tahun else "periode"
    address = cell_address(row, columns[field]) if field in columns else None
    where = f"{_SHEET}!{address}" if address else f"{_SHEET} baris {row}"
    kind = "tahun lain" if year != cover.tahun else "periode yang belum dilaporkan"
    return finding(
        "IDT-03",
        f"{where}: baris {period} {year} tidak dapat masuk laporan {cover.periode} {cover.tahun} "
        f"({kind}); baris ini tidak dipakai.",
        remedy="Tulis tahun dan periode laporan ini; angka periode lalu yang berubah ditulis "
        "dengan alasan_revisi, angka tahun lain lewat laporan tahun itu.",
        table="realisasi",
        column=field,
        sheet=_SHEET,
        address=address,
        row=row,
        year=year,
        period=period,
        content=f"{period} {year}",
    )


def _at(statement: Statement, field: str, *, row: int, columns: Mapping[str, int]) -> Statement:
    address = cell_address(row, columns[field]) if field in columns else None
    place = f"{_SHEET}!{address} ({field})" if address else f"{_SHEET} baris {row}"
    return Statement(
        statement.about,
        place,
        statement.said,
        codes=statement.codes,
        year=statement.year,
        period=statement.period,
        sheet=_SHEET,
        address=address,
        is_of_rows=True,
    )
