"""After a run: what goes back to each OPD, from the findings the run has put together.

Belongs here: reading findings with their cells from the warehouse, one answer for each file that
speaks, answers that are no longer true. Stays out: findings (dbt), what an answer looks like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from dagster_project.sae.answer.compose import answer
from dagster_project.sae.answer.deliver import deliver
from dagster_project.sae.answer.findings import FINDINGS, remark_of
from dagster_project.sae.answer.remarks import Answer, title_of
from dagster_project.sae.answer.seen import as_seen
from dagster_project.sae.answer.write import answer_base, remove_answers, write_answer
from dagster_project.sae.build.site import read_only
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue, titles_of
from dagster_project.sae.contract.profile import Profile, load_profile
from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import stored_path
from dagster_project.sae.intake.ledger import template_file

NO_CODE = "tanpa-kode"
BUDGET_SECONDS = 60.0
"""Of one run: about 600 answers. A file left out has its answer in the next run."""


@dataclass(frozen=True)
class Returned:
    """What one run gave back.

    Attributes:
        written: answers that are in place now.
        late: files whose answer waits for the next run, for want of time.
        problems: a sentence for each file whose answer could not be written or brought.
        brought: files that are new or changed where the OPD read them (`SAE_KEMBALI`).
    """

    written: int
    late: int = 0
    problems: tuple[str, ...] = ()
    brought: int = 0


def write_returns(settings: Settings, *, seconds: float = BUDGET_SECONDS) -> Returned:
    """Write an answer for every file that has findings in the build warehouse.

    The latest received come first. An answer whose content has not changed is not written again,
    and one to a file without findings now goes. What cannot be written is told and stops nothing.

    Args:
        settings: the installation, after its marts were built.
        seconds: no new answer is begun after this time.

    Raises:
        WarehouseError: there is no build warehouse.
    """
    deadline = monotonic() + seconds
    titles = titles_of(load_catalogue(settings.policy_dir / CATALOGUE_NAME))
    profile = load_profile(settings.profile_dir)
    template = load_template(template_file(settings))
    by_file: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    with read_only(settings) as connection:
        found = connection.execute(FINDINGS)
        names = [column[0] for column in found.description or ()]
        for values in found.fetchall():
            row = dict(zip(names, values, strict=True))
            by_file.setdefault((row["sha256_berkas"], row["nama_berkas"]), []).append(row)
    written = late = 0
    problems: list[str] = []
    current: dict[tuple[str, str], str] = {}
    for (digest, _), rows in by_file.items():
        told = _answer(rows, titles=titles, profile=profile)
        folder = told.agency or NO_CODE
        if current.setdefault((folder, answer_base(told.file_name)), digest) != digest:
            continue  # the same name with an older content: the later one has its answer
        if monotonic() > deadline:
            late += 1
            continue
        source = stored_path(settings.archive, digest)
        if source is None:
            problems.append(f"{told.file_name}: isinya tidak ada di arsip")
            continue
        try:
            write_answer(as_seen(told, source, template), source, settings.returns / folder)
        except Exception as error:  # noqa: BLE001 - one answer must not stop the others, nor a release
            problems.append(f"{told.file_name}: {type(error).__name__}: {error}")
            continue
        written += 1
    remove_answers(settings.returns, keep=current)
    brought = deliver(settings, profile.opd_codes)
    return Returned(written, late, (*problems, *brought.problems), brought=brought.brought)


def _answer(
    rows: Iterable[Mapping[str, Any]], *, titles: Mapping[str, str], profile: Profile
) -> Answer:
    rows = list(rows)
    first = rows[0]
    return answer(
        file_name=first["nama_berkas"],
        sha256=first["sha256_berkas"],
        agency=first["kode_opd"],
        title=title_of(first, profile),
        is_refused=first["hasil"] == "DITOLAK",
        remarks=[remark_of(row, titles) for row in rows],
    )
