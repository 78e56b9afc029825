"""Reports sent one after another: what each is told before it is sent is what the run answers.

Every step is a report that is looked at beside what has been received so far, then sent; then a run
receives, builds and judges, and its answer is laid beside what was told.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.answer.remarks import Answer
from dagster_project.sae.answer.returns import write_returns
from dagster_project.sae.answer.write import write_answer
from dagster_project.sae.build import warehouse
from dagster_project.sae.build.scope import write_scope
from dagster_project.sae.build.site import construction
from dagster_project.sae.checks.run import run_checks
from dagster_project.sae.examine.examine import examiner
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.pull import pull
from tests.e2e.conftest import SAMPLE

pytestmark = pytest.mark.xdist_group("berurutan")


@dataclass(frozen=True)
class Told:
    """What was said of a file before it was sent, and by the run that received it."""

    before: Answer
    findings: list[dict[str, object]]
    answered: list[dict[str, object]]

    @property
    def rules(self) -> set[object]:
        return {finding["id_aturan"] for finding in self.findings}


@dataclass
class Desk:
    """One installation to which reports come in turn."""

    settings: Settings
    folder: Path

    def send(self, *names: str, when: datetime, cycle: str) -> list[Told]:
        """Look at reports, send them together, and let a run judge them."""
        now = replace(self.settings, clock=when)
        with examiner(now) as look:
            before = [look(SAMPLE / name) for name in names]
        for name in names:
            shutil.copy(SAMPLE / name, now.inbox / name)
        _run(now, cycle)
        return [
            Told(answer, self._written(answer, name), _findings(now.returns.glob("*/*.json"), name))
            for answer, name in zip(before, names, strict=True)
        ]

    def _written(self, answer: Answer, name: str) -> list[dict[str, object]]:
        write_answer(answer, SAMPLE / name, self.folder)
        return _findings(self.folder.glob("*.json"), name)


def _findings(answers: Iterable[Path], name: str) -> list[dict[str, object]]:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in answers]
    return [finding for a in found if a["nama_berkas"] == name for finding in a["temuan"]]


def _run(settings: Settings, cycle: str) -> None:
    """The steps of a run up to its answers; what is published of it is another question."""
    pull(settings)
    write_scope(settings, cycle=cycle)
    no_tests = ("unit_test", "test")
    with construction(settings) as site:
        warehouse.build(site, "stage", skipping=no_tests)
        run_checks(site)
        warehouse.build(site, "mart", skipping=no_tests, only=("tag:mart,+int_temuan__status",))
    write_returns(settings)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """Three runs: an agency that contradicts another, a second version, the next quarter."""
    home = tmp_path_factory.mktemp("berurutan")
    (home / "masuk").mkdir()
    settings = Settings(home=home / "var", profile="probolinggo", inbox=home / "masuk")
    desk = Desk(settings, home / "jawaban")
    shutil.copy(SAMPLE / "1.02.01_2025_THN_v1.xlsx", settings.inbox)
    pull(replace(settings, clock=datetime(2026, 1, 9, 9)))
    steps = (
        (datetime(2026, 4, 6, 9), "2", ("2.08.01_2025_THN_v1.xlsx", "2.07.01_2026_TW1_v1.xlsx")),
        (datetime(2026, 4, 8, 9), "2", ("2.07.01_2026_TW1_v2.xlsx",)),
        (datetime(2026, 7, 2, 9), "3", ("2.07.01_2026_TW2_v1.xlsx", "2.08.01_2026_TW2_v1.xlsx")),
    )
    return {
        name: answer
        for when, number, names in steps
        for name, answer in zip(
            names, desk.send(*names, when=when, cycle=f"RAKOREV-2026-0{number}"), strict=True
        )
    }


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        pytest.param("2.08.01_2025_THN_v1.xlsx", {"KOL-02"}, id="another-agency-says-otherwise"),
        pytest.param("2.07.01_2026_TW1_v1.xlsx", {"STR-01"}, id="a-first-version"),
        pytest.param("2.07.01_2026_TW1_v2.xlsx", {"IDT-06", "JJR-04"}, id="its-second-version"),
        pytest.param("2.07.01_2026_TW2_v1.xlsx", {"STR-06", "ANG-10"}, id="the-next-quarter"),
        pytest.param("2.08.01_2026_TW2_v1.xlsx", {"ANG-07", "JJR-02"}, id="a-quarter-after-a-year"),
    ],
)
def test_what_is_told_before_a_report_is_sent_is_what_the_run_answers(
    told: dict[str, Told], name: str, rules: set[str]
) -> None:
    assert rules <= told[name].rules
    assert told[name].findings == told[name].answered
    assert told[name].before.notes == ()


def test_what_sending_changes_is_said_before(told: dict[str, Told]) -> None:
    [second, *_] = told["2.07.01_2026_TW1_v2.xlsx"].before.changes
    assert "2.07.01_2026_TW1_v1.xlsx" in second
