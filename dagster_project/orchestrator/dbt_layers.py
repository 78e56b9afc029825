"""How the dbt project becomes Dagster assets: one cached project, one translator, one factory.

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
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)
from packaging.version import Version

from dagster_project.orchestrator.lane_pool import LANE_POOL
from dagster_project.sae.build.identity import parsed_fingerprint
from dagster_project.sae.build.published import carry_texts
from dagster_project.sae.build.warehouse import Selector, dbt_environment
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings

GROUP_BY_FOLDER = {
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
            return "data_raw"
        return GROUP_BY_FOLDER[dbt_resource_props["fqn"][1]]

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The description in the yml, without the compiled SQL."""
        return str(dbt_resource_props.get("description") or "")


class QuietDbt(DbtCliResource):
    """dbt, whose version is read from the installed package.

    The parent asks `dbt --version` before each command, and that asks the package registry for the
    latest one: a connection nobody wants, and five seconds for each layer.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))


def use_environment(settings: Settings) -> None:
    """Put what dbt reads from the environment into this process, for it and its children."""
    os.environ.update(dbt_environment(settings))
    # dbt stands beside this interpreter, whether or not the environment was activated.
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])


@cache
def dbt_project(settings: Settings) -> DbtProject:
    """The dbt project with a manifest that is true to the files in it.

    The manifest is made when it is missing or when a file of the dbt project or the profile has
    changed since; otherwise it is only read.
    """
    use_environment(settings)
    target = Path(os.environ["DBT_TARGET_PATH"])
    project = DbtProject(settings.dbt_dir, target_path=target, profiles_dir=settings.dbt_dir)
    stamp = target / "manifest.stamp"
    fingerprint = parsed_fingerprint(settings)
    is_fresh = project.manifest_path.is_file() and stamp.is_file()
    if not is_fresh or stamp.read_text(encoding="utf-8") != fingerprint:
        target.mkdir(parents=True, exist_ok=True)
        QuietDbt(project_dir=project).cli(["parse", "--quiet"], target_path=target).wait()
        disk.write_whole(stamp, fingerprint.encode())
    return project


def dbt_layer(selector: Selector, *, settings: Settings) -> dg.AssetsDefinition:
    """One op that builds everything a selector of `dbt/selectors.yml` chooses.

    Args:
        selector: name of the selector; also the name of the op.
        settings: the installation whose project is read now; the run builds with its own.
    """
    project = dbt_project(settings)

    @dbt_assets(
        manifest=carry_texts(_manifest(project)),
        selector=selector,
        name=f"dbt_{selector}",
        dagster_dbt_translator=Translator(),
        project=project,
        pool=LANE_POOL,
    )
    def layer(
        context: dg.AssetExecutionContext,
        dbt: DbtCliResource,
        sae: dg.ResourceParam[Any],  # holds the write lane: this op writes the build warehouse
    ) -> Iterator[Any]:
        target = Path(os.environ["DBT_TARGET_PATH"])
        # Unit tests judge the SQL, not the data: they belong to `make test`, not to every run.
        build = ["build", "--exclude-resource-type", "unit_test"]
        yield from dbt.cli(build, context=context, target_path=target).stream()

    return layer


def layer_keys(group: str, *, settings: Settings) -> list[dg.AssetKey]:
    """Keys of all dbt models of one group, in the order of the manifest."""
    translator = Translator()
    manifest = _manifest(dbt_project(settings))
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return [translator.get_asset_key(m) for m in models if translator.get_group_name(m) == group]


def _manifest(project: DbtProject) -> dict[str, Any]:
    return dict(json.loads(project.manifest_path.read_text(encoding="utf-8")))
