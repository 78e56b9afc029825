"""Examine one file now: the readers, the SQL and the suites of a run, in memory.

Belongs here: the way of one file from its bytes to an answer.
Stays out: judging (`judged`), what it is judged by (`prepared`, `context`), how it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dagster_project.sae.answer.compose import answer
from dagster_project.sae.answer.remarks import Answer, title_of
from dagster_project.sae.answer.seen import as_seen
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue, titles_of
from dagster_project.sae.contract.profile import Profile, load_profile
from dagster_project.sae.contract.template import load_template
from dagster_project.sae.examine.judged import Judged, judge
from dagster_project.sae.examine.prepared import prepared
from dagster_project.sae.examine.tables import Tables
from dagster_project.sae.installation.errors import SaeError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import content_hash
from dagster_project.sae.intake.ledger import template_file
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.submission import Submission, Task

Examine = Callable[[Path], Answer]

_NAMED = 3
_NOBODY = "OPD tidak dikenal"


@contextmanager
def examiner(settings: Settings, *, slow: Callable[[str], None] | None = None) -> Iterator[Examine]:
    """What examines files one after another; its reading child starts before a file is named.

    Args:
        settings: profile, layouts, rules, landing and the clock; their state on disk is only read.
        slow: told a sentence when something takes seconds that usually takes none.

    Raises:
        SaeError: the installation is wrong.
    """
    profile = load_profile(settings.profile_dir)
    with ReadingPool(settings.layouts_dir, profile, workers=1) as pool:
        pool.warm()
        yield lambda path: _examine(path, settings, pool=pool, profile=profile, slow=slow)


def examine(settings: Settings, path: Path) -> Answer:
    """Read and judge one file exactly as a run would if it were received now.

    Raises:
        SaeError: there is no such file, or the installation is wrong.
    """
    with examiner(settings) as look:
        return look(path)


def _examine(
    path: Path,
    settings: Settings,
    *,
    pool: ReadingPool,
    profile: Profile,
    slow: Callable[[str], None] | None,
) -> Answer:
    task = _task(path, settings)
    answers = pool.read_all([task])
    # The child reads on the other core while the tables are made ready here.
    ready = prepared(settings, slow=slow)
    titles = titles_of(load_catalogue(settings.policy_dir / CATALOGUE_NAME))
    tables = Tables(settings, ready)  # made ready while the child still reads
    judged: list[Judged] = []
    [submission] = answers
    parts = submission.reports
    is_of_one = len(parts) == 1
    for number, part in enumerate(parts):
        # A file of several agencies is a report of each, judged beside the others as a run does.
        with tables if number == 0 else Tables(settings, ready) as own:
            one = judge(
                settings,
                profile,
                part,
                tables=own,
                prepared=ready,
                titles=titles,
                together=submission,
            )
        judged.append(one if is_of_one else _named(one, part.file["kode_opd"]))
    found = answer(
        file_name=task.file_name,
        sha256=task.sha256,
        agency=parts[0].file["kode_opd"] if is_of_one else None,
        title=_title(parts, profile),
        is_refused=not submission.accepted,
        remarks=tuple(remark for one in judged for remark in one.remarks),
        notes=tuple(dict.fromkeys(note for one in judged for note in one.notes)),
        changes=tuple(change for one in judged for change in one.changes),
    )
    return as_seen(found, path, load_template(template_file(settings)))


def _title(parts: Sequence[Submission], profile: Profile) -> str:
    """Who reports about when; of several agencies how many, and the first of them."""
    titles = [title_of(part.file, profile) for part in parts]
    if len(titles) == 1:
        return titles[0]
    more = len(titles) - _NAMED
    return f"{len(titles)} OPD: {'; '.join(titles[:_NAMED])}" + (
        f"; dan {more} lagi" if more > 0 else ""
    )


def _named(judged: Judged, agency: str | None) -> Judged:
    """What is said of a whole report with the agency whose report it is."""
    who = agency or _NOBODY
    return replace(
        judged,
        remarks=tuple(
            remark if remark.cell else replace(remark, message=f"{who}: {remark.message}")
            for remark in judged.remarks
        ),
        changes=tuple(f"{who}: {change}" for change in judged.changes),
    )


def _task(path: Path, settings: Settings) -> Task:
    """The file as if it were received now."""
    if not path.is_file():
        if path.is_dir():
            raise SaeError(f"{path} adalah folder; sebutkan satu berkas di dalamnya.")
        raise SaeError(f"Berkas {path} tidak ada.")
    now = settings.now().isoformat()
    try:
        return Task(
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
