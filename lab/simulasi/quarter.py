"""Living through a quarter: the clock, the ticks of Dagster, the runs, and what people are told.

Belongs here: one day after the other through the real definitions and a real Dagster instance.
Stays out: the plan (`plan`), the files (`files`), what is seen (`observe`), the story (`story`).
The daemon is not started: its ticks are asked for here, at the times of the simulated clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import dagster as dg

from dagster_project.defs.alerts import kabar_rusak, kabar_selesai
from dagster_project.defs.jobs import kotak_masuk_sensor, rakorev_harian
from dagster_project.orchestrator.ui_home import prepare_dagster_home
from dagster_project.sae.installation.settings import ZONE, Settings
from dagster_project.sae.release.serving import served_release
from dagster_project.sae.release.shelf import go_back, let_go
from lab.simulasi.files import Senders, found
from lab.simulasi.observe import Size, differences, size_on, state
from lab.simulasi.plan import Event, Milestone, Plan
from lab.simulasi.webhook import Webhook

SCHEDULES = {"pengingat": "pengingat_harian", "perawatan": "perawatan_mingguan"}
Told = Callable[[str], None]


@dataclass
class Lived:
    """What happened: runs, what people were told, sizes, and what was not as expected."""

    runs: list[tuple[date, str, bool, float]] = field(default_factory=list)
    messages: list[tuple[date, str, str]] = field(default_factory=list)
    ticks: int = 0
    sizes: list[Size] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Quarter:
    """One quarter on one installation."""

    def __init__(self, plan: Plan, home: Path, *, hook: Webhook, tell: Told) -> None:
        """Found the government and load the definitions over it."""
        self.plan, self.hook, self.tell, self.lived = plan, hook, tell, Lived()
        self.senders: Senders = found(home, agencies=plan.agencies, seed=plan.seed)
        self._cursor: str | None = None
        self._run_keys: set[str] = set()
        self._heard = 0
        self._mark = {"release": None, "rows": 0, "messages": 0, "runs": 0}
        os.environ |= {
            "SAE_HOME": str(home / "var"),
            "SAE_MASUK": str(self.senders.inbox),
            "SAE_PROFIL": str(self.senders.profile_dir),
            "SAE_WEBHOOK": hook.url,
        }
        self._clock(plan.first, 0)
        os.environ["DAGSTER_HOME"] = str(prepare_dagster_home(Settings.from_env()))
        from dagster_project.definitions import defs

        self.definitions = defs()

    def live(self, until: date | None = None) -> Lived:
        """Live through the days; milestones are compared as they come."""
        milestones = {milestone.day: milestone for milestone in self.plan.milestones}
        with dg.DagsterInstance.get() as instance:
            for day in self.plan.days_to_live():
                if until is not None and day > until:
                    break
                self._day(instance, day)
                if day in milestones:
                    self._compare(milestones[day])
        return self.lived

    def _day(self, instance: dg.DagsterInstance, day: date) -> None:
        if day.weekday() == 6:
            self._clock(day, 3)
            self._job(instance, "perawatan", day)
        self._clock(day, 6)
        self._morning(instance, day)
        self._clock(day, 7)
        self._job(instance, "pengingat", day)
        self._clock(day, 10)
        events = [event for event in self.plan.events if event.day == day]
        for event in events:
            self.tell(f"{day}  {event.told}")
            self._do(event)
        # A file must be there unchanged at two looks before it counts as complete.
        self._look(instance, day)
        if events:
            self._look(instance, day)
        self.lived.sizes.append(size_on(Settings.from_env(), day))

    def _morning(self, instance: dg.DagsterInstance, day: date) -> None:
        """The daily schedule."""
        self.lived.ticks += 1
        moment = datetime(day.year, day.month, day.day, 6, tzinfo=ZONE)
        with dg.build_schedule_context(instance, scheduled_execution_time=moment) as context:
            answer = rakorev_harian.evaluate_tick(context)
        if answer.run_requests:
            self._run(instance, day, why="jadwal harian", tags=dict(answer.run_requests[0].tags))

    def _look(self, instance: dg.DagsterInstance, day: date) -> None:
        """One tick of the sensor on the inbox, with the cursor of the tick before."""
        self.lived.ticks += 1
        with dg.build_sensor_context(instance, cursor=self._cursor) as context:
            answer = kotak_masuk_sensor.evaluate_tick(context)
        self._cursor = answer.cursor
        for request in answer.run_requests or ():
            if request.run_key not in self._run_keys:  # as the daemon does
                self._run_keys.add(str(request.run_key))
                self._run(instance, day, why="berkas baru", tags=dict(request.tags))

    def _run(
        self,
        instance: dg.DagsterInstance,
        day: date,
        *,
        why: str,
        tags: dict[str, str] | None = None,
    ) -> None:
        started = time.perf_counter()
        job = self.definitions.resolve_job_def("rakorev")
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):  # noqa: PTH123 - of dbt
            result = job.execute_in_process(
                instance=instance, raise_on_error=False, tags=tags or {}
            )
        seconds = time.perf_counter() - started
        self.lived.runs.append((day, why, result.success, seconds))
        tags_left = self._sensors(instance, result)
        ended = (
            tags_left.get("sae/rilis") or tags_left.get("sae/keputusan") or "tidak ada yang baru"
        )
        word = ended if result.success else "GAGAL"
        self.tell(f"{day}    jalan ({why}, {seconds:.0f} detik): {word}")
        self._hear(day)

    def _sensors(
        self, instance: dg.DagsterInstance, result: dg.ExecuteInProcessResult
    ) -> Mapping[str, str]:
        """Wake the sensor on ended runs, as Dagster would; the tags the run left."""
        kind = "PIPELINE_SUCCESS" if result.success else "PIPELINE_FAILURE"
        [event] = [e for e in result.all_events if e.event_type_value == kind]
        [run] = instance.get_runs(dg.RunsFilter(run_ids=[result.run_id]))
        context = dg.build_run_status_sensor_context(
            sensor_name="kabar", dagster_instance=instance, dagster_run=run, dagster_event=event
        )
        if result.success:
            kabar_selesai(context)
        else:
            kabar_rusak(context.for_run_failure())
        return run.tags

    def _job(self, instance: dg.DagsterInstance, name: str, day: date) -> None:
        """One of the small jobs; when it breaks, people are told."""
        job = self.definitions.resolve_job_def(name)
        tags = {"dagster/schedule_name": SCHEDULES[name]}
        result = job.execute_in_process(instance=instance, raise_on_error=False, tags=tags)
        if not result.success:
            self._sensors(instance, result)
        self._hear(day)

    def _do(self, event: Event) -> None:
        what, senders = event.what, self.senders
        settings = Settings.from_env()
        per_place: dict[str, Callable[[int], object]] = {
            "riwayat": senders.send_history,
            "kirim": senders.send,
            "kirim_cacat": senders.send_flawed,
            "kirim_awal": senders.send_provisional,
            "salinan": senders.copy,
            "revisi": senders.revise,
            "perbaiki": senders.mend,
        }
        if event.deed in per_place:
            first, last = what
            for place in range(first, last + 1):
                per_place[event.deed](place)
        elif event.deed == "buruk":
            for name in what:
                senders.bad(name)
        elif event.deed == "menyamar":
            senders.bad(what["berkas"], disguised_as=what["opd"])
        elif event.deed == "ganti_nama":
            senders.rename(
                what["opd"], code=what["kode"], name=what["nama"],
                from_day=what["berlaku_dari"], is_torn=what["salah_ketik"],
            )  # fmt: skip
        elif event.deed == "betulkan_profil":
            senders.mend_profile(code=what["kode"], from_day=what["berlaku_dari"])
        elif event.deed == "kirim_baru":
            senders.send_as(what)
        elif event.deed == "sematkan":
            go_back(settings, str(self._mark["release"]), reason=what)
        else:
            let_go(settings)

    def _compare(self, milestone: Milestone) -> None:
        settings = Settings.from_env()
        messages, runs = self.lived.messages, self.lived.runs
        seen = state(
            settings,
            former=self._mark["release"],
            former_rows=self._mark["rows"],
            told=[kind for _, kind, _ in messages[self._mark["messages"] :]],
            runs=len(runs) - self._mark["runs"],
        )
        wrong = differences(milestone.expected, seen)
        self.lived.wrong += [f"{milestone.day} {milestone.name}: {line}" for line in wrong]
        self._mark = {
            "release": served_release(settings),
            "rows": seen["baris_rilis"],
            "messages": len(messages),
            "runs": len(runs),
        }
        self.tell(
            f"{milestone.day}  == {milestone.name}: {seen['diterima']} dari {seen['diharapkan']} "
            f"OPD melapor ({seen['terlambat']} terlambat), ditahan {seen['opd_ditahan']} OPD; "
            f"baris terbit {seen['baris_rilis']}, ditahan {seen['baris_tahan']}; "
            f"rilis {self._mark['release']} ({seen['rilis']} {' '.join(seen['sebab'])}); "
            f"belum kirim {len(seen['belum_kirim'])}, perlu perbaikan "
            f"{len(seen['perlu_perbaikan'])} "
            + ("== sesuai" if not wrong else "== TIDAK SESUAI: " + "; ".join(wrong))
        )

    def _hear(self, day: date) -> None:
        for message in self.hook.received[self._heard :]:
            self.lived.messages.append((day, message["jenis"], message["text"]))
            self.tell(f"{day}    kabar: {message['text']}")
        self._heard = len(self.hook.received)

    def _clock(self, day: date, hour: int) -> None:
        os.environ["SAE_KINI"] = datetime(day.year, day.month, day.day, hour).isoformat()
