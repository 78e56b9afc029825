"""How the dbt project becomes Dagster assets: one cached manifest, one translator, one factory.

Belongs here: preparing and reading the manifest, names and groups of dbt nodes, `dbt_layer`.
Stays out: which layers exist (`defs/stage`, `defs/mart`), SQL, the warehouse
(`sae.build.warehouse`).
A layer is one op. A check stands between two layers, never inside one: a failing check cannot stop
later models of the op it runs in.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from dagster_project.orchestrator.check_sentences import describe_tests
from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.orchestrator.rooms import group_of
from dagster_project.sae.build.dbt_calls import (
    dbt_environment,
    parsed_fingerprint,
    write_manifest,
)
from dagster_project.sae.build.published import carry_texts
from dagster_project.sae.build.result import Node
from dagster_project.sae.build.warehouse import Selector, build
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings

ROOM_BY_FOLDER = {
    "staging": "stage",
    "intermediate": "stage",
    "uji": "stage",
    "putusan": "check",
    "marts": "mart",
    "gate": "gate",
    "publish": "publish",
}
# All tables of a dbt source are written by one asset.
ASSET_BY_SOURCE = {"landing": "landing", "run": "lingkup", "bukti": "dq_results"}


class Translator(DagsterDbtTranslator):
    """Gives dbt nodes the names and groups of the rooms."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """A model is called by its name; a source is the asset that writes it."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(ASSET_BY_SOURCE[dbt_resource_props["source_name"]])
        return dg.AssetKey(dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The room a node stands in: its folder. Seeds are raw data."""
        if dbt_resource_props["resource_type"] == "source":
            return None
        if dbt_resource_props["resource_type"] == "seed":
            return group_of("data_raw")
        return group_of(ROOM_BY_FOLDER[dbt_resource_props["fqn"][1]])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The description in the yml, without the compiled SQL."""
        return str(dbt_resource_props.get("description") or "")


def use_environment(settings: Settings) -> None:
    """Put what dbt reads from the environment into this process, for it and its children."""
    os.environ.update(dbt_environment(settings))
    # dbt stands beside this interpreter, whether or not the environment was activated.
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])


@cache
def dbt_manifest(settings: Settings) -> dict[str, Any]:
    """What the files of the dbt project say, published tables described as their marts.

    The file is made when it is missing or when a file of the dbt project or the profile has changed
    since; otherwise it is only read.
    """
    target = settings.dbt_target / "target"
    file, stamp = target / "manifest.json", target / "manifest.stamp"
    fingerprint = parsed_fingerprint(settings)
    is_fresh = file.is_file() and stamp.is_file()
    if not is_fresh or stamp.read_text(encoding="utf-8") != fingerprint:
        write_manifest(settings)
        disk.write_whole(stamp, fingerprint.encode())
    return describe_tests(carry_texts(json.loads(file.read_text(encoding="utf-8"))))


def dbt_layer(selector: Selector, *, settings: Settings) -> dg.AssetsDefinition:
    """One op that builds everything a selector of `dbt/selectors.yml` chooses.

    dbt runs in this process, as in `sae run`: a process of its own would import and parse again.

    Args:
        selector: name of the selector; also the name of the op.
        settings: the installation whose project is read now; the run builds with its own.
    """
    manifest = dbt_manifest(settings)

    @dbt_assets(
        manifest=manifest,
        selector=selector,
        name=f"dbt_{selector}",
        dagster_dbt_translator=Translator(),
        pool=LANE_POOL,
    )
    def layer(
        context: dg.AssetExecutionContext,
        sae: dg.ResourceParam[Any],  # holds the write lane: this op writes the build warehouse
    ) -> Iterator[Any]:
        only = _chosen(context, manifest) if context.is_subset else ()
        result = build(sae.settings, selector, only=only, tolerant=True)
        for node in result.nodes:
            yield from events_of_node(node, manifest)
        if result.failed:
            raise dg.Failure(f"dbt {selector}: {result.failure}")

    return layer


def _chosen(context: dg.AssetExecutionContext, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Dbt's words for the assets a person chose; their tests come with them."""
    translator = Translator()
    return tuple(
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
        and translator.get_asset_key(node) in context.selected_asset_keys
    )


def events_of_node(
    node: Node, manifest: Mapping[str, Any]
) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
    """What Dagster records of one dbt node: a materialization, or the result of a check.

    A warning passes, with what it found as metadata: a colour that stays says nothing.
    """
    has_failed = node.status not in ("success", "pass", "warn")
    if node.status == "skipped":
        return
    metadata = {"unique_id": node.unique_id, "Execution Duration": node.seconds}
    translator = Translator()
    if manifest["nodes"][node.unique_id]["resource_type"] != "test":
        if not has_failed:
            key = translator.get_asset_key(manifest["nodes"][node.unique_id])
            yield dg.MaterializeResult(asset_key=key, metadata=metadata)
        return
    check = get_asset_check_key_for_test(manifest, translator, node.unique_id, None)
    if check is not None:
        yield dg.AssetCheckResult(
            passed=not has_failed,
            asset_key=check.asset_key,
            check_name=check.name,
            metadata={**metadata, "message": node.message},
        )


def layer_keys(room: str, *, settings: Settings) -> list[dg.AssetKey]:
    """Keys of all dbt models of one room, in the order of the manifest."""
    translator = Translator()
    manifest = dbt_manifest(settings)
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return [
        translator.get_asset_key(m)
        for m in models
        if translator.get_group_name(m) == group_of(room)
    ]
