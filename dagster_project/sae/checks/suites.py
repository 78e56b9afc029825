"""The suites: expectation files resolved against the rule catalogue, refused with their line.

Belongs here: loading, every check that needs no data.
Stays out: what a suite holds (`expectation`), running (`judge`, `run`). Importable without Great
Expectations or pandas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from dagster_project.sae.checks.catalogue import Catalogue
from dagster_project.sae.checks.expectation import Condition, Expectation, Suite, identity
from dagster_project.sae.checks.located_yaml import LocatedYaml, read_located
from dagster_project.sae.checks.suite_file import Entry, SuiteFile
from dagster_project.sae.checks.vocabulary import SHAPES
from dagster_project.sae.installation.errors import SuiteError


def load_suites(folder: Path, catalogue: Catalogue) -> tuple[Suite, ...]:
    """Every suite of the folder, by file name.

    Raises:
        SuiteError: a file cannot be used; each fault on its own line, with file and line number.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise SuiteError(f"no suites in {folder.name}/: without them nothing can be judged")
    faults: list[str] = []
    suites: list[Suite] = []
    owners: dict[str, str] = {}
    for path in files:
        try:
            located = read_located(path)
            parsed = _parse(located)
        except SuiteError as error:
            faults.append(str(error))
            continue
        faults += _faults(parsed, located, catalogue=catalogue, owners=owners, stem=path.stem)
        if not faults:
            suites.append(_resolve(parsed, located, catalogue))
    if faults:
        raise SuiteError("\n".join(faults))
    return tuple(suites)


def check_columns(suites: Iterable[Suite], columns_by_table: Mapping[str, Collection[str]]) -> None:
    """Refuse a suite or message that names a table or column the warehouse does not have.

    Raises:
        SuiteError: names the suite's line, or the catalogue's for a placeholder.
    """
    faults: list[str] = []
    for suite in suites:
        if suite.table not in columns_by_table:
            faults.append(f"{suite.name}.yaml: there is no table {suite.table}")
            continue
        existing = set(columns_by_table[suite.table])
        where = f"which {suite.table} does not have"
        faults += [
            f"{suite.name}.yaml: key names {c}, {where}" for c in suite.key if c not in existing
        ]
        for e in suite.expectations:
            missing = sorted(e.evaluation_columns - existing)
            faults += [f"{e.place}: {e.rule.id_aturan} names {c}, {where}" for c in missing]
        for rule in suite.rules:
            faults += [
                f"aturan.csv line {rule.line}: the message of {rule.id_aturan} names {c}, {where}"
                for c in rule.placeholders
                if c not in existing
            ]
    if faults:
        raise SuiteError("\n".join(faults))


def _parse(located: LocatedYaml) -> SuiteFile:
    try:
        return SuiteFile.model_validate(located.data)
    except ValidationError as error:
        lines = dict.fromkeys(
            f"{located.place(*fault['loc'])}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors()
        )
        raise SuiteError("\n".join(lines)) from error


def _faults(
    parsed: SuiteFile,
    located: LocatedYaml,
    *,
    catalogue: Catalogue,
    owners: dict[str, str],
    stem: str,
) -> list[str]:
    """What a well-formed file says that cannot be; `owners` (rule to suite) grows with it."""
    faults: list[str] = []
    if parsed.suite != stem:
        faults.append(f"{located.place('suite')}: suite {parsed.suite!r} must be named {stem!r}")
    seen: dict[str, int] = {}
    for number, entry in enumerate(parsed.expectations):
        place = located.place("expectations", number)
        own = [*_entry_faults(entry, parsed.entity, catalogue=catalogue)]
        if owners.setdefault(entry.rule, stem) != stem:
            own.append(f"{entry.rule} stands in {owners[entry.rule]}.yaml too")
        said = identity(entry.expect, kwargs=entry.kwargs, when=_conditions(entry))
        first = seen.setdefault(said, located.line("expectations", number))
        if first != located.line("expectations", number):
            own.append(f"the same expectation (type, kwargs, when) stands on line {first} too")
        faults += [f"{place}: {fault}" for fault in own]
    return faults


def _entry_faults(entry: Entry, entity: str, *, catalogue: Catalogue) -> Iterable[str]:
    rule = catalogue.get(entry.rule)
    if rule is None:
        yield f"rule {entry.rule} is not in aturan.csv"
    else:
        if rule.tingkat != entry.severity:
            yield f"{entry.rule} has severity {rule.tingkat} in aturan.csv, {entry.severity} here"
        if rule.tempat != "gx":
            yield f"{entry.rule} is evaluated by {rule.tempat}, not by a suite (aturan.csv)"
        if rule.entitas != entity:
            yield f"{entry.rule} judges a {rule.entitas} (aturan.csv), this suite a {entity}"
    shape = SHAPES.get(entry.expect)
    if shape is None:
        yield f"unknown expectation type {entry.expect}; known: {', '.join(sorted(SHAPES))}"
    elif fault := shape.fault(entry.kwargs):
        yield f"{entry.expect} {fault}"


def _resolve(parsed: SuiteFile, located: LocatedYaml, catalogue: Catalogue) -> Suite:
    return Suite(
        name=parsed.suite,
        table=parsed.table,
        entity=parsed.entity,
        key=tuple(parsed.key),
        expectations=tuple(
            Expectation(
                rule=catalogue[entry.rule],
                expect=entry.expect,
                kwargs=entry.kwargs,
                when=_conditions(entry),
                missing_fails=entry.missing == "fails",
                cell=entry.cell or catalogue[entry.rule].kolom,
                why=entry.why,
                place=located.place("expectations", number),
                sheet=entry.sheet or catalogue[entry.rule].lembar,
            )
            for number, entry in enumerate(parsed.expectations)
        ),
    )


def _conditions(entry: Entry) -> tuple[Condition, ...]:
    return tuple(Condition(said.column, said.op, said.value) for said in entry.when)
