"""Who reports on which period, as a tidy table, its file name or its layout says it.

Belongs here: finding those facts, resolving them against the profile, rules STR-03 and STR-04.
Stays out: the cover sheet of our template (`cover`), printed forms (`printed.cover`).
A fact that two places tell differently is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dagster_project.sae.contract.profile import Cycle, Profile
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.cover import indonesian_date
from dagster_project.sae.intake.forms.findings import Finding, clip, finding
from dagster_project.sae.intake.forms.names import NameParts, name_parts
from dagster_project.sae.intake.forms.reading import Cover
from dagster_project.sae.intake.forms.spellings import canonical
from dagster_project.sae.intake.forms.statements import Statement, when_statement
from dagster_project.sae.intake.forms.tidy.layout import Source, TidyColumn, TidyLayout

PERIODS = ("TW1", "TW2", "TW3", "TW4", "SM1", "SM2", "THN")
Texts = Callable[[Cell | None], str | None]


@dataclass(frozen=True)
class Fact:
    """What the places say: the one value, all values, the cell of the one value.

    `cells` holds what the table itself says, with the first cell of each value.
    """

    value: str | None
    told: tuple[str, ...] = ()
    cell: Cell | None = None
    cells: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class TidyCoverRead:
    """The cover, its cells and the findings."""

    cover: Cover
    cells: dict[str, Cell]
    findings: tuple[Finding, ...]
    stated: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class AgencyRows:
    """One agency of a table of several: its code, and the texts its rows name it by.

    `code` is None for the rows of agencies that the profile does not know.
    """

    code: str | None
    texts: frozenset[str]


class CoverReader:
    """Finds and resolves the cover of one tidy table."""

    def __init__(
        self, layout: TidyLayout, sheet: SheetData, *, rows: Sequence[int], text: Texts
    ) -> None:
        self.layout = layout
        self.sheet = sheet
        self.rows = rows
        self.text = text

    def read(
        self,
        columns: dict[str, int],
        *,
        profile: Profile,
        file_name: str,
        received: datetime | None,
        agency: AgencyRows | None = None,
    ) -> TidyCoverRead:
        """The cover with STR-03 and STR-04 evaluated.

        Args:
            columns: place in the layout -> its column.
            profile: agencies and cycles.
            file_name: the name it is read under; a layout may take facts from it.
            received: receipt under that name; a cycle that opened later is not open.
            agency: whose rows these are in a table of several agencies.
        """
        parts = name_parts(file_name, profile.opd_codes)
        own, places = self.layout.cover, columns
        opd = self._fact(own.opd, places.get("cover.opd"), named=parts.code, spell=_as_is)
        if agency is not None and agency.code is not None:
            opd = self._own(agency.code, places["cover.opd"])
        named_year = str(parts.year) if parts.year else None
        year = self._fact(own.year, places.get("cover.year"), named=named_year, spell=year_text)
        period = self._period(places.get("cover.period"), year, parts=parts)
        day_year = int(year.value) if year.value else None
        cycle = profile.cycle_of(day_year, period.value) if day_year and period.value else None
        code, wrong = self._agency(opd, profile=profile, cycle=cycle, received=received)
        findings = [wrong] if wrong else []
        if late := self._cycle_fault(year, period, cycle, profile=profile, received=received):
            findings.append(late)
        is_code = opd.value is not None and profile.opd_known(opd.value)
        cover = Cover(
            kode_opd=code,
            kode_opd_tertulis=opd.value if is_code or parts.code == opd.value else None,
            nama_opd_tertulis=None if is_code else opd.value,
            tahun=day_year,
            periode=period.value,
            id_siklus=cycle.id if cycle else None,
        )
        facts = {"kode_opd": opd, "tahun": year, "periode": period}
        cells = {name: fact.cell for name, fact in facts.items() if fact.cell is not None}
        return TidyCoverRead(cover, cells, tuple(findings), self._statements(facts, profile))

    def _statements(self, facts: dict[str, Fact], profile: Profile) -> tuple[Statement, ...]:
        """What cells of the table state; what only the file name told it states itself."""
        found = []
        for value, cell in facts["kode_opd"].cells.items():
            codes = frozenset({value}) if profile.opd_known(value) else profile.codes_of_name(value)
            if codes:
                said = f"'{clip(value)}' ({', '.join(sorted(codes))})"
                place, sheet, address = self._at(cell)
                found.append(Statement("opd", place, said, codes, sheet=sheet, address=address))
        for value, cell in facts["tahun"].cells.items():
            place, sheet, address = self._at(cell)
            found.append(when_statement(place, int(value), None, sheet=sheet, address=address))
        for value, cell in facts["periode"].cells.items():
            place, sheet, address = self._at(cell)
            found.append(when_statement(place, None, value, sheet=sheet, address=address))
        return tuple(found)

    def _at(self, cell: Cell) -> tuple[str, str, str]:
        return f"{self.sheet.name}!{cell.address}", self.sheet.name, cell.address

    def _fact(
        self,
        source: Source,
        column: int | None,
        *,
        named: str | None,
        spell: Callable[[str, TidyColumn | None], str | None],
        rows: Sequence[int] | None = None,
    ) -> Fact:
        cells: dict[str, Cell] = {}
        wrong: list[str] = []
        for row in (self.rows if rows is None else rows) if column else ():
            cell = self.sheet.cell(row, column or 0)
            written = self.text(cell)
            if written is None or cell is None:
                continue
            value = spell(written, source.column)
            if value is None:
                wrong.append(written)
            else:
                cells.setdefault(value, cell)
        told = sorted(cells, key=lambda v: (PERIODS.index(v) if v in PERIODS else -1, v))
        kept = told[-1:] if source.latest else told
        outside = [v for v in (source.constant, named if source.file_name else None) if v]
        values = tuple(dict.fromkeys([*kept, *outside]))
        if wrong or len(values) != 1:
            own = {} if wrong else {value: cells[value] for value in kept}
            return Fact(None, tuple(dict.fromkeys([*values, *wrong])), cells=own)
        return Fact(values[0], values, cells.get(values[0]), {v: cells[v] for v in kept})

    def _own(self, code: str, column: int) -> Fact:
        """The agency of a part of a table: its code, at the first of its rows."""
        cell = self.sheet.cell(self.rows[0], column)
        return Fact(code, (code,), cell, {code: cell} if cell else {})

    def _period(self, column: int | None, year: Fact, *, parts: NameParts) -> Fact:
        """The period of the report; the latest one is that of the latest year."""
        source, rows = self.layout.cover.period, None
        year_column = self.layout.cover.year.column
        if source.latest and year_column is not None and year.cell is not None:
            at = year.cell.col
            rows = [r for r in self.rows if _year_at(self, r, at) == year.value]
        return self._fact(source, column, named=parts.period, spell=period_text, rows=rows)

    def _agency(
        self, opd: Fact, *, profile: Profile, cycle: Cycle | None, received: datetime | None
    ) -> tuple[str | None, Finding | None]:
        day = cycle.cutoff if cycle else received.date() if received else None
        if opd.value is None:
            told = ", ".join(clip(text) for text in opd.told[:5])
            message = f"lebih dari satu OPD tertulis: {told}." if told else "OPD tidak disebut."
            return None, self._fault("STR-03", message, opd, field="kode_opd")
        found = None
        if profile.opd_known(opd.value):
            found = opd.value
        elif named := profile.find_opd_by_name(opd.value, on=day):
            found = named.code
        if found is None:
            message = f"'{clip(opd.value)}' tidak ada dalam daftar OPD."
        elif day is not None and profile.opd_on(found, day) is None:
            message = f"kode OPD {found} tidak berlaku pada {indonesian_date(day)}."
        else:
            return found, None
        return found, self._fault("STR-03", message, opd, field="kode_opd")

    def _cycle_fault(
        self,
        year: Fact,
        period: Fact,
        cycle: Cycle | None,
        *,
        profile: Profile,
        received: datetime | None,
    ) -> Finding | None:
        day: date | None = received.date() if received else None
        if cycle is not None and (day is None or cycle.opened <= day):
            return None
        opened = profile.open_cycles(day) if day else profile.cycles
        known = ", ".join(f"{c.period} {c.year} ({c.id})" for c in opened) or "belum ada"
        shown = [", ".join(clip(t, cap=20) for t in f.told[:5]) or "?" for f in (period, year)]
        message = f"periode {' '.join(shown)} bukan periode rakorev yang dibuka ({known})."
        if cycle is not None:
            message = f"periode {' '.join(shown)} baru dibuka {indonesian_date(cycle.opened)}."
        return self._fault("STR-04", message, period if period.cell else year, field="periode")

    def _fault(self, rule: str, message: str, fact: Fact, *, field: str) -> Finding:
        cell = fact.cell
        where = f"{self.sheet.name}!{cell.address}" if cell else self.sheet.name
        remedies = {
            "STR-03": "Tulis satu kode OPD dari daftar OPD, juga pada nama berkas "
            "{kode_opd}_{tahun}_{periode}_v{n}.",
            "STR-04": "Tulis satu tahun dan periode yang dibuka, juga pada nama berkas "
            "{kode_opd}_{tahun}_{periode}_v{n}.",
        }
        return finding(
            rule,
            f"{where}: {message}",
            remedy=remedies[rule],
            table="sampul",
            column=field,
            sheet=self.sheet.name,
            address=cell.address if cell else None,
            row=cell.row if cell else None,
            content=" ".join(fact.told[:5]) or None,
        )


def year_text(text: str, column: TidyColumn | None = None) -> str | None:
    """A year as four digits, or None."""
    del column
    return text if len(text) == 4 and text.isascii() and text.isdigit() else None


def period_text(text: str, column: TidyColumn | None) -> str | None:
    """A period in our spelling, by the words of the layout first, or None."""
    return _through(text, column) or canonical(text, values=PERIODS)


def _as_is(text: str, column: TidyColumn | None) -> str:
    return _through(text, column) or text


def _through(text: str, column: TidyColumn | None) -> str | None:
    """Our word for a word of the table, where the layout has one."""
    words = column.vocabulary if column else {}
    return {theirs.casefold(): ours for theirs, ours in words.items()}.get(text.casefold())


def _year_at(reader: CoverReader, row: int, column: int) -> str | None:
    text = reader.text(reader.sheet.cell(row, column))
    return year_text(text) if text else None
