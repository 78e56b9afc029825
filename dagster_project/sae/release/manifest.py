"""The manifest: what a release folder must hold, and whether it still does.

Belongs here: MANIFEST.json and SHA256SUMS, written last and checked before anything is served.
Stays out: the tables and documents themselves, where folders lie (`publish`, `serving`).
The manifest covers every file but itself; SHA256SUMS covers the manifest, and is itself derived
from both, so that a changed byte anywhere in the folder is found.
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.contents import STORAGE_VERSION
from dagster_project.sae.release.facts import FileFacts, ReleaseFacts

MANIFEST, SUMS = "MANIFEST.json", "SHA256SUMS"
FORMAT = 1


def files_of_release(folder: Path) -> dict[str, FileFacts]:
    """Size and hash of every file of a release folder but the manifest and its sums."""
    return {
        name: facts for name, facts in files_below(folder).items() if name not in (MANIFEST, SUMS)
    }


def files_below(folder: Path) -> dict[str, FileFacts]:
    """Size and hash of every file below a folder."""
    return {
        name: FileFacts(size=path.stat().st_size, sha256=disk.hash_file(path))
        for name, path in _files(folder).items()
    }


def write_manifest(folder: Path, facts: ReleaseFacts) -> None:
    """Write MANIFEST.json and SHA256SUMS over everything that already lies in the folder."""
    import duckdb

    # Files that wait for the next release are no part of this one.
    lists = ("masukan", "menunggu")
    scope = {name: value for name, value in vars(facts.scope).items() if name not in lists}
    content = {
        "format": FORMAT,
        **scope,
        "label_data": facts.label,
        "ditulis_pada": facts.written_at,
        "pendahulu": _former(facts),
        "alat": {
            "mesin": facts.engine,
            "duckdb": duckdb.__version__,
            "python": platform.python_version(),
            "versi_simpan": STORAGE_VERSION,
        },
        "keputusan": {
            "keputusan": facts.decision.keputusan,
            "alasan": facts.decision.alasan,
            **facts.decision.jumlah,
        },
        "persetujuan": None if facts.approval is None else asdict(facts.approval),
        "tabel": {
            table.name: {
                "baris": table.rows,
                "kolom": [column.name for column in table.columns],
                "sha256_isi": table.content_hash,
            }
            for table in facts.tables
        },
        "berkas": {
            name: {"ukuran": file.size, "sha256": file.sha256}
            for name, file in sorted(files_of_release(folder).items())
        },
        "masukan": [asdict(item) for item in facts.scope.masukan],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, default=_iso)
    disk.write_sealed(folder / MANIFEST, text.encode())
    disk.write_sealed(folder / SUMS, _sums(folder, content).encode())


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release folder.

    Raises:
        ReleaseError: there is none, or it cannot be read.
    """
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{folder.name}: {MANIFEST} tidak dapat dibaca: {error}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ReleaseError(f"{folder.name}: {MANIFEST} tidak berformat {FORMAT}.")
    return content


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a release folder.

    Attributes:
        kind: one of FAULTS.
        file: the file it is about.
        detail: what was found, such as a size or an error of the system; may be empty.
    """

    kind: str
    file: str
    detail: str = ""

    def __str__(self) -> str:
        """The fault as one English sentence."""
        return FAULTS[self.kind].format(file=self.file, detail=self.detail)


FAULTS = {
    "unreadable": "{file}: {detail}",
    "other": "{file}: the manifest is that of {detail}",
    "missing": "{file}: missing",
    "foreign": "{file}: not part of the release",
    "size": "{file}: {detail}",
    "changed": "{file}: the content was changed, its checksum differs",
    "sums_missing": "{file}: missing or unreadable",
    "sums": "{file}: was changed, they do not agree",
    "thawed": "{file}: is not the one that was frozen on {detail}",
}


def verify_folder(folder: Path) -> list[Fault]:
    """What is wrong with a release folder; nothing when it is whole."""
    try:
        content = read_manifest(folder)
        expected = {
            name: FileFacts(size=int(file["ukuran"]), sha256=str(file["sha256"]))
            for name, file in content["berkas"].items()
        }
    except ReleaseError as error:
        return [Fault("unreadable", MANIFEST, str(error))]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [Fault("unreadable", MANIFEST, f"lacks what it must hold: {error!r}")]
    faults = []
    if content.get("id_rilis") != folder.name:
        faults.append(Fault("other", folder.name, str(content.get("id_rilis"))))
    found = files_of_release(folder)
    faults += [Fault("missing", name) for name in sorted(expected.keys() - found.keys())]
    faults += [Fault("foreign", name) for name in sorted(found.keys() - expected)]
    for name in sorted(expected.keys() & found.keys()):
        if expected[name].size != found[name].size:
            sizes = f"{found[name].size} bytes instead of {expected[name].size}"
            faults.append(Fault("size", name, sizes))
        elif expected[name].sha256 != found[name].sha256:
            faults.append(Fault("changed", name))
    try:
        sums = (folder / SUMS).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return [*faults, Fault("sums_missing", SUMS)]
    if sums != _sums(folder, content):
        faults.append(Fault("sums", f"{MANIFEST} or {SUMS}"))
    return faults


def _sums(folder: Path, content: dict[str, Any]) -> str:
    """SHA256SUMS as `sha256sum -c` reads it."""
    hashes = {name: file["sha256"] for name, file in content["berkas"].items()}
    hashes[MANIFEST] = disk.hash_file(folder / MANIFEST)
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def _files(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() or path.is_symlink()
    }


def _former(facts: ReleaseFacts) -> dict[str, Any] | None:
    """The release that the notes compare this one with."""
    if facts.comparison is None:
        return None
    return {"id_rilis": facts.comparison.former.id, "sha256_manifest": facts.former_manifest}


def _iso(value: datetime) -> str:
    return value.isoformat()
