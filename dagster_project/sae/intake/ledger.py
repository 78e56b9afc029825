"""What was received and what of it has landed: decided by content, never by a clock or a name.

Belongs here: which archived files wait to be read, what they are read under.
Stays out: the inbox (`inbox`), storing (`archive`), reading (`pool`), writing batches (`landing`).
The archive and the landed batches are the ledger; there is no third book that could disagree.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath

from dagster_project.sae.contract.landing import BASE_BATCH
from dagster_project.sae.contract.profile import SEEDS
from dagster_project.sae.contract.template import TEMPLATE_NAME
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.soundness import is_sound
from dagster_project.sae.intake.archive import Archived, Receipt, archived_files
from dagster_project.sae.intake.digests import whole
from dagster_project.sae.intake.file.guard import READABLE_SUFFIXES
from dagster_project.sae.intake.forms.names import name_parts
from dagster_project.sae.intake.forms.statements import looks_like_a_code

_DIGITS = 10
_MARK_DIGITS = 16
# Lists of the profile that a layout looks names up in decide what is read as well.
_LOOKED_UP = re.compile(r"\bseed:\s*([a-z][a-z0-9_]*)")


def reader_fingerprint(settings: Settings) -> str:
    """Hash of all that decides how a file is read: code, layouts, profile.

    After an upgrade everything is read again from the archive: a stale reading would be a number
    that no code in the tree explains. The code is this package's and the contract's, which readers
    build on (rows, landing, template, personal data).
    """
    hasher = sha256()
    own = Path(__file__).parent
    files = sorted([*own.rglob("*.py"), *(own.parent / "contract").rglob("*.py")])
    files += sorted(settings.layouts_dir.glob("*.yaml"))
    looked_up = {
        f"{seed}.csv"
        for layout in settings.layouts_dir.glob("*.yaml")
        for seed in _LOOKED_UP.findall(layout.read_text(encoding="utf-8"))
    }
    seeds = sorted({*SEEDS, *looked_up})
    files += [path for name in seeds if (path := settings.profile_dir / name).is_file()]
    for path in files:
        # Rooms have modules of the same name (reader, values): the folder tells them apart.
        hasher.update(f"{path.parent.name}/{path.name}".encode())
        hasher.update(sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return hasher.hexdigest()[:_DIGITS]


def batch_id(fingerprint: str, digests: Iterable[str]) -> str:
    """Name of the batch that holds those files: the same files under the same reading, the same."""
    return f"{fingerprint}-{sha256(' '.join(sorted(digests)).encode()).hexdigest()[:_DIGITS]}"


def waiting_files(settings: Settings) -> list[Archived]:
    """Archived files that have not landed under the present reading, ordered by hash.

    Batches of an earlier reading, and batches that disagree with the archive about a receipt, are
    removed first: their files wait again, so that what has landed always equals what a rebuild
    from the archive would land.

    Raises:
        ArchiveError: a receipt or a content is damaged or missing: to read what is left would
            silently take the report of an agency out of the release.
    """
    fingerprint = reader_fingerprint(settings)
    archived = {file.sha256: file for file in archived_files(settings.archive, whole=True)}
    landed: set[str] = set()
    if settings.landing.is_dir():
        for batch in sorted(settings.landing.iterdir()):
            files = _files_of(batch, fingerprint)
            if files is None or not all(_agrees(archived.get(d), files[d]) for d in files):
                shutil.rmtree(batch)
            else:
                landed.update(files)
    return [file for digest, file in archived.items() if digest not in landed]


def naming_receipt(file: Archived) -> Receipt:
    """The receipt whose name a content is read under, before anybody knows what stands in it.

    The ending of the name tells how to read it: the last of the best names counts, one that says
    agency, period and version before one that only has a readable ending, before any other. Which
    receipt it counts under is decided when it has been read (`forms.who_when`).
    """
    if len(file.receipts) == 1:
        return file.first
    by_name: dict[str, Receipt] = {}
    for receipt in file.receipts:
        by_name.setdefault(receipt.nama_berkas, receipt)
    return max(by_name.values(), key=_quality)


def receipts_mark(file: Archived) -> str:
    """Hash of all receipts of a content: another one, and its identity is settled again."""
    told = [(r.nama_berkas, r.folder, r.diterima_pada, r.sumber) for r in file.receipts]
    return sha256(repr(told).encode()).hexdigest()[:_MARK_DIGITS]


def opd_folder(path: Path, inbox: Path, codes: Collection[str]) -> str | None:
    """The OPD folder of the inbox a file lies in: the first folder, if it is named by a code.

    A name may follow the code: '1.02.01 Dinas Kesehatan'. One built like a code that the profile
    does not have is a statement too, and a wrong one.
    """
    first, *below = path.relative_to(inbox).parts
    if not below:
        return None
    by_fold = {code.casefold(): code for code in codes}
    for said in (first, re.split(r"[\s_-]", first.strip(), maxsplit=1)[0]):
        if known := by_fold.get(said.casefold()):
            return known
    return first if looks_like_a_code(first, codes) else None


def _quality(receipt: Receipt) -> tuple[bool, bool, str, str]:
    name = receipt.nama_berkas
    is_readable = PurePosixPath(name).suffix.lower() in READABLE_SUFFIXES
    is_full = name_parts(name).code is not None
    return is_readable and is_full, is_readable, receipt.diterima_pada, name


def template_file(settings: Settings) -> Path:
    """The layout file of our own template."""
    return settings.layouts_dir / TEMPLATE_NAME


def _files_of(batch: Path, fingerprint: str) -> dict[str, str] | None:
    """Hash to mark of receipts of a batch; None when it is torn or of another reading."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not is_sound(batch):
        return None
    if batch.name == BASE_BATCH:
        return {}
    if not batch.name.startswith(f"{fingerprint}-"):
        return None
    columns = ["sha256_berkas", "sidik_terima"]
    try:  # not read_table, which would import pandas
        rows = pq.ParquetFile(batch / "berkas.parquet").read(columns).to_pylist()
    except (OSError, pa.ArrowInvalid):  # torn by a power cut; it is read again from the archive
        return None
    return {whole(r["sha256_berkas"]): r["sidik_terima"] for r in rows}


def _agrees(archived: Archived | None, landed: str) -> bool:
    return archived is not None and receipts_mark(archived) == landed
