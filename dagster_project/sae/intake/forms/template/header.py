"""The header row of a table sheet, and the form of the body beneath it.

Belongs here: which column holds which field (STR-02), merged cells and hidden rows in the body.
Stays out: the row of people's words below it (`words`), values of data rows (`template.reader`),
headers of foreign forms (`printed.reader`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from dagster_project.sae.contract.template import Sheet
from dagster_project.sae.intake.file.cells import cell_address, column_letter
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.coerce import clean_text
from dagster_project.sae.intake.forms.findings import Finding, clip, finding

HEADER_ROW = 1

MAX_UNKNOWN_NAMED = 20
"""Unknown columns reported one by one; a sheet can have 16,384 and nobody reads that."""


_LIKE = 0.75
"""How alike a name must be to be taken for a slip of the pen, as difflib counts."""

_KEPT_HEADERS = 64
"""Headers whose meaning is kept: every workbook of the template has the same nine."""


@dataclass(frozen=True)
class HeaderMap:
    """Where each field of a sheet stands.

    Attributes:
        sheet: the sheet of the template.
        columns: field id to its 1-based column, in the order of the template.
        findings: missing, twice named and unknown columns.
    """

    sheet: Sheet
    columns: dict[str, int]
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Columns that hold a field."""
        return frozenset(self.columns.values())

    def body_findings(self, data: SheetData, *, rows: Collection[int]) -> list[Finding]:
        """Merged cells over data rows (STR-06 for each row) and hidden rows or columns (FRM-02)."""
        return [*self._merged(data, rows=rows), *self._hidden(data, rows=rows)]

    def _merged(self, data: SheetData, *, rows: Collection[int]) -> list[Finding]:
        findings = []
        for top, left, bottom, right in data.merged:
            area = f"{cell_address(top, left)}:{cell_address(bottom, right)}"
            own = [c for c in range(left, right + 1) if c in self.numbers]
            touched = [row for row in rows if top <= row <= bottom] if own else []
            findings += [
                finding(
                    "STR-06",
                    f"{self.sheet.name}!{area}: sel digabung, isinya hanya terbaca di sel pertama.",
                    remedy="Lepaskan gabungan sel (Unmerge Cells) dan isi tiap sel sendiri.",
                    table=self.sheet.table,
                    sheet=self.sheet.name,
                    address=cell_address(row, own[0]),
                    row=row,
                )
                for row in touched
            ]
        return findings

    def _hidden(self, data: SheetData, *, rows: Collection[int]) -> list[Finding]:
        hidden_rows = sorted(row for row in rows if row in data.hidden_rows)
        hidden_columns = sorted(self.numbers & data.hidden_columns)
        parts = []
        if not data.visible and rows:
            parts.append("lembar tersembunyi")
        if hidden_rows:
            parts.append(f"{len(hidden_rows)} baris tersembunyi (pertama baris {hidden_rows[0]})")
        if hidden_columns:
            letters = ", ".join(column_letter(column) for column in hidden_columns)
            parts.append(f"kolom tersembunyi {letters}")
        if not parts:
            return []
        return [
            finding(
                "FRM-02",
                f"{self.sheet.name}: {'; '.join(parts)} memuat data dan ikut dibaca.",
                remedy="Tampilkan (Unhide) dan periksa; hapus yang tidak dimaksud.",
                table=self.sheet.table,
                sheet=self.sheet.name,
                row=hidden_rows[0] if hidden_rows else None,
            )
        ]


def map_header(sheet: Sheet, data: SheetData) -> HeaderMap:
    """Find the fields of a sheet in row 1, by exactly their ids or the words for them.

    Spaces around an id are no change.

    Columns whose name starts with `_` are the fix-it copy's own and are passed over.

    Returns:
        Columns found, with STR-02 for each field that is missing though it may not be, or named
        twice, and STR-09 for a column that the template does not know.
    """
    typed = tuple(data.raw_row(HEADER_ROW))
    key = id(sheet), typed
    header = _KNOWN.get(key)
    if header is None or header.sheet is not sheet:
        if len(_KNOWN) >= _KEPT_HEADERS:
            _KNOWN.clear()
        header = _KNOWN[key] = _map_header(sheet, typed)
    return header


