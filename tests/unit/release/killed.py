"""Publishes and serves in forked children that are killed, and reports what a reader finds after.

Run by test_kills.py as `killed.py HOME ROOT random N SEED` or `killed.py HOME ROOT steps`; prints
one JSON line per killed child. Forked: imports cost a second, a kill costs milliseconds.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import duckdb

from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.serving import serve, served_release

HOME, ROOT = Path(sys.argv[1]), Path(sys.argv[2])
SETTINGS = Settings(home=HOME, profile="uji", inbox=HOME, root=ROOT)
SCOPE = read_scope(SETTINGS)
# A killed process loses nothing the kernel has: waiting for the disk would only make this slower.
os.fsync = lambda descriptor: None
os.sync = lambda: None
STEPS = ("replace", "rename", "fsync", "symlink", "chmod", "unlink", "rmdir", "mkdir")


def release(trial: int, number: int = 0) -> str:
    """Publish and serve a new release; what is in it says its number in every table."""
    release_id = f"{id_of(trial)}{number:06x}"
    with duckdb.connect(str(SETTINGS.warehouse)) as connection:
        for table in ("pub_rilis", "pub_kpi_pilar"):
            connection.execute(f"update {table} set id_rilis = '{release_id}'")
    publish(
        SETTINGS,
        dataclasses.replace(SCOPE, id_rilis=release_id),
        faces=lambda folder: write_pages(folder, release_id),
    )
    serve(SETTINGS, release_id)
    return release_id


def write_pages(folder: Path, release_id: str) -> None:
    """Two pages that say their release, written as the site is."""
    public = folder / "publik"
    (public / "opd").mkdir(parents=True)
    for name in ("index.html", "opd/1.01.html"):
        (public / name).write_text(release_id, encoding="utf-8")
    disk.seal_folder(public)


def id_of(trial: int) -> str:
    """How the ids of all releases of one trial begin."""
    return f"R-2026-04-{trial:06x}"


def release_for_ever(trial: int) -> None:
    """Publish and serve one release after the other until killed."""
    number = 0
    while True:
        release(trial, number)
        number += 1


def look() -> dict[str, object]:
    """What readers find: ids in database and Parquet, and what mending makes of them."""
    file = SETTINGS.serving / "sae.duckdb"
    found: dict[str, object] = {"database": [], "wal": file.with_name("sae.duckdb.wal").exists()}
    if file.is_file():
        with duckdb.connect(str(file), read_only=True) as connection:
            rows = connection.execute(
                "select id_rilis from rilis union select id_rilis from kpi_pilar"
            ).fetchall()
            found["database"] = sorted(row[0] for row in rows)
    found["served"] = served_release(SETTINGS)
    parquet = SETTINGS.serving / "parquet"
    if found["served"]:
        rows = duckdb.sql(
            f"select distinct id_rilis from '{parquet}/rilis.parquet' "
            f"union select distinct id_rilis from '{parquet}/kpi_pilar.parquet'"
        ).fetchall()
        found["parquet"] = sorted(row[0] for row in rows)
        pages = (SETTINGS.serving / "publik").rglob("*.html")
        found["pages"] = sorted({page.read_text(encoding="utf-8") for page in pages})
        found["pointer"] = (SETTINGS.serving / "TERKINI").read_text(encoding="utf-8").strip()
    return found


def in_child(work, *, seconds: float | None = None) -> tuple[int, str]:
    """Run something in a forked child, killed after some seconds; its wait status and output."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        answer = json.dumps(work())
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8") as stream:
        answer = stream.read()
    return os.waitpid(child, 0)[1], answer


def killed_at_step(step: int):
    """A release that kills itself at its n-th change on disk."""
    count = 0

    def counted(original):
        def call(*args, **kwargs):
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **kwargs)

        return call

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    return release(step)


def report(trial: int, status: int, before: object) -> object:
    """One line: was it killed, what was served before, what is found now."""
    line = {"killed": status != 0, "before": before, "made": id_of(trial)}
    found = json.loads(in_child(look)[1])
    print(json.dumps(line | found), flush=True)
    return found["served"]


def main() -> None:
    """Kill at random moments, or at every step in turn, then release once undisturbed."""
    served: object = None
    trial, status = 0, 1
    if sys.argv[3] == "random":
        chance = random.Random(int(sys.argv[5]))
        for trial in range(1, int(sys.argv[4]) + 1):
            status, _ = in_child(
                lambda trial=trial: release_for_ever(trial), seconds=chance.uniform(0.01, 0.6)
            )
            served = report(trial, status, served)
    else:
        while status != 0:
            trial += 1
            status, _ = in_child(lambda trial=trial: killed_at_step(trial))
            served = report(trial, status, served)
    status, _ = in_child(lambda: release(trial + 1))
    report(trial + 1, status, served)


if __name__ == "__main__":
    main()
