"""One cell of the template as a value of its field's type.

Belongs here: which reading a field type asks for, references that the profile decides.
Stays out: the readings themselves (`coerce`), findings and rows (`template.reader`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import Field
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.forms.coerce import (
    DATE_REMEDY,
    ENUM_REMEDY,
    NUMBER_REMEDY,
    TEXT_REMEDY,
    Day,
    Number,
    Text,
    Whole,
    coerce_date,
    coerce_enum,
    coerce_int,
    coerce_number,
    coerce_text,
)
from dagster_project.sae.intake.forms.findings import clip
from dagster_project.sae.intake.forms.spellings import plain_category, plain_code

_READ: dict[str, tuple[Callable[[Cell | None], Number | Whole | Day | Text], str]] = {
    "text": (coerce_text, TEXT_REMEDY),
    "int": (coerce_int, NUMBER_REMEDY),
    "dec": (coerce_number, NUMBER_REMEDY),
    "pct": (coerce_number, NUMBER_REMEDY),
    "date": (coerce_date, DATE_REMEDY),
}
_CODES: dict[str, Callable[[Profile], frozenset[str]]] = {
    "kode_opd": lambda profile: profile.opd_codes,
    "kode_wilayah": lambda profile: profile.region_codes,
    "kode_desa": lambda profile: profile.region_codes,
}
_CODE_FIELDS = ("kode_", "id_")
_CATEGORY_FIELDS = frozenset({"dimensi", "satuan"})
_CODE_REMEDY = "Tulis kode sebagai teks (format sel Text), lengkap dengan nol di belakangnya."


@dataclass(frozen=True)
class FieldValue:
    """The value of a field, or the Indonesian sentences why there is none and how to mend it.

    Attributes:
        folded: whether an id, code or category was read by its meaning, not as it is written.
    """

    value: str | int | float | date | None
    problem: str | None = None
    remedy: str = ""
    folded: bool = False


def read_field(field: Field, cell: Cell | None, *, profile: Profile) -> FieldValue:
    """Read a cell as its field wants it; an empty cell is None without a problem.

    The pillars and task forces an enumeration allows are those of the profile, so that another
    government needs only its own profile.
    """
    if cell is None:
        return FieldValue(None)
    code_problem = _code_problem(field, cell, profile=profile)
    if code_problem:
        return FieldValue(None, code_problem, _CODE_REMEDY)
    if field.type == "enum":
        listed = profile.allowed_by(field.reference)
        chosen = coerce_enum(cell, field.values if listed is None else listed)
        return FieldValue(chosen.value, chosen.problem, ENUM_REMEDY)
    reading, remedy = _READ[field.type]
    read = reading(cell)
    plain = fold_of(field)
    if plain is not None and isinstance(read.value, str):
        meant = plain(read.value)
        written = " ".join(cell.raw.split()) if cell.kind == "text" else read.value
        return FieldValue(meant or None, read.problem, remedy, folded=meant != written)
    return FieldValue(read.value, read.problem, remedy)


def fold_of(field: Field) -> Callable[[str], str] | None:
    """How a field is read by its meaning: ids and codes, categories; None for any other text."""
    if field.type != "text":
        return None
    if field.id.startswith(_CODE_FIELDS):
        return plain_code
    return plain_category if field.id in _CATEGORY_FIELDS else None


def _code_problem(field: Field, cell: Cell, *, profile: Profile) -> str | None:
    """A code that is no text may not be what was typed: 1.10 becomes 1.1, 1.02.01 a date.

    Only a number that the reference knows, and of which no longer code is known, is certain.
    """
    if not field.id.startswith(_CODE_FIELDS) or cell.kind in ("text", "error", "formula_empty"):
        return None
    text = cell.raw
    if cell.kind != "number":
        kind = "tanggal" if cell.kind == "date" else "nilai logika"
        return f"kode berubah menjadi {kind} ('{clip(text)}')."
    if "." not in text and "e" not in text:
        return None
    known = _CODES.get(field.id)
    codes = known(profile) if known else frozenset[str]()
    if text in codes and not any(f"{text}{zeros}" in codes for zeros in ("0", "00")):
        return None
    return f"kode '{text}' tertulis sebagai angka; nol di belakangnya bisa hilang."
