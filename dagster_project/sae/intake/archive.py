"""The archive: every received byte, kept for ever under its own hash.

Belongs here: storing a received file and its receipt, listing what was received.
Stays out: whether a file can be read (`guard` and on), what has landed (`ledger`).
Nothing here is ever rewritten. Names of senders never become paths; they stand in the sidecar.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ArchiveError
from dagster_project.sae.intake.digests import whole
from dagster_project.sae.intake.source import hash_and_size, pieces

_SUFFIXES = frozenset(
    [".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".zip", ".csv", ".xml", ".json", ".pdf"]
)
_OTHER = ".bin"
_PARTIAL = ".terima-"


@dataclass(frozen=True)
class Receipt:
    """That a content was received once.

    Attributes:
        sha256: hash of the content.
        nama_berkas: name it came under, without folders.
        ukuran: bytes.
        diterima_pada: local time, ISO, to the second.
        sumber: where it came from: `kotak masuk`, or what the receipt register says.
        folder: OPD folder of the inbox it lay in, or None.
    """

    sha256: str
    nama_berkas: str
    ukuran: int
    diterima_pada: str
    sumber: str
    folder: str | None = None

    @property
    def received_at(self) -> datetime:
        """When it was received, local time without zone."""
        return datetime.fromisoformat(self.diterima_pada)


@dataclass(frozen=True)
class Archived:
    """One content in the archive with its receipts, first receipt first."""

    sha256: str
    path: Path
    receipts: tuple[Receipt, ...]

    @property
    def first(self) -> Receipt:
        """The first receipt: lateness is judged by it."""
        return self.receipts[0]


def content_hash(path: Path) -> str:
    """Hex sha256 of a file, read in pieces.

    Raises:
        UnreadableFileError: it vanished or cannot be opened.
    """
    return hash_and_size(path)[0]


def stored_path(archive: Path, digest: str) -> Path | None:
    """Where that content lies in the archive, or None when it was never received."""
    return Listing(archive).content_of(digest)


class Listing:
    """The names in the archive, each folder listed once, while nobody else writes to it."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self._names: dict[str, dict[str, list[str]]] = {}

    def content_of(self, digest: str) -> Path | None:
        """Where that content lies, or None when it was never received."""
        return next((path for path in self._paths(digest) if is_content(path.name)), None)

    def receipts_of(self, digest: str) -> tuple[Receipt, ...]:
        """All receipts of a content, first receipt first.

        Raises:
            ArchiveError: a receipt is damaged; without it nobody knows when the file came.
        """
        return _ordered([_read_receipt(p) for p in self._paths(digest) if not is_content(p.name)])

    def changed(self, digest: str) -> None:
        """Something was written about that content: its folder is listed again."""
        self._names.pop(digest[:2], None)

    def _paths(self, digest: str) -> list[Path]:
        digest = whole(digest)
        folder = self.archive / digest[:2]
        if digest[:2] not in self._names:
            names: dict[str, list[str]] = {}
            for name in sorted(p.name for p in folder.iterdir()) if folder.is_dir() else ():
                names.setdefault(name.partition(".")[0], []).append(name)
            self._names[digest[:2]] = names
        return [folder / name for name in self._names[digest[:2]].get(digest, ())]


def store(
    archive: Path,
    source: Path,
    *,
    name: str,
    received_at: datetime,
    via: str,
    declared: bool,
    folder: str | None = None,
    last: str | None = None,
    listing: Listing | None = None,
) -> str:
    """Keep a file and the fact of its receipt.

    Args:
        archive: the archive folder; made when missing.
        source: the file to keep; it is only read.
        name: name it was sent under.
        received_at: local time of receipt.
        via: how it came.
        declared: the time comes from the receipt register; a receipt of the same name at another
            declared time is then a further receipt.
        folder: OPD folder of the inbox it lies in; another folder makes a further receipt.
        last: content that was last received under that name in that folder; when it is another one
            the sender went back to this content, which is a further receipt.
        listing: the archive as listed so far, for who stores many files.

    Returns:
        Hash of the bytes that were kept.

    Raises:
        UnreadableFileError: the source vanished or cannot be opened.
        OSError: the archive cannot be written.
    """
    listing = listing or Listing(archive)
    digest, size = hash_and_size(source)
    if listing.content_of(digest) is None:
        digest, size = _keep(archive, source, suffix=_suffix(name))
        listing.changed(digest)
    moment = received_at.isoformat(timespec="seconds")
    receipt = Receipt(digest, name, size, moment, via, folder)
    known = listing.receipts_of(digest)
    is_dated = declared or last not in {None, digest}
    is_known = any(
        (r.nama_berkas, r.folder) == (name, folder)
        and (not is_dated or r.diterima_pada == receipt.diterima_pada)
        for r in known
    )
    if not is_known:
        _write_receipt(archive, receipt, number=len(known) + 1)
        listing.changed(digest)
    return digest


