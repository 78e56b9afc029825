"""Kill a run just before its N-th write to the disk, for every N of the steps that write.

Run as `python -m lab.faults.boundary count` (one whole `sae run`, writes counted) or
`python -m lab.faults.boundary intake|publish FOLDER A B EVERY`: prints one JSON line per kill, for
every EVERY-th write. Each kill is a forked child: imports are paid once. `publish` starts where dbt
and the checks have ended; what they write is made again by every run.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dagster_project.sae.build import warehouse
from dagster_project.sae.build.result import BuildResult
from dagster_project.sae.build.scope import write_scope
from dagster_project.sae.contract.landing import landed_files
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.pull import pull
from dagster_project.sae.run import pipeline
from lab.faults.installation import Installation, content_of

WRITES = ("replace", "rename", "link", "symlink", "fsync")
KEPT = ("arsip", "rilis", "serving", "kembali")


def watch(deadly: int = 0) -> list[int]:
    """Count the writes of this process from now on; die just before the deadly one.

    Returns:
        A list whose only entry is the count so far.
    """
    count = [0]

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            count[0] += 1
            if count[0] == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **kwargs)

        return call

    for name in WRITES:
        setattr(os, name, counted(getattr(os, name)))
    return count


def forked(work: Callable[[], Any], *, deadly: int = 0) -> tuple[bool, Any]:
    """Whether a forked child got to the end of its work, and what came of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        answer: Any = None
        try:
            watch(deadly)
            answer = work()
        except Exception as error:  # noqa: BLE001 - the parent reports whatever it was
            answer = f"{type(error).__name__}: {error}"
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        answer = stream.read()
    _, status = os.waitpid(child, 0)
    return status == 0, json.loads(answer) if answer else None


def received(home: Installation) -> list[Any]:
    """What intake and scope end with: the id a run would release, and the files it stands on."""
    pull(home.settings)
    scope = write_scope(home.settings)
    files = sorted(row["sha256_berkas"] for row in landed_files(home.settings.landing))
    return [scope.id_rilis, files]


def published(home: Installation) -> list[Any]:
    """A run from where dbt and the checks have ended."""
    outcome = pipeline.run(home.settings, rebuild=True, wait_seconds=0)
    return [outcome.served, list(outcome.differing)]


def _built(home: Installation) -> None:
    """Take the beginning to where everything is built for B and nothing of it is published."""
    # The views of a warehouse name the files of the installation that built it: a copied one would
    # read what happens in the other meanwhile.
    home.reset()
    ended = home.run()
    if ended.code != 0:
        raise SystemExit(f"the copy could not be built: {ended.said[-800:]}")
    beginning = home.folder / "dasar" / "var"
    for name in KEPT[1:]:
        shutil.rmtree(home.settings.home / name)
        shutil.copytree(beginning / name, home.settings.home / name, symlinks=True)
    shutil.rmtree(beginning)
    shutil.copytree(home.settings.home, beginning, symlinks=True)
    warehouse.build = _standing
    pipeline.start_worker = lambda _: nullcontext(SimpleNamespace(run=lambda: None))


def _standing(site: Settings, *_: object) -> BuildResult:
    """What dbt would have built on the site: what stands already."""
    if not site.warehouse.is_file():
        shutil.copyfile(replace(site, is_building=False).warehouse, site.warehouse)
    return BuildResult((), 0.0)


def main() -> int:
    """Count, or kill at every write in turn until a run gets through."""
    if sys.argv[1] == "count":
        from dagster_project.cli.app import app

        count = watch()
        try:
            app(["run"], standalone_mode=False)
        finally:
            Path(os.environ["SAE_HOME"], "..", "tulisan.txt").write_text(str(count[0]))
        return 0
    step, folder, before, after, every = sys.argv[1:]
    home = Installation(Path(folder), before=before, after=after)
    if step == "publish":
        _built(home)
    work = received if step == "intake" else published
    home.reset()
    home.archived = content_of(home.settings.archive)
    expected = forked(lambda: work(home))[1]
    if not isinstance(expected, list) or expected[0] != after:
        raise SystemExit(f"the undisturbed {step} ended with {expected}")
    home.archived_after = content_of(home.settings.archive)
    home.tables = home.tables_of(after) if step == "publish" else {}
    number, ended = 1 - int(every), False
    while not ended:
        number += int(every)
        home.reset()
        ended, _ = forked(lambda: work(home), deadly=number)
        wrong = home.wrong_now()
        came = forked(lambda: work(home))[1]
        if came != expected:
            wrong.append(f"the next run came to {came} instead of {expected}")
        elif step == "publish":
            wrong += home.wrong_at_the_end()
        elif content_of(home.settings.archive) != home.archived_after:
            wrong.append("the archive is another one than after an undisturbed run")
        print(json.dumps({"number": number, "killed": not ended, "wrong": wrong}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
