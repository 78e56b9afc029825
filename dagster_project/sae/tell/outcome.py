"""What a run ended with, as every teller of it reads it: the terminal, the alerts, Dagster.

Belongs here: the outcome as one frozen value.
Stays out: the steps that lead to it (`run.pipeline`), the words for it (`messages`, `cli.shown`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dagster_project.sae.answer.returns import Returned
from dagster_project.sae.build.scope import Scope
from dagster_project.sae.intake.pull import IntakeResult
from dagster_project.sae.release.decision import Decision
from dagster_project.sae.release.lost_scores import LostScore
from dagster_project.sae.release.pin import Pin
from dagster_project.sae.release.retention import Retention

Status = Literal["rilis", "semat", "tahan", "tetap", "kosong", "tak_terbaca"]


@dataclass(frozen=True)
class Outcome:
    """What a run ended with.

    Attributes:
        status: `rilis` a new release is served; `semat` it was written, and readers stay at the
            pinned one; `tahan` the gate held it and the former release still serves; `tetap`
            nothing new, the served release stands; `kosong` no submission was ever received and
            none is there; `tak_terbaca` none was ever received, and none of what is there can be
            taken.
        intake: what was pulled.
        scope: cycle and inputs; None when there are none.
        decision: the gate's; None when nothing was built.
        served: id of the release readers see now; None when there is none yet.
        retention: what was removed after the release was served; None when nothing was served.
        differing: tables that differ from the kept release of the same id, which should be none.
        seconds: wall time of each step, in the order they ran.
        returned: answers to the OPD; None when nothing was built.
        pin: the pin that decided what readers see; None when there is none.
        lost: pillars whose score the last release had and the candidate has not.
    """

    status: Status
    intake: IntakeResult
    scope: Scope | None
    decision: Decision | None
    served: str | None
    seconds: dict[str, float] = field(default_factory=dict)
    differing: tuple[str, ...] = ()
    retention: Retention | None = None
    returned: Returned | None = None
    pin: Pin | None = None
    lost: tuple[LostScore, ...] = ()
