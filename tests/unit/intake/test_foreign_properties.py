"""Whatever stands in a form: it is read or refused, and every number is the number of its cell."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.cells import cell_address, column_number
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.coerce import coerce_number
from dagster_project.sae.intake.forms.printed.reader import read_foreign
from dagster_project.sae.intake.forms.reading import Reading

VALUES = st.one_of(
    st.sampled_from(
        ["-", "o", "", " ", "#REF!", "#DIV/0!", "1.234", "34,49", "Jumlah", "Program X"]
    ),
    st.text(max_size=20),
    st.integers(-(10**13), 10**13),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.none(),
)
FORMULAS = st.sampled_from([None, None, None, "", "SUM(I11:I19)", "A1", "X!B2", "1+1", "((("])
CHANGES = st.lists(
    st.tuples(st.integers(1, 26), st.integers(1, 25), VALUES, FORMULAS), min_size=1, max_size=12
)


def numbers_with_cells(reading: Reading, sheet: SheetData) -> list[tuple[Any, Any]]:
    """Each number of a quarter or year beside what its cell says on its own."""
    column = {(p["tabel"], p["kolom"], p["periode"]): p["huruf"] for p in reading.tables["peta"]}
    pairs: list[tuple[Any, Any]] = []
    for table, field in (("realisasi", "realisasi"), ("anggaran", "realisasi_anggaran")):
        for row in reading.tables[table]:
            at = (row["baris"], column_number(column[table, field, row["periode"]]))
            pairs.append((row[field], coerce_number(sheet.cells.get(at)).value))
    return pairs


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES, unmerged=st.booleans())
def test_a_form_with_anything_in_it_is_read_or_refused(
    form, layouts, profile, changes: list[Any], unmerged: bool
) -> None:
    grid = deepcopy(form)
    for row, column, value, formula in changes:
        grid.put(cell_address(row, column), value, formula=formula)
    sheet = (grid.unmerged() if unmerged else grid).sheet()
    try:
        reading = read_foreign(
            WorkbookData((sheet,)),
            layouts["e81-renja"],
            profile=profile,
            sha256="0" * 64,
        )
    except UnreadableFileError as refusal:
        assert str(refusal)
        return
    for landed, cell in numbers_with_cells(reading, sheet):
        assert landed == cell
    ids = [row["id_indikator"] for row in reading.tables["indikator"]]
    assert len(ids) == len(set(ids))
    for found in reading.findings:
        assert found.message
        assert found.remedy
        assert len(found.message) < 700
        if found.rule == "STR-06":
            assert found.address is not None


def test_two_leaves_never_share_money(form, layouts, profile) -> None:
    workbook = WorkbookData((form.sheet(),))
    reading = read_foreign(workbook, layouts["e81-renja"], profile=profile, sha256="0" * 64)
    keys = [(row["baris"], row["periode"], row["sifat"]) for row in reading.tables["anggaran"]]
    assert len(keys) == len(set(keys))
    assert sum(row["pagu"] or 0 for row in reading.tables["anggaran"]) == pytest.approx(80000000)
