"""A figure of a printed form that stands in no row of it is told, its headings and foot are not."""

from __future__ import annotations

from datetime import datetime

import pytest

from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.forms.coverage import account
from dagster_project.sae.intake.forms.printed.reader import read_foreign

TEMPLATE = load_template(PROJECT_ROOT / "data_raw" / "layouts" / "templat_v1.yaml")


@pytest.fixture
def told(layouts, profile):
    def _told(grid):
        workbook = grid.workbook()
        reading = read_foreign(
            workbook,
            layouts["e81-renja"],
            profile=profile,
            sha256="0" * 64,
            received=datetime(2026, 2, 1, 9),
        )
        found = account(workbook, reading.areas, template=TEMPLATE)
        assert found.total == found.read + found.passed_over + found.named
        return [(f.rule, f.address) for f in found.findings]

    return _told


def test_a_whole_form_has_no_cell_that_nobody_placed(form, told):
    assert told(form) == []


def test_a_signature_and_a_note_below_the_table_are_left_alone(form, told):
    form.put("C30", "Mengetahui,").put("C31", "Kepala Dinas Kesehatan").put("C33", "NIP 19700101")
    assert told(form) == []


def test_figures_below_a_gap_are_told_with_their_cells(form, told):
    form.put("C45", "Program Tambahan").put("H45", 12).put("J45", 3)
    assert told(form) == [("ISI-02", "H45")]


def test_a_figure_without_name_and_budget_is_told(form, told):
    form.put("J21", 7)
    assert told(form) == [("ISI-02", "J21")]
