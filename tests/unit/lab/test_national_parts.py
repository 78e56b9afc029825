"""The national bench splits the models into parts: each once, in an order that builds."""

from __future__ import annotations

from typing import Any

from lab.bench.nasional.langkah import (
    OF_CHECKS,
    OTHERS,
    SAME_AFTER,
    SAME_BEFORE,
    TEST_TABLES,
    in_parts,
    made_by_hand,
)


def _model(name: str, *parents: str, layer: str, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"name": name, "parents": parents, "layer": layer, "tags": list(tags)}


def _manifest(*models: dict[str, Any]) -> dict[str, Any]:
    return {
        "nodes": {
            f"model.sae.{m['name']}": {
                "resource_type": "model",
                "name": m["name"],
                "fqn": ["sae", m["layer"], m["name"]],
                "tags": m["tags"],
            }
            for m in models
        },
        "parent_map": {
            f"model.sae.{m['name']}": [f"model.sae.{p}" for p in m["parents"]] for m in models
        },
    }


def test_what_only_the_judged_table_needs_is_the_cost_of_the_checks() -> None:
    manifest = _manifest(
        _model("stg_a", layer="staging", tags=("stage",)),
        _model("int_fakta", "stg_a", layer="intermediate", tags=("stage",)),
        _model("int_uji", "int_fakta", "stg_a", layer=TEST_TABLES, tags=("stage",)),
        _model("int_status", "int_uji", "stg_a", layer="putusan"),
        _model("pub_lama", "int_status", layer="publish"),
        _model("pub_baru", "int_status", layer="publish"),
    )
    assert in_parts(manifest, {"pub_lama"}) == {
        SAME_BEFORE: ["stg_a"],
        OF_CHECKS: ["int_fakta", "int_uji"],
        SAME_AFTER: ["int_status", "pub_lama"],
        OTHERS: ["pub_baru"],
    }


def test_the_script_by_hand_names_the_tables_it_makes() -> None:
    assert {"pub_kpi_indikator", "pub_kpi_pilar", "pub_mutu_keputusan"} <= made_by_hand()
