"""The examining child: a reading child that also judges what it read, so that it is loaded once.

Belongs here: what `sae periksa` runs in place of `intake.child`, and the shape it answers in.
Stays out: limits and frames (`intake.child`), reading, judging (`judged`).
Run as `python -m dagster_project.sae.examine.child LAYOUTS PROFILE ROOT`.
"""

from __future__ import annotations

import sys
from dataclasses import astuple, fields
from pathlib import Path

from dagster_project.sae.answer.remarks import NOTES, REMARKS, Remark
from dagster_project.sae.contract.rows import Rows
from dagster_project.sae.intake.child import Read, answer_tasks
from dagster_project.sae.intake.submission import (
    ReaderContext,
    Submission,
    Task,
    read_submission,
)

COLUMNS = tuple(field.name for field in fields(Remark))


def examiner(layouts_dir: Path, profile_dir: Path, root: Path) -> Read:
    """What reads and judges a task.

    Raises:
        SaeError: the installation is wrong.
    """
    from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
    from dagster_project.sae.checks.run import suites_of
    from dagster_project.sae.examine.judged import judge
    from dagster_project.sae.installation.settings import Settings

    settings = Settings(home=root, profile=str(profile_dir), inbox=root, root=root)
    context = ReaderContext.load(layouts_dir, profile_dir)
    catalogue = load_catalogue(settings.policy_dir / CATALOGUE_NAME)
    suites = suites_of(settings)

    def examine(task: Task) -> Submission:
        read = read_submission(task, context)
        judged = judge(settings, context.profile, read, catalogue=catalogue, suites=suites)
        tables = {
            "berkas": read.tables["berkas"],
            REMARKS: Rows.of_tuples(COLUMNS, [astuple(remark) for remark in judged.remarks]),
            NOTES: Rows.of_tuples(("kalimat",), [(note,) for note in judged.notes]),
        }
        return Submission(read.accepted, read.findings, tables)

    return examine


if __name__ == "__main__":
    layouts, profile, root = map(Path, sys.argv[1:4])
    raise SystemExit(answer_tasks(lambda: examiner(layouts, profile, root)))