def receipts_of(archive: Path, digest: str) -> tuple[Receipt, ...]:
    """All receipts of a content, as `Listing.receipts_of` tells them."""
    return Listing(archive).receipts_of(digest)


def archived_files(archive: Path, *, whole: bool = False) -> Iterator[Archived]:
    """Everything in the archive that has a receipt, ordered by hash; each folder is listed once.

    Args:
        archive: the archive folder.
        whole: insist that each content has a receipt; else one that a killed run left is passed by.

    Raises:
        ArchiveError: a receipt is damaged or missing, or the content it is about is gone.
    """
    for folder in sorted(archive.glob("[0-9a-f][0-9a-f]")):
        contents: dict[str, Path] = {}
        receipts: dict[str, list[Receipt]] = {}
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - a Path for each costs more
            digest = name.partition(".")[0]
            if name.startswith("."):
                continue
            if is_content(name):
                contents.setdefault(digest, folder / name)
            else:
                receipts.setdefault(digest, []).append(_read_receipt(folder / name))
        if whole and (alone := min(contents.keys() - receipts.keys(), default=None)):
            raise ArchiveError(
                f"Tidak diketahui siapa mengirim {contents[alone]} dan kapan: tanda terimanya "
                "tidak ada. Kembalikan tanda terima itu dari cadangan; bila tidak ada, taruh "
                "salinan berkasnya di kotak masuk dengan nama kirimannya. Rilis terakhir tetap "
                "melayani."
            )
        for digest, found in sorted(receipts.items()):
            if digest not in contents:
                raise ArchiveError(
                    f"Arsip memuat tanda terima {found[0].nama_berkas} ({digest[:12]}), tetapi "
                    "isinya tidak ada lagi; kembalikan dari cadangan. Rilis terakhir tetap "
                    "melayani."
                )
            yield Archived(digest, contents[digest], _ordered(found))


def last_contents(archive: Path) -> dict[tuple[str, str | None], str]:
    """The content that was last received under each name in each OPD folder.

    Raises:
        ArchiveError: as in `archived_files`.
    """
    every = [r for file in archived_files(archive) for r in file.receipts]
    ordered = sorted(every, key=lambda r: (r.diterima_pada, r.sha256))
    return {(r.nama_berkas, r.folder): r.sha256 for r in ordered}


def is_content(name: str) -> bool:
    """Whether that names received content; sidecars are `<sha>.json` and `<sha>.<n>.json`."""
    if not name.endswith(".json"):
        return True
    parts = name.split(".")
    return not (len(parts) == 2 or parts[1].isdigit())


def clear_partial(archive: Path) -> None:
    """Remove what a killed run left half written."""
    for path in archive.glob(f"**/{_PARTIAL}*"):
        path.unlink(missing_ok=True)


def _ordered(receipts: list[Receipt]) -> tuple[Receipt, ...]:
    return tuple(
        sorted(receipts, key=lambda r: (r.diterima_pada, r.nama_berkas, r.sumber, r.folder or ""))
    )


def _read_receipt(path: Path) -> Receipt:
    try:
        receipt = Receipt(**json.loads(path.read_bytes()))
        receipt.received_at  # noqa: B018 - a receipt without a date is as damaged as one cut short
    except (ValueError, TypeError) as error:
        raise ArchiveError(
            f"Tanda terima {path} rusak ({error}); kembalikan dari cadangan. Tidak ada yang "
            "diubah, dan rilis terakhir tetap melayani."
        ) from error
    return receipt


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".json":
        return ".isi.json"  # so that content never looks like a sidecar
    return suffix if suffix in _SUFFIXES else _OTHER


def _keep(archive: Path, source: Path, *, suffix: str) -> tuple[str, int]:
    """Copy and hash in one go: what is named by a hash is exactly what was hashed."""
    archive.mkdir(parents=True, exist_ok=True)
    partial = archive / f"{_PARTIAL}{os.getpid()}"
    hasher, size = sha256(), 0
    with partial.open("wb") as writing:
        for piece in pieces(source):
            hasher.update(piece)
            size += writing.write(piece)
    digest = hasher.hexdigest()
    if stored_path(archive, digest) is not None:
        partial.unlink()
        return digest, size
    _seal(partial, archive / digest[:2] / f"{digest}{suffix}")
    return digest, size


def _write_receipt(archive: Path, receipt: Receipt, *, number: int) -> None:
    folder = archive / receipt.sha256[:2]
    target = folder / f"{receipt.sha256}.json"
    while target.exists():
        number = max(number, 2)
        target = folder / f"{receipt.sha256}.{number}.json"
        number += 1
    partial = archive / f"{_PARTIAL}{os.getpid()}"
    # A receipt without a folder is written as it always was.
    told = {name: value for name, value in asdict(receipt).items() if value is not None}
    partial.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    _seal(partial, target)


def _seal(partial: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    disk.settle(partial, target, is_sealed=True)
