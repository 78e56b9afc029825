"""A quarter in small, lived through by the real definitions: every milestone as written down."""

from __future__ import annotations

from pathlib import Path

import pytest

import lab.simulasi
from lab.simulasi.plan import load_plan
from lab.simulasi.webhook import webhook

pytestmark = pytest.mark.xdist_group("dagster")

PLANS = Path(lab.simulasi.__file__).parent
SMALL = PLANS / "kuartal_kecil.yaml"


@pytest.mark.simulasi
def test_a_small_quarter_runs_itself_as_written_down(tmp_path: Path, monkeypatch):
    from lab.simulasi.quarter import Quarter

    for name in ("SAE_HOME", "SAE_MASUK", "SAE_PROFIL", "SAE_WEBHOOK", "SAE_KINI", "DAGSTER_HOME"):
        monkeypatch.setenv(name, "")  # what the quarter sets is taken back after the test
    story: list[str] = []
    with webhook(200) as hook:
        lived = Quarter(load_plan(SMALL), tmp_path, hook=hook, tell=story.append).live()
    assert lived.wrong == [], "\n".join(story)
    assert all(success for _, _, success, _ in lived.runs)


@pytest.mark.parametrize("file", sorted(PLANS.glob("*.yaml")), ids=lambda p: p.stem)
def test_a_plan_can_be_read_and_its_milestones_compare_something(file: Path):
    plan = load_plan(file)
    assert plan.milestones
    assert all(milestone.expected for milestone in plan.milestones)


def test_a_plan_with_an_unknown_deed_is_refused(tmp_path: Path):
    text = SMALL.read_text(encoding="utf-8").replace("menyamar:", "menyusup:")
    file = tmp_path / "rencana.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="menyusup"):
        load_plan(file)


def test_a_milestone_that_is_not_met_is_told_by_name():
    from lab.simulasi.observe import differences

    seen = {"diterima": 4, "kabar": ["terbit"], "belum_kirim": ["a", "b"]}
    assert differences({"diterima": 4, "belum_kirim": 2, "kabar": ["terbit"]}, seen) == []
    assert differences({"diterima": 5}, seen) == ["diterima: seharusnya 5, ternyata 4"]
