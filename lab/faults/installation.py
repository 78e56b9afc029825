"""A small real installation that can be put back to its beginning, run, and judged.

Belongs here: making it, starting `sae run` in it, what it must still hold after any fault.
Stays out: what is done to it (`scenes`, `kills`, `boundary`).
At its beginning release A is served and one more report lies in the inbox; a run nobody disturbs
ends at release B. The last report is of the quarter that is being filled, so that no score of a
quarter that is over moves and nobody needs to approve release B (RLS-06).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from dagster_project.sae.care.backup import back_up
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.serving import list_releases, served_release, verify

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "tests" / "cases" / "kuartal_campur" / "masuk"
NOW = datetime(2026, 8, 12, 8)
LAST_REPORT = "1.04.01_2026_TW2_v1.zip"
PATIENCE = 900.0
LOG = "ucapan.txt"
CYCLE = "RAKOREV-2026-03"
HELD = 3


@dataclass(frozen=True)
class Ended:
    """How one `sae run` ended: exit code and everything it said, white space taken out."""

    code: int
    said: str

    @property
    def is_plain(self) -> bool:
        """Whether its last word is no Python traceback; dbt prints one of its own before it."""
        return "Traceback" not in self.said.rpartition("╭")[2]

    def names(self, words: Sequence[str]) -> bool:
        """Whether it said each of these, wherever the terminal broke its lines."""
        return all("".join(word.split()) in self.said for word in words)


@dataclass
class Installation:
    """One folder with an installation (`var`), its inbox (`masuk`) and its beginning (`dasar`)."""

    folder: Path
    before: str = ""
    after: str = ""
    tables: dict[str, str] = field(default_factory=dict)
    archived: dict[str, str] = field(default_factory=dict)
    archived_after: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The installation as `sae` sees it."""
        return Settings(
            home=self.folder / "var", profile="probolinggo", inbox=self.folder / "masuk", clock=NOW
        )

    @property
    def backup(self) -> Path:
        """What `sae cadangkan` copied at the beginning."""
        return self.folder / "cadangan"

    def command(
        self,
        *,
        clock: datetime = NOW,
        module: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
        log: str = LOG,
    ) -> subprocess.Popen[str]:
        """Start `sae run` (or another module) in a session of its own.

        Args:
            clock: what it takes for now.
            module: what runs in the place of `sae run`.
            variables: what it has in its environment besides.
            log: name of the file that it speaks to; another one for a second run at the same time.
        """
        environment = {
            **os.environ,
            **(variables or {}),
            "SAE_HOME": str(self.settings.home),
            "SAE_PROFIL": "probolinggo",
            "SAE_MASUK": str(self.settings.inbox),
            "SAE_KINI": clock.isoformat(),
            "COLUMNS": "400",
        }
        with (self.folder / log).open("w", encoding="utf-8") as sink:
            return subprocess.Popen(
                [sys.executable, "-m", *(module or ("dagster_project.cli", "run"))],
                env=environment, cwd=ROOT, stdout=sink, stderr=sink, text=True,
                start_new_session=True,
            )  # fmt: skip

    def end_of(self, process: subprocess.Popen[str], *, log: str = LOG) -> Ended:
        """Wait for a run and hear what it said."""
        code = process.wait(timeout=PATIENCE)
        said = (self.folder / log).read_text(encoding="utf-8", errors="replace")
        return Ended(code, "".join(said.translate({ord("│"): None}).split()))

    def run(
        self,
        *,
        clock: datetime = NOW,
        module: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run to the end."""
        return self.end_of(self.command(clock=clock, module=module, variables=variables))

    def begin(self) -> None:
        """Make release A and keep all of it as the beginning, with a backup beside it."""
        _send(self.settings.inbox, last=False)
        ended = self.run()
        self.before = served_release(self.settings) or ""
        if ended.code != 0 or not self.before:
            raise SystemExit(f"the installation could not be made: {ended.said[-800:]}")
        back_up(self.settings, self.backup)
        _send(self.settings.inbox, last=True)
        for name in ("var", "masuk"):
            shutil.copytree(self.folder / name, self.folder / "dasar" / name, symlinks=True)
        self.archived = content_of(self.settings.archive)

    def learn(self, module: Sequence[str]) -> Ended:
        """Run once undisturbed and remember release B; `module` is what runs.

        Where the gate holds B (a last report may move a score far) the walidata approves it; the
        approval belongs to the beginning then, or every run would end held.
        """
        ended = self.run(module=module)
        if ended.code == HELD:
            self._approve()
            ended = self.run(module=module)
        self.after = served_release(self.settings) or ""
        if ended.code != 0 or self.after in ("", self.before):
            raise SystemExit(f"an undisturbed run did not end at another release: {ended.said}")
        self.tables = self.tables_of(self.after)
        self.archived_after = content_of(self.settings.archive)
        return ended

    def _approve(self) -> None:
        """Approve the candidate that a run just built, and begin with that from now on."""
        words = ("dagster_project.cli", "rilis", "setujui", "--siklus", CYCLE, "--oleh", "penguji")
        ended = self.run(module=words)
        if ended.code != 0:
            raise SystemExit(f"the candidate could not be approved: {ended.said[-800:]}")
        kept = self.folder / "dasar" / "var" / self.settings.approvals.name
        shutil.copytree(self.settings.approvals, kept, dirs_exist_ok=True)
        self.reset()
        back_up(self.settings, self.backup)

    def reset(self) -> None:
        """Put installation and inbox back to the beginning."""
        for name in ("var", "masuk"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            (self.folder / name).mkdir(exist_ok=True)
            shutil.copytree(
                self.folder / "dasar" / name, self.folder / name, symlinks=True, dirs_exist_ok=True
            )

    def tables_of(self, release: str) -> dict[str, str]:
        """Content hash of each table of a release, by its manifest."""
        text = (self.settings.releases / release / "MANIFEST.json").read_text(encoding="utf-8")
        return {name: table["sha256_isi"] for name, table in json.loads(text)["tabel"].items()}

    def wrong_now(self, *, harmed: frozenset[str] = frozenset(), serving: bool = True) -> list[str]:
        """What does not hold right after a fault.

        Args:
            harmed: files of the archive that the fault itself changed or took away.
            serving: whether readers must see one whole release; False when the fault hurt just it.
        """
        wrong = self._lost(self.archived, harmed)
        if serving:
            wrong += self._not_whole(frozenset({self.before, self.after}))
        return wrong

    def wrong_at_the_end(self, *, harmed: frozenset[str] = frozenset()) -> list[str]:
        """What does not hold after a run that says it succeeded."""
        wrong = self._lost(self.archived_after, harmed)
        wrong += self._not_whole(frozenset({self.after}))
        if not wrong and self.tables_of(self.after) != self.tables:
            wrong.append("release B holds other numbers")
        left = sorted(self.settings.releases.glob(".tmp-*"))
        return wrong + [f"left behind: {path.name}" for path in left]

    def _not_whole(self, allowed: frozenset[str]) -> list[str]:
        served = served_release(self.settings)
        if served not in allowed:
            return [f"readers see {served}"]
        wrong = [str(fault) for fault in verify(self.settings, str(served))]
        shown = self.settings.serving / "parquet"
        kept = self.settings.releases / str(served) / "parquet"
        if content_of(shown) != content_of(kept):
            wrong.append("the served Parquet is not that of the release")
        if not any(item.is_served for item in list_releases(self.settings)):
            wrong.append("no kept release is the served one")
        return wrong

    def _lost(self, expected: dict[str, str], harmed: frozenset[str]) -> list[str]:
        found = content_of(self.settings.archive)
        return [
            f"archive: {name} is {'gone' if name not in found else 'changed'}"
            for name, digest in expected.items()
            if name not in harmed and found.get(name) != digest
        ]


def content_of(folder: Path) -> dict[str, str]:
    """Hash of every file below a folder by its path, but what is hidden."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def _send(inbox: Path, *, last: bool) -> None:
    """Put the reports of the case into the inbox: all but the last one, or the last one."""
    inbox.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(CASE / "penerimaan.csv", inbox / "penerimaan.csv")
    for source in sorted(path for path in CASE.iterdir() if path.is_dir()):
        target = inbox / f"{source.name}.zip"
        if (target.name == LAST_REPORT) != last:
            continue
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for sheet in sorted(source.glob("*.csv")):
                entry = zipfile.ZipInfo(sheet.name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, sheet.read_bytes())
        os.utime(target, (0, 0))  # long complete: nothing waits for it to stop growing
