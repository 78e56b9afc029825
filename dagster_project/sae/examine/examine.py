"""Examine one file now: the reader of the pipeline and the rules of the suites, no warehouse.

Belongs here: the way of one file from its bytes to an answer.
Stays out: what happens to the bytes (`child`), judging (`judged`), how it looks (`report`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster_project.sae.answer.remarks import (
    NOTES,
    REMARKS,
    Answer,
    Remark,
    answer,
    of_reading,
    title_of,
)
from dagster_project.sae.contract.profile import Profile, load_profile
from dagster_project.sae.installation.errors import SaeError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import content_hash
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.submission import Submission, Task

CHILD = "dagster_project.sae.examine.child"


Examine = Callable[[Path], Answer]


@contextmanager
def examiner(settings: Settings) -> Iterator[Examine]:
    """What examines files one after another; its child starts at once, before a file is named.

    Args:
        settings: profile, layouts, rules and the clock; their state on disk is not touched.

    Raises:
        SaeError: the installation is wrong.
    """
    profile = load_profile(settings.profile_dir)
    with ReadingPool(
        settings.layouts_dir, profile, workers=1, module=CHILD, arguments=[str(settings.root)]
    ) as pool:
        pool.warm()
        yield lambda path: _examine(path, settings, pool=pool, profile=profile)


def examine(settings: Settings, path: Path) -> Answer:
    """Read and judge one file exactly as the pipeline would if it were received now.

    Raises:
        SaeError: there is no such file, or the installation is wrong.
    """
    with examiner(settings) as look:
        return look(path)


def _examine(path: Path, settings: Settings, *, pool: ReadingPool, profile: Profile) -> Answer:
    if not path.is_file():
        raise SaeError(f"Berkas {path} tidak ada.")
    now = settings.now().isoformat()
    try:
        task = Task(
            path=str(path.resolve()),
            sha256=content_hash(path),
            file_name=path.name,
            size=path.stat().st_size,
            received=now,
            judged=now,
            source="sae periksa",
        )
    except OSError as error:
        raise SaeError(f"Berkas {path} tidak dapat dibuka: {error.strerror}.") from error
    [submission] = pool.read_all([task])
    [file] = submission.tables["berkas"].dicts()
    return answer(
        file_name=task.file_name,
        sha256=task.sha256,
        agency=file["kode_opd"],
        title=title_of(file, profile),
        is_refused=not submission.accepted,
        remarks=_remarks(submission, settings),
        notes=[row["kalimat"] for row in _rows(submission, NOTES)],
    )


def _remarks(submission: Submission, settings: Settings) -> list[Remark]:
    if REMARKS in submission.tables:
        return [Remark(**row) for row in _rows(submission, REMARKS)]
    # The child died on the file; the pool says so in its place.
    from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue

    catalogue = load_catalogue(settings.policy_dir / CATALOGUE_NAME)
    titles = {rule.id_aturan: rule.judul for rule in catalogue.values()}
    return list(of_reading(submission.tables["temuan"].dicts(), titles))


def _rows(submission: Submission, table: str) -> list[dict[str, Any]]:
    return submission.tables[table].dicts() if table in submission.tables else []
