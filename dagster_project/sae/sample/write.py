"""A whole sample folder: workbooks, the receipt register, and the page that owns up to the sins.

Belongs here: choosing agencies and cycles, writing the files of the folder.
Stays out: what stands in a workbook (`submission`, `sheets`, `sins`), its bytes (`workbook`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.installation.errors import ProfileError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.sample.readme import readme
from dagster_project.sae.sample.sins import Sin, apply_sins
from dagster_project.sae.sample.submission import Submission, build_submission
from dagster_project.sae.sample.workbook import write_workbook
from dagster_project.sae.sample.world import World

REGISTER = "penerimaan.csv"
README = "README.md"
SINS_FILE = "README-kesalahan.csv"


@dataclass(frozen=True)
class Sample:
    """A sample before it is written: reports ordered by file name, and what is wrong in them."""

    submissions: tuple[Submission, ...]
    sins: tuple[Sin, ...]


def build_sample(
    *, agencies: int, periods: int, seed: int, profile: Profile, template_file: Path | None = None
) -> Sample:
    """Make the reports of the first agencies for the first cycles of a profile.

    A larger sample holds the same files and more: nothing depends on `agencies` or `periods` but
    how many files there are.

    Args:
        agencies: how many agencies report, at least 1.
        periods: how many cycles, from the first of the profile, at least 1.
        seed: the same seed gives the same values.
        profile: whose agencies, pillars, units, sources, regions and cycles are used.
        template_file: layout of the workbook; that of the project when None.

    Raises:
        ProfileError: the profile has fewer agencies or cycles than asked for.
    """
    world = World(profile, seed)
    template = load_template(template_file or PROJECT_ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)
    if not 1 <= agencies <= len(world.roster):
        raise ProfileError(
            f"Contoh untuk {agencies} OPD tidak dapat dibuat: profil "
            f"{profile.folder.name} memuat 1 sampai {len(world.roster)} OPD (--opd)."
        )
    if not 1 <= periods <= len(profile.cycles):
        raise ProfileError(
            f"Contoh untuk {periods} siklus tidak dapat dibuat: profil "
            f"{profile.folder.name} memuat 1 sampai {len(profile.cycles)} siklus (--periode)."
        )
    clean = {
        (place, index): build_submission(world, opd, number=place + 1, cycle=cycle)
        for place, listed in enumerate(world.roster[:agencies])
        for index, cycle in enumerate(profile.cycles[:periods])
        # Under one code an agency may have had another name then.
        if (opd := profile.opd_on(listed.code, cycle.cutoff)) is not None
    }
    submissions, sins = apply_sins(clean, world=world, template=template)
    return Sample(tuple(sorted(submissions, key=lambda s: s.file_name)), tuple(sins))


def write_samples(
    target: Path, *, agencies: int, periods: int, seed: int, profile: Profile
) -> list[Path]:
    """Write a folder of synthetic submissions, good and bad; the same arguments, the same bytes.

    Workbooks of an earlier sample in that folder are removed first; other files are left alone.

    Args:
        target: folder to write; made when missing.
        agencies: how many agencies report.
        periods: how many cycles, from the first of the profile.
        seed: the same seed gives the same values.
        profile: the profile the sample is for.

    Returns:
        Workbooks, then `penerimaan.csv`, `README.md` and `README-kesalahan.csv`.

    Raises:
        ProfileError: the profile has fewer agencies or cycles than asked for, or the register of
            the earlier sample cannot be read.
    """
    sample = build_sample(agencies=agencies, periods=periods, seed=seed, profile=profile)
    template = load_template(PROJECT_ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)
    target.mkdir(parents=True, exist_ok=True)
    _remove_earlier(target)
    paths = []
    for submission in sample.submissions:
        path = target / submission.file_name
        write_workbook(
            path,
            template,
            cover=submission.cover,
            tables=submission.tables,
            created=datetime.combine(submission.cycle.opened, datetime.min.time()),
        )
        paths.append(path)
    texts = {
        REGISTER: _register(sample),
        README: readme(
            sample.submissions,
            sample.sins,
            agencies=agencies,
            periods=periods,
            seed=seed,
            profile=profile,
        ),
        SINS_FILE: _sins_table(sample),
    }
    for name, text in texts.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
        paths.append(target / name)
    return paths


def _remove_earlier(target: Path) -> None:
    """Remove the workbooks that the register of an earlier sample names."""
    if (target / REGISTER).is_file():
        for row in seed_rows(target, REGISTER):
            (target / Path(row.text("nama_berkas")).name).unlink(missing_ok=True)


def _register(sample: Sample) -> str:
    rows = [(s.file_name, s.received.isoformat(), s.channel) for s in sample.submissions]
    return _csv(["nama_berkas", "diterima_pada", "lewat"], rows)


def _sins_table(sample: Sample) -> str:
    return _csv([field.name for field in fields(Sin)], [astuple(sin) for sin in sample.sins])


def _csv(header: list[str], rows: Sequence[tuple[str, ...]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()
