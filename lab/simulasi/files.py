"""The profile of the simulated government and the files its agencies send.

Belongs here: a profile folder of its own, reports as bytes in an inbox, good and bad.
Stays out: on which day (`plan`), what the pipeline makes of them.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from dagster_project.sae.contract.profile import Cycle, Profile, load_profile
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.sample import sin_acts as acts
from dagster_project.sae.sample.submission import Submission, build_submission
from dagster_project.sae.sample.workbook import write_workbook
from dagster_project.sae.sample.world import World

BAD_FILES = PROJECT_ROOT / "tests" / "cases" / "berkas_buruk" / "masuk"
CURRENT = "RAKOREV-2026-04"
FORMER = ("RAKOREV-2026-02", "RAKOREV-2026-03")
"""The quarters before: without them every sum since January would look like a missed target."""


@dataclass
class Senders:
    """The agencies: who they are, and what each has sent so far."""

    profile_dir: Path
    inbox: Path
    seed: int
    world: World
    sent: dict[str, Submission] = field(default_factory=dict)

    def code(self, place: int) -> str:
        """Code of the agency at that place of the roster, from 1."""
        return self.world.roster[place - 1].code

    def cycle(self, cycle_id: str) -> Cycle:
        """A cycle of the profile."""
        return self.world.profile.cycle(cycle_id)

    def send(self, place: int, cycle_id: str = CURRENT) -> Path:
        """A clean report."""
        return self._write(self._report(place, cycle_id))

    def send_history(self, place: int) -> None:
        """Clean reports of the quarters before."""
        for cycle_id in FORMER:
            self.send(place, cycle_id)

    def send_flawed(self, place: int) -> Path:
        """A report with two numbers typed as text, which hold their rows."""
        report = self._report(place, CURRENT)
        acts.text_number(report, self.world)
        return self._write(report)

    def send_provisional(self, place: int) -> Path:
        """A clean report whose figure `revise` will correct."""
        final = self._report(place, CURRENT)
        [touch] = acts.revision(final, self.world)
        path = self._write(touch.earlier or final)
        self.sent[final.opd.code] = final
        return path

    def revise(self, place: int) -> Path:
        """The report after `send_provisional`, as version 2 that says why."""
        return self._write(self.sent[self.code(place)])

    def mend(self, place: int) -> Path:
        """A clean report of the next version, after `send_flawed`."""
        report = self._report(place, CURRENT)
        report.version += 1
        return self._write(report)

    def copy(self, place: int) -> Path:
        """The same bytes under another name, as happens with mail."""
        name = self._report(place, CURRENT).file_name
        target = self.inbox / f"Salinan {name}"
        shutil.copyfile(self.inbox / name, target)
        return target

    def bad(self, name: str, *, disguised_as: int | None = None) -> Path:
        """A broken or hostile file, under its own name or that of a report."""
        target = name
        if disguised_as is not None:
            report = self._report(disguised_as, CURRENT)
            target = Path(report.file_name).with_suffix(Path(name).suffix).name
        shutil.copyfile(BAD_FILES / name, self.inbox / target)
        return self.inbox / target

    def rename(self, place: int, *, code: str, name: str, from_day: date, is_torn: bool) -> None:
        """An agency ends in `opd.csv` and its successor is added, at first with a slip."""
        old = self.code(place)

        def edit(rows: list[dict[str, str]]) -> list[dict[str, str]]:
            [former] = [row for row in rows if row["kode_opd"] == old]
            successor = former | {
                "kode_opd": code,
                "nama_opd": name,
                "singkatan": name,
                "berlaku_dari": "1 November" if is_torn else from_day.isoformat(),
                "kode_opd_pendahulu": old,
            }
            former["berlaku_sampai"] = (from_day - timedelta(days=1)).isoformat()
            return [*rows, successor]

        _edit(self.profile_dir / "opd.csv", edit)

    def mend_profile(self, *, code: str, from_day: date) -> None:
        """The slip of `rename` is mended."""

        def edit(rows: list[dict[str, str]]) -> list[dict[str, str]]:
            for row in rows:
                if row["kode_opd"] == code:
                    row["berlaku_dari"] = from_day.isoformat()
            return rows

        _edit(self.profile_dir / "opd.csv", edit)
        self.world = World(load_profile(self.profile_dir), self.seed)

    def send_as(self, code: str) -> Path:
        """A clean report of an agency that joined later, by its code."""
        places = [opd.code for opd in self.world.roster]
        return self.send(places.index(code) + 1)

    def _report(self, place: int, cycle_id: str) -> Submission:
        opd = self.world.roster[place - 1]
        return build_submission(self.world, opd, number=place, cycle=self.cycle(cycle_id))

    def _write(self, report: Submission) -> Path:
        template = load_template(PROJECT_ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)
        path = self.inbox / report.file_name
        created = datetime.combine(report.cycle.opened, datetime.min.time())
        write_workbook(path, template, cover=report.cover, tables=report.tables, created=created)
        return path


def found(home: Path, *, agencies: int, seed: int) -> Senders:
    """Make the profile of a government with so many agencies and three cycles, and its inbox."""
    profile_dir, inbox = home / "profil" / "simulasi", home / "masuk"
    source = PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo"
    shutil.copytree(source, profile_dir)
    inbox.mkdir(parents=True)
    roster = [opd.code for opd in World(load_profile(source), seed).roster[:agencies]]
    _edit(profile_dir / "opd.csv", lambda rows: [r for r in rows if r["kode_opd"] in roster])
    _edit(
        profile_dir / "siklus.csv",
        lambda rows: [r for r in rows if r["id_siklus"] in (*FORMER, CURRENT)],
    )
    profile: Profile = load_profile(profile_dir)
    return Senders(profile_dir, inbox, seed, World(profile, seed))


def _edit(file: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows, names = list(reader), list(reader.fieldnames or ())
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))
