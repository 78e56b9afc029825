"""A run of a terminal as events of Dagster: materializations and results of checks, without a run.

Belongs here: turning what `sae run` left into what the UI shows.
Stays out: when it is looked for (`defs/terminal.py`), what is left (`sae.build.built`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from dagster_project.orchestrator.dbt_layers import dbt_manifest, events_of_node
from dagster_project.orchestrator.told import told_of_decision, told_of_release, told_of_serving
from dagster_project.sae.build.built import Built
from dagster_project.sae.installation.settings import Settings

Event = dg.AssetMaterialization | dg.AssetCheckEvaluation
HOW = "sae run"


def events_of(settings: Settings, built: Built) -> list[Event]:
    """Events for everything the run built, in its order.

    Args:
        settings: the installation; its build warehouse must be that of the run.
        built: what the run left.
    """
    manifest = dbt_manifest(settings)
    events: list[Event] = [_made("landing", {}, built), _made("lingkup", {}, built)]
    for node in built.simpul:
        if node.unique_id in manifest["nodes"]:
            events += [_event(found, built) for found in events_of_node(node, manifest)]
    decision = told_of_decision(settings)
    events += [_made("banding", {}, built), _made("keputusan", decision, built)]
    events.append(_made("jawaban", {}, built))
    if built.is_rilis:
        release = told_of_release(settings, built.id_rilis, built.tabel)
        events.append(_made("rilis", release, built))
        events.append(_made("serving", told_of_serving(settings, built.id_rilis), built))
    return events


def results_as_evaluations(results: Iterator[dg.AssetCheckResult]) -> Iterator[Event]:
    """Results of checks as Dagster records them outside a run."""
    for result in results:
        yield _evaluation(result)


def _made(key: str, metadata: Mapping[str, Any], built: Built) -> dg.AssetMaterialization:
    own = {"by": HOW, "ended": built.selesai, "release_id": built.id_rilis}
    return dg.AssetMaterialization(asset_key=key, metadata={**own, **metadata})


def _event(found: dg.MaterializeResult | dg.AssetCheckResult, built: Built) -> Event:
    if isinstance(found, dg.AssetCheckResult):
        return _evaluation(found)
    if found.asset_key is None:
        raise ValueError("a built node without a key cannot be told of")
    return dg.AssetMaterialization(
        asset_key=found.asset_key,
        metadata={"by": HOW, "ended": built.selesai, **(found.metadata or {})},
    )


def _evaluation(result: dg.AssetCheckResult) -> dg.AssetCheckEvaluation:
    if result.asset_key is None or result.check_name is None:
        raise ValueError("a result without its asset and its check cannot be told of")
    return dg.AssetCheckEvaluation(
        asset_key=result.asset_key,
        check_name=result.check_name,
        passed=result.passed,
        severity=result.severity,
        metadata={"by": HOW, **(result.metadata or {})},
        description=result.description,
    )
