"""Publishing asks the gate itself: it does not trust what ran or was skipped before it."""

from __future__ import annotations

import dagster as dg
import pytest

pytestmark = pytest.mark.xdist_group("kuartal_kotor")


def test_a_held_release_is_not_published_even_when_publishing_is_all_that_runs(
    own_case, definitions: dg.Definitions, monkeypatch: pytest.MonkeyPatch
):
    held = own_case("kuartal_kotor")
    monkeypatch.setenv("SAE_HOME", str(held.settings.home))
    with dg.DagsterInstance.ephemeral() as instance:
        result = definitions.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance,
            asset_selection=[dg.AssetKey("rilis"), dg.AssetKey("serving")],
        )
    assert result.success
    assert result.get_asset_materialization_events() == []
    assert not held.settings.releases.exists() or not any(held.settings.releases.iterdir())