def _map_header(sheet: Sheet, typed: Sequence[tuple[int, str]]) -> HeaderMap:
    known = {f.id for f in sheet.fields}
    # A sheet that lost its row of ids still says people's words for them.
    words = {f.label: f.id for f in sheet.fields}
    columns: dict[str, int] = {}
    strangers: list[tuple[int, str]] = []
    findings: list[Finding] = []
    for column, raw in typed:
        name = clean_text(raw)
        name = words.get(name, name)
        address = cell_address(HEADER_ROW, column)
        if name in columns:
            findings.append(
                _fault(
                    sheet,
                    f"kolom {name} ada dua kali, di {column_letter(columns[name])} dan "
                    f"{column_letter(column)}.",
                    address=address,
                    name=name,
                )
            )
        elif name in known:
            columns[name] = column
        elif not name.startswith("_") and name.strip():
            strangers.append((column, name))
    renamed = _renamed(sheet, columns, strangers)
    by_field = {field_id: column for column, field_id in renamed.items()}
    findings += [
        _missing(sheet, field_id, by_field.get(field_id), names=dict(strangers))
        for field_id in (f.id for f in sheet.fields if f.required != "tidak")
        if field_id not in columns
    ]
    ordered = {f.id: columns[f.id] for f in sheet.fields if f.id in columns}
    unknown = [
        _unknown(sheet, name, column=column, meant=renamed.get(column))
        for column, name in strangers[:MAX_UNKNOWN_NAMED]
    ]
    return HeaderMap(sheet, ordered, findings + unknown)


def _missing(
    sheet: Sheet, field_id: str, column: int | None, *, names: Mapping[int, str]
) -> Finding:
    """STR-02 for a field that is not there, at the column that may be it under another name."""
    if column is None:
        return _fault(sheet, f"kolom {field_id} tidak ada.", name=field_id)
    name = names[column]
    return _fault(
        sheet,
        f"kolom {field_id} tidak ada; mungkin inilah kolomnya, yang kini bernama '{clip(name)}'.",
        name=field_id,
        address=cell_address(HEADER_ROW, column),
        content=name,
        remedy=f"Tulis {field_id} di sel itu, persis seperti pada templat.",
    )


def _renamed(
    sheet: Sheet, columns: Mapping[str, int], strangers: Sequence[tuple[int, str]]
) -> dict[int, str]:
    """Unknown columns that may be a missing field: named nearly like it, else in its place.

    A field that may be missing is only known by its name: nobody need have put it there.
    """
    missing = [wanted for wanted in sheet.fields if wanted.id not in columns]
    found: dict[int, str] = {}
    for wanted in missing:
        names = {n.casefold().replace(" ", "_"): c for c, n in strangers if c not in found}
        near = get_close_matches(wanted.id, names, n=1, cutoff=_LIKE)
        if near:
            found[names[near[0]]] = wanted.id
    order = [known.id for known in sheet.fields]
    # Columns of notes stand between those of fields and count for nothing.
    places = sorted([*columns.values(), *(column for column, _ in strangers)])
    for wanted in missing:
        if wanted.required == "tidak" or wanted.id in found.values():
            continue
        at = order.index(wanted.id)
        beside = {columns.get(name) for name in (*order[:at][-1:], *order[at + 1 : at + 2])}
        for column, _ in strangers:
            here = places.index(column)
            if column not in found and not beside.isdisjoint(
                (*places[:here][-1:], *places[here + 1 : here + 2])
            ):
                found[column] = wanted.id
                break
    return found


def _fault(
    sheet: Sheet,
    message: str,
    *,
    name: str,
    address: str | None = None,
    content: str | None = None,
    remedy: str | None = None,
) -> Finding:
    where = f"{sheet.name}!{address}" if address else f"{sheet.name}!{HEADER_ROW}:{HEADER_ROW}"
    return finding(
        "STR-02",
        f"{where}: {message} Jangan mengganti nama kolom.",
        remedy=remedy or f"Salin baris 1 lembar {sheet.name} dari templat.",
        table=sheet.table,
        column=name,
        sheet=sheet.name,
        address=address,
        row=HEADER_ROW,
        content=content or name,
    )


def _unknown(sheet: Sheet, name: str, *, column: int, meant: str | None) -> Finding:
    """STR-09 for a column that the template does not know, which may be a field renamed."""
    address = cell_address(HEADER_ROW, column)
    hint, remedy = "", "Hapus kolom itu, atau awali namanya dengan garis bawah bila hanya catatan."
    if meant is not None:
        hint = f" Mungkin maksudnya {meant}."
        remedy = f"Bila ini kolom {meant}, kembalikan namanya; jangan menghapus isinya."
    return finding(
        "STR-09",
        f"{sheet.name}!{address}: kolom '{clip(name)}' tidak dikenal dan tidak dibaca.{hint}",
        remedy=remedy,
        table=sheet.table,
        sheet=sheet.name,
        address=address,
        row=HEADER_ROW,
        content=name,
    )


_KNOWN: dict[tuple[int, tuple[tuple[int, str], ...]], HeaderMap] = {}
