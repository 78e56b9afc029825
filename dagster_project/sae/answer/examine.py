"""Examine one file now: the reader of the pipeline and the rules of the suites, no warehouse.

Belongs here: the way of one file from its bytes to an answer, and what may wait until it is read.
Stays out: judging (`judged`), what the answer looks like (`report`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.errors import SaeError
from dagster_project.sae.intake.archive import content_hash
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.submission import Submission, Task
from dagster_project.sae.profile import load_profile
from dagster_project.sae.settings import Settings

if TYPE_CHECKING:
    from dagster_project.sae.answer.remarks import Answer


@dataclass(frozen=True)
class Examined:
    """What became of one file: the answer, and the reading it rests on."""

    answer: Answer
    submission: Submission
    form: str | None


def examine(settings: Settings, path: Path) -> Examined:
    """Read and judge one file exactly as the pipeline would if it were received now.

    Args:
        settings: profile, layouts, rules and the clock; its state on disk is not touched.
        path: the file; it is only read.

    Raises:
        SaeError: there is no such file, or the installation is wrong.
    """
    if not path.is_file():
        raise SaeError(f"Berkas {path} tidak ada.")
    profile = load_profile(settings.profile_dir)
    now = settings.now().isoformat()
    task = Task(
        path=str(path.resolve()),
        sha256=content_hash(path),
        file_name=path.name,
        size=path.stat().st_size,
        received=now,
        judged=now,
        source="sae periksa",
    )
    with ReadingPool(settings.layouts_dir, profile, workers=1) as pool:
        answers = pool.read_all([task])
        # The child starts and reads while this process loads the rules and what judges them.
        from dagster_project.sae.answer.judged import judge
        from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
        from dagster_project.sae.checks.suites import load_suites

        catalogue = load_catalogue(settings.policy_dir / CATALOGUE_NAME)
        suites = load_suites(settings.suites_dir, catalogue)
        [submission] = answers
    told = judge(settings, profile, submission, catalogue=catalogue, suites=suites)
    [file] = submission.tables["berkas"].dicts()
    return Examined(told, submission, file.get("id_layout"))
