"""The release that a new one is compared with: the one readers see, or the last one kept.

Belongs here: choosing it, comparing with it while the new one is still being written.
Stays out: the comparison itself (`compare`), the notes made of it (`notes`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.build.scope import Scope
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release import manifest
from dagster_project.sae.release.changes import Comparison
from dagster_project.sae.release.compare import compare_attached, side_of_folder, side_of_scope
from dagster_project.sae.release.contents import RELEASE
from dagster_project.sae.release.decision import Decision
from dagster_project.sae.release.differing import Keys
from dagster_project.sae.release.facts import DATABASE
from dagster_project.sae.release.serving import list_releases, served_release

if TYPE_CHECKING:
    import duckdb


def former_folder(settings: Settings, release_id: str) -> Path | None:
    """Folder of the release that readers see before this one, or None when it is the first.

    When none is served, the release written last counts. One that does not verify never does.
    """
    kept = [release.id for release in list_releases(settings) if release.problem is None]
    for candidate in dict.fromkeys([served_release(settings), *kept]):
        if candidate is None or candidate == release_id:
            continue
        folder = settings.releases / candidate
        if not manifest.verify_folder(folder):
            return folder
    return None


def predecessor(settings: Settings, release_id: str) -> Path | None:
    """The release that a candidate is judged beside: what readers see before it.

    For a candidate that is kept already it is the one it was compared with when it was written, as
    long as that is kept whole; a rebuild must not be judged beside anything else.

    Raises:
        ReleaseError: releases were kept and none of them is whole, so that a candidate would pass
            as the first one, beside nothing; or the manifest of the kept candidate cannot be read.
    """
    kept = settings.releases / release_id
    if not kept.is_dir() or manifest.verify_folder(kept):
        former = former_folder(settings, release_id)
        if former is None:
            _refuse_when_others_were_kept(settings, release_id)
        return former
    before = manifest.read_manifest(kept).get("pendahulu")
    if not before:
        return None
    folder = settings.releases / str(before["id_rilis"])
    return folder if folder.is_dir() and not manifest.verify_folder(folder) else None


def _refuse_when_others_were_kept(settings: Settings, release_id: str) -> None:
    damaged = [release.id for release in list_releases(settings) if release.id != release_id]
    if damaged:
        raise ReleaseError(
            f"Rilis {', '.join(damaged)} rusak dan tidak ada rilis lain yang utuh, sehingga yang "
            "baru tidak dapat dibandingkan dengan yang dilihat pembaca. Kembalikan foldernya dari "
            f"cadangan; bila cadangan tidak ada, pindahkan ke luar {settings.releases}. Yang sudah "
            "diterima tidak hilang."
        )


def compare_with(
    former: Path | None,
    connection: duckdb.DuckDBPyConnection,
    *,
    scope: Scope,
    decision: Decision,
    keys: Keys,
) -> Comparison | None:
    """Compare a release that is being written with the former one; None without a former one.

    Args:
        former: folder of the former release.
        connection: has the new release attached.
        scope: of the new release.
        decision: of the gate on it.
        keys: columns that name one row of each table.

    Raises:
        ReleaseError: the manifest of the former release cannot be read.
        duckdb.Error: its tables cannot be.
    """
    if former is None:
        return None
    return compare_attached(
        connection,
        former / DATABASE,
        later=RELEASE,
        sides=(side_of_folder(former), side_of_scope(scope, counts=decision.jumlah)),
        keys=keys,
    )


def manifest_hash(folder: Path | None) -> str | None:
    """Hex sha256 of the manifest of a release folder; None without a folder."""
    return disk.hash_file(folder / manifest.MANIFEST) if folder else None
