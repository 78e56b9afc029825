"""One page that explains the warehouse: every model, its lineage, every column in both languages.

Belongs here: the documentation that dbt generates, made one file that needs no server and asks
nothing of the network. Stays out: what a column means (the yml of its model), the published
dictionary (`kamus_data`). Made by `sae dokumen`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dagster_project.sae.build.published import carry_texts
from dagster_project.sae.build.warehouse import described
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import WarehouseError
from dagster_project.sae.installation.settings import Settings

# Where the page of dbt asks for its data; dbt's own `--static` replaces the same words.
_ASKED = 'n=[o("manifest","manifest.json"+t),o("catalog","catalog.json"+t)]'
# The page counts its visits there when the project allows it; ours never does.
_COLLECTOR = "fuzzed.getdbt.com"


def write_model_docs(settings: Settings, target: Path) -> Path:
    """Generate the documentation of all models and write it as one page.

    With a built warehouse the page also shows types and sizes; without one it shows the models.

    Args:
        settings: the installation whose warehouse is described.
        target: the HTML file to write.

    Raises:
        WarehouseError: dbt could not generate it, or its page changed its form.
    """
    from dbt.task.docs import DOCS_INDEX_FILE_PATH

    with described(settings) as made:
        manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
        catalog = json.loads((made / "catalog.json").read_text(encoding="utf-8"))
    page = Path(DOCS_INDEX_FILE_PATH).read_text(encoding="utf-8")
    text = _filled(page, in_both_languages(manifest), catalog=catalog)
    disk.write_whole(target, text.encode())
    return target


def in_both_languages(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest with the Indonesian description of every model and column after the English.

    The page shows descriptions only; ours keep the Indonesian one in `meta.deskripsi_id`.
    """
    for node in carry_texts(manifest)["nodes"].values():
        for part in (node, *node.get("columns", {}).values()):
            meta = {**part.get("meta", {}), **part.get("config", {}).get("meta", {})}
            if words := meta.get("deskripsi_id"):
                part["description"] = f"{part['description']}\n\n*ID:* {words}"
        # Only where it is written matters to a reader, not on which machine.
        node["root_path"] = ""
    return manifest


def _filled(page: str, manifest: dict[str, Any], *, catalog: dict[str, Any]) -> str:
    if _ASKED not in page:
        raise WarehouseError(
            "the documentation page of dbt changed: it no longer asks for its data"
        )
    data = ",".join(
        f'{{label: "{label}", data: {_script_safe(found)}}}'
        for label, found in (("manifest", manifest), ("catalog", catalog))
    )
    return page.replace(_COLLECTOR, "localhost.invalid").replace(_ASKED, f"n=[{data}]")


def _script_safe(found: dict[str, Any]) -> str:
    """JSON that cannot end the script it stands in."""
    return json.dumps(found, ensure_ascii=False).replace("</", "<\\/")
