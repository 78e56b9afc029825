"""The raw text of a cell and the receipts of its file.

Belongs here: what landed, and reading the file again from the archive when the landing is gone.
Stays out: what the release says about the number (`lookup`, `rules`).
"""

from __future__ import annotations

from typing import Any

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import content_hash, receipts_of, stored_path
from dagster_project.sae.intake.digests import whole
from dagster_project.sae.intake.file.packed import unpack
from dagster_project.sae.readers.trace.facts import Origin, RawCell

LANDED, ARCHIVED = "pendaratan", "arsip"
_GONE = "berkas tidak ada lagi di arsip"
_REFUSED = "berkas di arsip tidak dapat dibaca lagi: {reason}"
_EMPTY = "sel kosong"


def origin_of(settings: Settings, sha256: str) -> Origin:
    """The file with that hash as the archive knows it; its bytes are hashed again."""
    path = stored_path(settings.archive, sha256)
    return Origin(
        sha256=sha256,
        receipts=receipts_of(settings.archive, sha256),
        path=None if path is None else str(path.relative_to(settings.home)),
        is_intact=None if path is None else content_hash(path) == whole(sha256),
    )


class RawCells:
    """Raw cells by file, sheet and address; a file is read again at most once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._read_again: dict[str, dict[tuple[str, str], RawCell] | str] = {}

    def cell(self, sha256: str, sheet: str | None, address: str | None) -> RawCell:
        """One cell, as it landed if the landing is still there, else from the archive."""
        sha256 = whole(sha256)
        if sheet is None or address is None:
            return RawCell(None, source="rilis tidak menyebut sel")
        landed = self._landed(sha256, sheet, address)
        if landed is not None:
            return landed
        if sha256 not in self._read_again:
            self._read_again[sha256] = self._again(sha256)
        cells = self._read_again[sha256]
        if isinstance(cells, str):
            return RawCell(None, source=cells)
        return cells.get((sheet, address), RawCell(None, source=f"{ARCHIVED}: {_EMPTY}"))

    def _landed(self, sha256: str, sheet: str, address: str) -> RawCell | None:
        import pyarrow.parquet as pq

        for batch in sorted(self._settings.landing.glob("[!.]*")):
            files = batch / "berkas.parquet"
            if not files.is_file():
                continue
            landed = pq.read_table(files, columns=["sha256_berkas"])["sha256_berkas"].to_pylist()
            if sha256 not in {whole(str(digest)) for digest in landed}:
                continue
            wanted = [("sha256_berkas", "=", sha256), ("lembar", "=", sheet)]
            packed = _rows(pq, batch / "lembar.parquet", wanted)
            for cell in (cell for row in packed for cell in unpack(row)):
                if cell["sel"] == address:
                    return _raw(cell, LANDED)
            return RawCell(None, source=f"{LANDED}: {_EMPTY}")
        return None

    def _again(self, sha256: str) -> dict[tuple[str, str], RawCell] | str:
        from dagster_project.sae.contract.profile import load_profile
        from dagster_project.sae.intake.pool import ReadingPool
        from dagster_project.sae.intake.submission import Task

        path = stored_path(self._settings.archive, sha256)
        receipts = receipts_of(self._settings.archive, sha256)
        if path is None or not receipts:
            return _GONE
        first = receipts[0]
        task = Task(
            path=str(path),
            sha256=sha256,
            file_name=first.nama_berkas,
            size=first.ukuran,
            received=first.diterima_pada,
            judged=first.diterima_pada,
            source=first.sumber,
        )
        profile = load_profile(self._settings.profile_dir)
        with ReadingPool(self._settings.layouts_dir, profile, workers=1) as pool:
            [submission] = pool.read_all([task])
        if not submission.accepted:
            file = submission.file
            return _REFUSED.format(reason=file["alasan"])
        cells = (cell for row in submission.tables["lembar"] for cell in unpack(row))
        return {(cell["lembar"], cell["sel"]): _raw(cell, ARCHIVED) for cell in cells}


def _rows(pq: Any, file: Any, filters: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(file, filters=filters).to_pylist()
    return found


def _raw(row: dict[str, Any], source: str) -> RawCell:
    return RawCell(row["mentah"], row["tipe_mentah"], row["format_angka"], source)
