"""The whole way of one run: pull, scope, stage, check, mart, decide, publish, serve.

Belongs here: the order of the steps, what a run returns, and when nothing needs doing.
Stays out: what each step does (its own room), the terminal (`cli`), Dagster (`defs`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from time import perf_counter

from dagster_project.sae.answer.returns import write_returns
from dagster_project.sae.build import warehouse
from dagster_project.sae.build.built import leave_built
from dagster_project.sae.build.result import Node
from dagster_project.sae.build.scope import Scope, write_scope
from dagster_project.sae.build.site import construction
from dagster_project.sae.checks.worker import start_worker
from dagster_project.sae.installation import room
from dagster_project.sae.installation.errors import (
    DiskError,
    SaeError,
    WarehouseError,
    WarehouseHeldError,
)
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.soundness import discard_damaged
from dagster_project.sae.installation.words import why
from dagster_project.sae.intake.pull import IntakeResult, pull
from dagster_project.sae.pages.faces import write_faces
from dagster_project.sae.release.decision import read_decision
from dagster_project.sae.release.lost_scores import lost_scores
from dagster_project.sae.release.net import cast
from dagster_project.sae.release.pin import read_pin, serve_unless_pinned
from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.retention import retain
from dagster_project.sae.release.serving import served_release
from dagster_project.sae.run.due import is_released, is_told
from dagster_project.sae.tell.alerts import refresh
from dagster_project.sae.tell.outcome import Outcome, Status

Progress = Callable[[int, int, str], None]

LANE_WAIT_SECONDS = 900.0


class Steps:
    """Times the steps of a run and tells an observer when each begins."""

    def __init__(self, announce: Callable[[str], None] | None) -> None:
        self.seconds: dict[str, float] = {}
        self.nodes: list[Node] = []
        self._announce = announce

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Announce and time one step."""
        if self._announce is not None:
            self._announce(name)
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = perf_counter() - started


def run(
    settings: Settings,
    *,
    cycle: str | None = None,
    rebuild: bool = False,
    announce: Callable[[str], None] | None = None,
    progress: Progress | None = None,
    waiting: Callable[[str], None] | None = None,
    wait_seconds: float = LANE_WAIT_SECONDS,
) -> Outcome:
    """Run the whole job once in this process, alone on the write lane.

    Args:
        settings: the installation.
        cycle: id of the cycle to release; the latest opened one when None.
        rebuild: build again even when the served release has exactly these inputs, of work files
            whose every byte was looked at.
        announce: told the name of each step as it begins.
        progress: told (done, total, file name) while files are read.
        waiting: told who holds the lane while this run waits.
        wait_seconds: how long to wait for the lane.

    Raises:
        LaneBusyError: the lane was not free in time.
        DiskError: something could not be written or read; the former release still serves.
        SaeError: a step broke; the former release still serves.
    """
    step = Steps(announce)
    with (
        _naming_the_disk(settings),
        lane(settings, owner="sae run", wait_seconds=wait_seconds, waiting=waiting),
    ):
        if rebuild:
            # Who builds again doubts what there is: every byte that landed is looked at first.
            with step("sound"):
                discard_damaged(settings)
        try:
            return _run(settings, step, cycle=cycle, rebuild=rebuild, progress=progress)
        except WarehouseError as error:
            # A disk or a stranger may have damaged what only the work folder holds, or have opened
            # the file under our hands: the next try builds another one. Anything else is a fault
            # of ours, and trying again would only hide it.
            with step("mend"):
                damaged = discard_damaged(settings)
            if not damaged and not isinstance(error, WarehouseHeldError):
                raise
        return _run(settings, step, cycle=cycle, rebuild=True, progress=progress)


@contextmanager
def _naming_the_disk(settings: Settings) -> Iterator[None]:
    """Turn what the system says of a full or missing disk into what people can do about it."""
    try:
        yield
    except OSError as error:
        raise DiskError(
            f"{error.filename or settings.home}: {why(error)}. Pastikan disknya berisi ruang dan "
            "dapat ditulisi (sae doctor), lalu jalankan lagi. Yang sudah diterima tidak hilang, "
            "dan rilis terakhir tetap melayani."
        ) from error
    except SaeError as error:
        if isinstance(error, DiskError) or not room.is_full(error, settings.home):
            raise
        raise room.full(error) from error


def _run(
    settings: Settings,
    step: Steps,
    *,
    cycle: str | None,
    rebuild: bool,
    progress: Progress | None,
) -> Outcome:
    """The steps in their order, on the lane."""
    with step("ingest"):
        intake = pull(settings, progress=progress)
        scope = write_scope(settings, cycle=cycle)
    served, pin = served_release(settings), read_pin(settings)
    if scope.jumlah_berkas + len(scope.menunggu) == 0:
        is_empty = not (intake.unreadable or intake.growing)
        status: Status = "kosong" if is_empty else "tak_terbaca"
        return Outcome(status, intake, None, None, served, step.seconds, pin=pin)
    is_same = not rebuild and is_released(settings, scope.id_rilis)
    if is_same and is_told(settings, scope):
        return Outcome("tetap", intake, scope, None, served, step.seconds, pin=pin)
    with construction(settings) as site:
        return _built(site, step, intake=intake, scope=scope, is_told_only=is_same)


def _built(
    settings: Settings, step: Steps, *, intake: IntakeResult, scope: Scope, is_told_only: bool
) -> Outcome:
    """Build, judge, decide and publish; readers of the warehouse see it when this has ended."""
    served, pin = served_release(settings), read_pin(settings)
    # The worker imports Great Expectations on the other core while dbt builds.
    with start_worker(settings) as checks:
        with step("stage"):
            step.nodes += warehouse.build(settings, "stage").nodes
        with step("check"):
            checks.run()
    with step("mart"):
        step.nodes += warehouse.build(settings, "mart").nodes
    with step("net"):
        cast(settings, scope)
        lost = lost_scores(settings, scope)
    with step("return"):
        # Also when the gate holds: those who must mend are the ones who need the answer.
        returned = write_returns(settings)
        if problem := refresh(settings, cycle=scope.id_siklus):
            returned = replace(returned, problems=(*returned.problems, problem))
    if is_told_only:  # only who waits for the next release had to be told
        return Outcome(
            "tetap", intake, scope, None, served, step.seconds, returned=returned, pin=pin
        )
    with step("gate"):
        decision = read_decision(settings)
    leave = partial(
        leave_built,
        settings,
        step.nodes,
        cycle=scope.id_siklus,
        release_id=scope.id_rilis,
        is_released=decision.is_released,
    )
    if decision.keputusan != "rilis":
        leave(tables={})
        return Outcome(
            "tahan",
            intake,
            scope,
            decision,
            served,
            step.seconds,
            returned=returned,
            pin=pin,
            lost=lost,
        )
    with step("publish"):
        release = publish(settings, scope, faces=write_faces)
        pin = serve_unless_pinned(settings, scope.id_rilis)
        retention = retain(settings)
    leave(tables=dict(release.tables))
    is_kept_back = pin is not None and pin.id != scope.id_rilis
    return Outcome(
        "semat" if is_kept_back else "rilis",
        intake,
        scope,
        decision,
        served=pin.id if pin else scope.id_rilis,
        seconds=step.seconds,
        returned=returned,
        differing=release.differing,
        retention=retention,
        pin=pin,
        lost=lost,
    )
