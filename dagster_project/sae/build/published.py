"""Which tables readers get, as `vars: terbit` in `dbt/dbt_project.yml` declares them.

Belongs here: reading the declaration; the texts of a mart for its published table in the manifest.
Stays out: making the tables (`dbt/macros/terbitkan.sql`), copying them into a release (`release`).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dagster_project.sae.installation.errors import SettingsError

PREFIX = "pub_"


@dataclass(frozen=True)
class Published:
    """One declared table.

    Attributes:
        mart: the model whose rows, columns and texts it has.
        order: columns by which its rows are sorted in a release.
    """

    mart: str
    order: tuple[str, ...] = ()


def declared(dbt_dir: Path) -> dict[str, Published]:
    """The published tables by name, without the prefix of their models.

    Raises:
        SettingsError: the declaration is missing or not as `dbt_project.yml` describes it.
    """
    file = dbt_dir / "dbt_project.yml"
    try:
        project = yaml.safe_load(file.read_text(encoding="utf-8"))
        return {
            str(name): Published(str(said["mart"]), tuple(map(str, said.get("urut", ()))))
            for name, said in project["vars"]["sae"]["terbit"].items()
        }
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"{file}: vars: sae: terbit must name for each published table its mart, putusan and "
            f"urut ({error!r})"
        ) from error


def carry_texts(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest in which a published table is described as the mart it shows.

    Its model has no texts of its own: the macro that makes it notes in `meta` the mart and the
    columns that stay inside.
    """
    by_name = {node["name"]: node for node in manifest["nodes"].values() if is_model(node)}
    for node in by_name.values():
        meta = node["config"].get("meta") or {}
        if "mart" not in meta:
            continue
        mart = by_name[meta["mart"]]
        node["description"] = mart["description"]
        if words := _indonesian(mart):
            node["config"]["meta"] = {**meta, "deskripsi_id": words}
        node["columns"] = {
            name: copy.deepcopy(column)
            for name, column in mart["columns"].items()
            if name not in meta["kecuali"]
        }
    return manifest


def is_model(node: Mapping[str, Any]) -> bool:
    """Whether a node of the manifest is a model."""
    return bool(node["resource_type"] == "model")


def _indonesian(node: Mapping[str, Any]) -> str:
    meta = {**node.get("meta", {}), **node.get("config", {}).get("meta", {})}
    return str(meta.get("deskripsi_id", ""))
