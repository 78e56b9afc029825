"""The installation as a Dagster resource: whoever asks for it holds the write lane of the run.

Belongs here: the lane held from the first step of a run to its last.
Stays out: the lock (`sae.installation.lane`), the pool in Dagster's queue (`lane_pool`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from dagster_project.orchestrator.dbt_layers import use_environment
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.installation.settings import Settings


class Installation(dg.ConfigurableResource):
    """The installation a run works on; whoever asks for it holds the write lane of that run.

    The in-process executor makes a resource once for a run and ends it with the run, so the lane is
    held from the first step to the last, and `sae run` in a terminal waits for its turn.
    """

    wait_seconds: float = 900.0

    @property
    def settings(self) -> Settings:
        """Paths, profile and clock, as the environment of this process says."""
        return Settings.from_env()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Installation]:
        """Hold the lane while the run lasts."""
        settings = self.settings
        use_environment(settings)
        with lane(
            settings,
            owner=f"dagster run {context.run_id or ''}".strip(),
            wait_seconds=self.wait_seconds,
            waiting=lambda holder: context.log.info(f"waiting for the lane, held by {holder}"),
        ):
            yield self
