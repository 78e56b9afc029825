"""Statements of who reports about when, each with the place it stands in.

Belongs here: the shape of a statement and of an arrival, what folder and file name state, whether
statements agree.
Stays out: what a form's own cells state (its reader), findings and the choice (`who_when`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.intake.forms.names import NameParts, name_parts

About = Literal["opd", "waktu"]

_QUARTERS: Mapping[str, frozenset[int]] = {
    **{f"TW{number}": frozenset({number}) for number in (1, 2, 3, 4)},
    "SM1": frozenset({1, 2}),
    "SM2": frozenset({3, 4}),
    "THN": frozenset({1, 2, 3, 4}),
}


@dataclass(frozen=True)
class Statement:
    """One statement of who or when.

    Attributes:
        about: `opd` or `waktu`.
        place: where it stands, as its sender knows it: 'SAMPUL!B3 (kode_opd)', 'nama berkas'.
        said: what stands there, in Indonesian.
        codes: agency codes it can mean; a name may have been that of several.
        year: year it states, or None.
        period: period it states, or None.
        sheet: sheet of the cell, where it stands in one.
        address: that cell.
        is_of_rows: it stands in the data rows, not where people state it.
    """

    about: About
    place: str
    said: str
    codes: frozenset[str] = frozenset()
    year: int | None = None
    period: str | None = None
    sheet: str | None = None
    address: str | None = None
    is_of_rows: bool = False

    @property
    def shown(self) -> str:
        """The statement with its place, for a list."""
        return f"{self.place} menyebut {self.said}"


@dataclass(frozen=True)
class Arrival:
    """One receipt of a content: the name, the OPD folder of the inbox, and when.

    Attributes:
        name: file name as sent.
        folder: folder of the inbox it lay in that is named like an agency code, or None.
        received: local time of receipt.
    """

    name: str
    folder: str | None
    received: datetime

    def parts(self, profile: Profile) -> NameParts:
        """What the name says."""
        return name_parts(self.name, profile.opd_codes)

    def statements(self, profile: Profile) -> tuple[Statement, ...]:
        """What folder and name state."""
        parts = self.parts(profile)
        found = []
        if self.folder is not None:
            found.append(
                Statement(
                    "opd",
                    "folder kotak masuk",
                    f"'{self.folder}'",
                    codes=frozenset({self.folder}),
                )
            )
        place = f"nama berkas '{self.name}'"
        if parts.code is not None:
            found.append(Statement("opd", place, parts.code, codes=frozenset({parts.code})))
        if parts.year is not None or parts.period is not None:
            found.append(when_statement(place, parts.year, parts.period))
        return tuple(found)

    def sender(self, profile: Profile) -> str | None:
        """The agency that surely sent it: its folder, else a known code in the name."""
        parts = self.parts(profile)
        said = [self.folder, parts.code]
        return next((code for code in said if code and profile.opd_known(code)), None)


def when_statement(
    place: str,
    year: int | None,
    period: str | None,
    *,
    sheet: str | None = None,
    address: str | None = None,
    note: str = "",
) -> Statement:
    """A statement of a year, a period or both."""
    said = " ".join(str(part) for part in (period, year) if part is not None)
    return Statement(
        "waktu", place, f"{said}{note}", year=year, period=period, sheet=sheet, address=address
    )


def under_alias(statements: Iterable[Statement], alias: Mapping[str, str]) -> tuple[Statement, ...]:
    """The statements with periods as a form counts them: the fourth quarter of E.81 is its year."""
    return tuple(
        replace(s, period=alias.get(s.period, s.period)) if s.period else s for s in statements
    )


def agencies_conflict(statements: Sequence[Statement]) -> bool:
    """Whether no agency is meant by all of them."""
    said = [{code.casefold() for code in s.codes} for s in statements if s.about == "opd"]
    return bool(said) and not set.intersection(*said)


def times_conflict(statements: Sequence[Statement]) -> bool:
    """Whether two of them state another year or another period."""
    years = {s.year for s in statements if s.about == "waktu" and s.year is not None}
    periods = {s.period for s in statements if s.about == "waktu" and s.period is not None}
    return len(years) > 1 or len(periods) > 1


def is_within(period: str, whole: str) -> bool:
    """Whether a period lies in another: a quarter in its half year and in its year."""
    return period in _QUARTERS and whole in _QUARTERS and _QUARTERS[period] <= _QUARTERS[whole]


def ends_after(period: str, other: str) -> bool:
    """Whether a period of a year ends later than another of that year."""
    return max(_QUARTERS[period]) > max(_QUARTERS[other])


def looks_like_a_code(folder: str, codes: Collection[str]) -> bool:
    """Whether a folder name is built like the codes of the profile: '9.99.99' beside '1.02.01'."""
    return _shape(folder) in {_shape(code) for code in codes}


def _shape(text: str) -> str:
    return "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in text.casefold())
