"""Everything people look at, written into the folder of a release before its manifest.

Belongs here: the order in which what people look at comes to be. Stays out: what is in it.
The release folder is a staging folder then: a kill or a full disk leaves no release at all.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from dagster_project.sae.installation import disk
from dagster_project.sae.pages.bahan.write import MATERIAL, write_material
from dagster_project.sae.pages.downloads import WORKBOOK, write_tables, write_workbook
from dagster_project.sae.pages.forms.write import write_forms
from dagster_project.sae.pages.paket.write import write_pack
from dagster_project.sae.pages.reader import read_tables
from dagster_project.sae.pages.site.write import write_site
from dagster_project.sae.pages.subset import SUBSET, write_subset
from dagster_project.sae.release.facts import DATABASE, PUBLIC

DATA = "data"
SUMS = "SHA256SUMS"
FORMS = "formulir"


def write_faces(release: Path) -> None:
    """Write the public folder of a release, and the material of the meeting, which is not public.

    The public folder holds its subset, the downloads, the site with the press pack, the checksums.

    Args:
        release: folder of a release that is whole but for its manifest.

    Raises:
        ReleaseError: the release cannot be read.
        OSError: something cannot be written.
    """
    public = release / PUBLIC
    data = public / DATA
    data.mkdir(parents=True)
    subset = write_subset(release, data / SUBSET)
    tables = read_tables(subset)
    write_tables(subset, data)
    write_workbook(tables, data / WORKBOOK)
    write_site(tables, public, parts=[partial(write_pack, subset=subset)])
    _write_sums(public)
    disk.seal_folder(public)
    material = release / MATERIAL
    write_material(release / DATABASE, material)
    write_forms(release / DATABASE, material / FORMS)
    disk.seal_folder(material)


def _write_sums(public: Path) -> None:
    """SHA256SUMS over every file of the folder, as `sha256sum -c` reads it."""
    files = sorted(
        path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()
    )
    lines = [f"{disk.hash_file(public / name)}  {name}\n" for name in files]
    (public / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
