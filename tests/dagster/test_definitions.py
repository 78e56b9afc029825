"""What exists in Dagster, and that looking at it costs no more than it must.

The definitions stand as text in `definisi.txt`, so that a change of wiring is seen in a review;
`python tests/dagster/test_definitions.py` writes it again.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.orchestrator.rooms import ROOMS, group_of

pytestmark = pytest.mark.xdist_group("dagster")

FILE = Path(__file__).with_name("definisi.txt")
HEADER = "# Written by `python tests/dagster/test_definitions.py`, which also compares it.\n"


def snapshot(definitions: dg.Definitions) -> str:
    """Assets by room with what they read, checks, jobs, schedules and sensors."""
    graph = definitions.resolve_asset_graph()
    lines = [HEADER]
    for room in ROOMS:
        lines.append(f"\n[{room}]\n")
        nodes = [graph.get(key) for key in graph.get_all_asset_keys()]
        own = [n for n in nodes if n.group_name == group_of(room)]
        for node in sorted(own, key=lambda n: n.key):
            parents = ", ".join(sorted(key.to_user_string() for key in node.parent_keys))
            lines.append(f"{node.key.to_user_string()}{' <- ' + parents if parents else ''}\n")
    lines.append("\n[checks]\n")
    for key in sorted(graph.asset_check_keys, key=str):
        if graph.get(key.asset_key).kinds.isdisjoint({"dbt"}):  # dbt tests stand beside their model
            blocking = " blocking" if graph.get(key).blocking else ""
            lines.append(f"{key.asset_key.to_user_string()}: {key.name}{blocking}\n")
    repository = definitions.get_repository_def()
    lines.append("\n[jobs]\n")
    lines += sorted(
        f"{job.name}: {job.executor_def.name}\n"
        for job in repository.get_all_jobs()
        if not job.name.startswith("__")
    )
    lines.append("\n[schedules]\n")
    lines += sorted(
        f"{s.name}: {s.cron_schedule} {s.execution_timezone} {s.default_status.value}\n"
        for s in repository.schedule_defs
    )
    lines.append("\n[sensors]\n")
    lines += sorted(
        f"{s.name}: every {s.minimum_interval_seconds} s {s.default_status.value}\n"
        for s in repository.sensor_defs
    )
    return "".join(lines)


def test_the_definitions_are_those_of_the_committed_text(definitions):
    committed = FILE.read_text(encoding="utf-8").splitlines()
    now = snapshot(definitions).splitlines()
    difference = list(difflib.unified_diff(committed, now, "definisi.txt", "now", lineterm=""))
    assert not difference, "\n".join([*difference, f"meant? {HEADER.strip('# ')}"])


def test_every_asset_stands_in_a_room_and_is_described(definitions):
    specs = list(definitions.resolve_all_asset_specs())
    assert {spec.group_name for spec in specs} == {group_of(room) for room in ROOMS}
    silent = [spec.key.to_user_string() for spec in specs if not (spec.description or "").strip()]
    assert silent == []


def test_data_flows_one_way_through_the_rooms(definitions):
    graph = definitions.resolve_asset_graph()
    place = {group_of(room): number for number, room in enumerate(ROOMS)}
    backwards = [
        f"{node.key.to_user_string()} ({node.group_name}) reads "
        f"{parent.to_user_string()} ({graph.get(parent).group_name})"
        for node in map(graph.get, graph.get_all_asset_keys())
        for parent in node.parent_keys
        if place[graph.get(parent).group_name] > place[node.group_name]
    ]
    assert backwards == []


def test_a_check_stands_between_two_dbt_ops_and_never_inside_one(definitions):
    graph = definitions.resolve_asset_graph()
    ops = {
        asset.op.name: asset.keys
        for asset in graph.assets_defs
        if asset.is_executable and asset.op.name.startswith("dbt_")
    }
    assert set(ops) == {"dbt_stage", "dbt_mart"}
    evidence = dg.AssetKey("dq_results")
    before = graph.get(evidence).parent_keys
    after = graph.get(evidence).child_keys
    assert before
    assert after
    assert before <= ops["dbt_stage"]
    # The page of the evidence only shows it; nothing is computed from a page.
    page = dg.AssetKey("halaman_mutu")
    assert after - {page} <= ops["dbt_mart"]
    assert not graph.get(page).child_keys


def test_every_sentence_about_the_models_is_a_check_of_a_model(definitions):
    from dagster_project.sae.installation.settings import Settings

    sentences = {path.stem for path in (Settings.from_env().dbt_dir / "tests").glob("*.sql")}
    shown = {key.name for key in definitions.resolve_asset_graph().asset_check_keys}
    assert sentences
    assert sentences - shown == set()


def test_groups_sort_in_the_order_data_flows(definitions):
    groups = {spec.group_name for spec in definitions.resolve_all_asset_specs()}
    assert [name.partition("_")[2] for name in sorted(filter(None, groups))] == list(ROOMS)


def test_every_check_has_a_sentence(definitions):
    graph = definitions.resolve_asset_graph()
    said = {key: (graph.get(key).description or "") for key in graph.asset_check_keys}
    assert len(said) > 100
    assert [key for key, sentence in said.items() if len(sentence.split()) < 4] == []


def test_every_suite_is_a_check_of_the_evidence(definitions):
    from dagster_project.sae.installation.settings import Settings

    suites = {path.stem for path in Settings.from_env().suites_dir.glob("*.yaml")}
    checks = definitions.resolve_asset_graph().asset_check_keys
    assert {k.name for k in checks if k.asset_key == dg.AssetKey("dq_results")} == suites


def test_looking_at_the_definitions_imports_no_engine(empty_home: Path, definitions):
    heavy = "great_expectations,pandas,pyarrow,openpyxl,xlsxwriter"
    script = (
        "import sys; from dagster_project.definitions import defs; "
        "defs().get_repository_def(); "
        f"print([m for m in '{heavy}'.split(',') if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "SAE_HOME": str(empty_home / "var")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "[]"


if __name__ == "__main__":
    from dagster_project.definitions import defs

    FILE.write_text(snapshot(defs()), encoding="utf-8")
