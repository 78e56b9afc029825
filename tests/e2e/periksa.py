"""Every archived file judged once more by itself, beside what the run found in it.

Belongs here: what the tests of several e2e modules compare with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project.sae.answer.findings import FINDINGS, remark_of
from dagster_project.sae.answer.remarks import Remark
from dagster_project.sae.build import warehouse
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue, titles_of
from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.examine.judged import Judged, judge
from dagster_project.sae.examine.prepared import prepared
from dagster_project.sae.examine.tables import Tables
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import archived_files
from dagster_project.sae.intake.ledger import naming_receipt
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.submission import Submission, Task


@dataclass(frozen=True)
class Compared:
    """One file: what `periksa` says and what the run found."""

    name: str
    is_active: bool
    submission: Submission
    judged: Judged
    run: tuple[Remark, ...]

    def is_latest_of(self, files: Iterable[Compared]) -> bool:
        """Whether no active file of the same agency speaks of a later cycle."""
        [own] = self.submission.tables["berkas"].dicts()
        others = (f.submission.tables["berkas"].dicts()[0] for f in files if f.is_active)
        return all(
            (other["id_siklus"] or "") <= (own["id_siklus"] or "")
            for other in others
            if other["kode_opd"] == own["kode_opd"]
        )

    @property
    def only_periksa(self) -> list[Remark]:
        """Remarks that the run does not make."""
        return list((Counter(self.judged.remarks) - Counter(self.run)).elements())

    @property
    def only_run(self) -> list[Remark]:
        """Findings that `periksa` does not make."""
        return list((Counter(self.run) - Counter(self.judged.remarks)).elements())


def compared(
    settings: Settings,
    *,
    cycle: str | None,
    alone: Path | None = None,
    unsent: Path | None = None,
    names: Collection[str] | None = None,
) -> list[Compared]:
    """Each file of an installation after a run, read and judged again.

    Args:
        settings: the installation.
        cycle: id of the cycle the run released; that of the clock when None.
        alone: a home where nothing has landed, to judge each file as if it were all there is.
        unsent: an empty home, to judge each file as if everything but itself had been received.
        names: of the files that are looked at; all when None.
    """
    found = _found(settings)
    profile = load_profile(settings.profile_dir)
    chosen = profile.cycle(cycle) if cycle else profile.default_cycle(settings.now().date())
    where = replace(settings, home=alone or unsent or settings.home)
    ready = prepared(where)
    titles = _titles(settings)
    result = []
    received = _received(settings) if unsent else {}
    for file, submission in _read_again(settings, names):
        if unsent:
            _land_all_but(file.sha256, received, where.landing)
        with Tables(where, ready) as tables:
            judged = judge(
                where,
                profile,
                submission,
                tables=tables,
                prepared=ready,
                titles=titles,
                cycle=chosen,
            )
        digest = file.sha256
        result.append(
            Compared(
                file.file_name,
                digest in found.active,
                submission,
                judged,
                tuple(found.remarks.get(digest, ())),
            )
        )
    return result


@dataclass(frozen=True)
class _Found:
    remarks: dict[str, list[Remark]]
    active: frozenset[str]


def _found(settings: Settings) -> _Found:
    titles = _titles(settings)
    remarks: dict[str, list[Remark]] = {}
    with warehouse.read_only(settings) as connection:
        rows = connection.execute(FINDINGS)
        names = [column[0] for column in rows.description or ()]
        for values in rows.fetchall():
            row = dict(zip(names, values, strict=True))
            remarks.setdefault(row["sha256_berkas"], []).append(remark_of(row, titles))
        active = connection.execute("select sha256_berkas from int_kiriman__aktif").fetchall()
    return _Found(remarks, frozenset(row[0] for row in active))


def _titles(settings: Settings) -> dict[str, str]:
    return titles_of(load_catalogue(settings.policy_dir / CATALOGUE_NAME))


def _received(settings: Settings) -> dict[str, pa.Table]:
    """Everything that has landed, table by table; the cells as they were read are left out."""
    tables: dict[str, list[pa.Table]] = {}
    for path in sorted(settings.landing.glob("[!.]*/*.parquet")):
        if path.stem != "lembar":
            tables.setdefault(path.stem, []).append(pq.read_table(path))
    return {
        name: pa.concat_tables(found, promote_options="default") for name, found in tables.items()
    }


def _land_all_but(digest: str, received: Mapping[str, pa.Table], landing: Path) -> None:
    """Leave a landing in which a content has never been received."""
    batch = landing / "semua"
    batch.mkdir(parents=True, exist_ok=True)
    for name, rows in received.items():
        other = pc.not_equal(rows["sha256_berkas"], digest)
        pq.write_table(rows.filter(other), batch / f"{name}.parquet")


def _read_again(
    settings: Settings, names: Collection[str] | None
) -> Iterator[tuple[Task, Submission]]:
    tasks = [
        Task(
            path=str(file.path),
            sha256=file.sha256,
            file_name=naming_receipt(file).nama_berkas,
            size=file.first.ukuran,
            received=file.first.diterima_pada,
            judged=naming_receipt(file).diterima_pada,
            source=file.first.sumber,
        )
        for file in archived_files(settings.archive)
        if names is None or naming_receipt(file).nama_berkas in names
    ]
    with ReadingPool(settings.layouts_dir, load_profile(settings.profile_dir)) as pool:
        yield from zip(tasks, pool.read_all(tasks), strict=True)
