"""Step 1 of the house: from the inbox to the archive, and from the archive to landed batches.

Belongs here: the order of intake, waiting for files that still grow, sizes of batches, counts.
Stays out: each of the steps (`archive`, `ledger`, `pool`, `landing`), any rule.
The landed rows follow from the archive alone, so that a deleted working folder comes back the same.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.sae.contract.landing import ensure_base, write_batch
from dagster_project.sae.contract.profile import Profile, load_profile
from dagster_project.sae.contract.rows import Gathered, Rows
from dagster_project.sae.installation.errors import ArchiveError, UnreadableFileError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import (
    Archived,
    Listing,
    Receipt,
    clear_partial,
    content_hash,
    last_contents,
    store,
)
from dagster_project.sae.intake.inbox import list_inbox, open_inbox, read_register
from dagster_project.sae.intake.ledger import (
    batch_id,
    naming_receipt,
    opd_folder,
    reader_fingerprint,
    receipts_mark,
    template_file,
    waiting_files,
)
from dagster_project.sae.intake.notes import InboxNotes, keep_notes
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.remote import fetch_inbox
from dagster_project.sae.intake.submission import Submission, Task

Progress = Callable[[int, int, str], None]

INBOX = "kotak masuk"

YOUNG_SECONDS = 2.0
"""A file changed within the last two seconds may still be being copied; older ones are complete."""

LOOK_AGAIN_SECONDS = 0.5

BATCH_ROWS = 100_000
"""A batch is written when it has this many rows: about 100 workbooks of 60 indicators, or a few
files at the limit of cells. Memory stays flat with the files.
"""

_CHARACTERS_A_ROW = 100
"""Packed cells weigh in a batch as one row for each so many characters."""


@dataclass(frozen=True)
class IntakeResult:
    """What one pull did.

    Attributes:
        seen: submissions in the inbox.
        new: files read in this pull.
        accepted: of those, read by their form.
        rejected: of those, refused with a sentence.
        findings: findings on the files of this pull.
        batch: the last batch written, None when nothing was new.
        left: what of the inbox was not taken, in sentences for people.
    """

    seen: int
    new: int
    accepted: int
    rejected: int
    findings: int
    batch: Path | None
    left: InboxNotes = field(default_factory=InboxNotes)

    @property
    def growing(self) -> tuple[str, ...]:
        """Names of files left for the next look because they still grow."""
        return self.left.growing

    @property
    def unreadable(self) -> tuple[str, ...]:
        """A sentence for each file that could not be read."""
        return self.left.unreadable


def pull(settings: Settings, *, progress: Progress | None = None) -> IntakeResult:
    """Receive what is new in the inbox, then read whatever of the archive has not landed.

    Args:
        settings: the installation; the inbox may be empty.
        progress: told (done, total, file name) after each file that was read.

    Raises:
        ProfileError, LayoutError: the installation is wrong; nothing was read.
        ArchiveError: an archived content or its receipt is damaged.
        InboxError: the inbox is not there or cannot be read; nothing was received.
        OSError: the archive or the landing folder cannot be written.
    """
    profile = load_profile(settings.profile_dir)
    received = _receive(settings, profile)
    waiting = waiting_files(settings)
    accepted = findings = 0
    batch: Path | None = None
    if not waiting:
        ensure_base(settings.landing, template_file(settings))
    else:
        fingerprint = reader_fingerprint(settings)
        # All of them are looked at before the first is read: a damaged archive changes nothing.
        tasks = [task_of(file) for file in waiting]
        with ReadingPool(settings.layouts_dir, profile) as pool:
            read = pool.read_all(tasks)
            # Children start while this process loads what writes Parquet.
            ensure_base(settings.landing, template_file(settings))
            answers = _with_progress(read, waiting, progress=progress)
            for chunk in _chunks(answers):
                accepted += sum(read.accepted for read in chunk)
                findings += sum(read.findings for read in chunk)
                rows, digests = landing_rows(chunk)
                batch = write_batch(
                    settings.landing,
                    batch_id(fingerprint, digests),
                    rows=rows,
                    template_file=template_file(settings),
                )
    return IntakeResult(
        seen=received.seen,
        new=len(waiting),
        accepted=accepted,
        rejected=len(waiting) - accepted,
        findings=findings,
        batch=batch,
        left=received.left,
    )


@dataclass(frozen=True)
class _Received:
    seen: int
    left: InboxNotes


def _receive(settings: Settings, profile: Profile) -> _Received:
    """Keep every file of the inbox in the archive; one that cannot be read stops no other."""
    fetched = fetch_inbox(settings)
    open_inbox(settings)
    settings.archive.mkdir(parents=True, exist_ok=True)
    clear_partial(settings.archive)
    listed = list_inbox(settings.inbox)
    files = list(listed.files)
    register = read_register(settings.inbox)
    growing = _growing(files)
    unreadable = [*fetched.unreadable, *listed.unreadable]
    now = settings.now()
    listing = Listing(settings.archive)
    codes = profile.opd_codes
    places = {p: (_shown_name(p.name), opd_folder(p, settings.inbox, codes)) for p in files}
    alone = {place for place, count in Counter(places.values()).items() if count == 1}
    last = last_contents(settings.archive)
    for path in files:
        if path in growing:
            continue
        name, folder = place = places[path]
        declared = register.of(path.relative_to(settings.inbox).as_posix())
        try:
            store(
                settings.archive,
                path,
                name=name,
                received_at=declared.received_at if declared else now,
                via=declared.via if declared else INBOX,
                declared=declared is not None,
                folder=folder,
                last=last.get(place) if place in alone else None,
                listing=listing,
            )
        except UnreadableFileError as error:
            unreadable.append(str(error))
    names = sorted(_shown_name(n) for n in (*(p.name for p in growing), *fetched.growing))
    left = InboxNotes(tuple(unreadable), tuple(names), register.problems)
    keep_notes(settings, left)
    beside = len(fetched.growing) + len(fetched.unreadable) + len(listed.unreadable)
    return _Received(len(files) + beside, left)


def _shown_name(name: str) -> str:
    """The name in characters that can be shown and stored; bytes that are no text become a mark."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )


def _growing(files: list[Path]) -> set[Path]:
    """Files that changed between two looks; only those changed in the last seconds are watched."""
    young = {path: size for path in files if (size := _young_size(path)) is not None}
    if not young:
        return set()
    time.sleep(LOOK_AGAIN_SECONDS)
    return {path for path, size in young.items() if _size(path) != size}


def _young_size(path: Path) -> int | None:
    try:
        state = path.stat()
    except OSError:
        return None
    age = time.time() - state.st_mtime
    return state.st_size if -YOUNG_SECONDS < age < YOUNG_SECONDS else None


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def task_of(file: Archived) -> Task:
    """What a reading child must know of an archived file.

    Raises:
        ArchiveError: its content is no longer what was received; its numbers would be nobody's.
    """
    if content_hash(file.path) != file.sha256:
        raise ArchiveError(
            f"{file.first.nama_berkas} berubah di arsip sejak diterima ({file.path}); kembalikan "
            "dari cadangan. Rilis terakhir tetap melayani."
        )
    first, naming = file.first, naming_receipt(file)
    return Task(
        path=str(file.path),
        sha256=file.sha256,
        file_name=naming.nama_berkas,
        size=first.ukuran,
        received=first.diterima_pada,
        judged=naming.diterima_pada,
        source=first.sumber,
        arrivals=[(r.nama_berkas, r.folder, r.diterima_pada) for r in _sent(file.receipts)],
        receipts=receipts_mark(file),
    )


def _sent(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Receipts that are sendings: a first sight is none where the register tells an older one."""
    declared = {(r.nama_berkas, r.folder): r for r in reversed(receipts) if r.sumber != INBOX}
    return [
        r
        for r in receipts
        if r.sumber != INBOX
        or (told := declared.get((r.nama_berkas, r.folder))) is None
        or told.diterima_pada > r.diterima_pada
    ]


def _with_progress(
    answers: Iterator[Submission], files: list[Archived], *, progress: Progress | None
) -> Iterator[Submission]:
    for done, (file, read) in enumerate(zip(files, answers, strict=True), start=1):
        if progress is not None:
            progress(done, len(files), naming_receipt(file).nama_berkas)
        yield read


def _chunks(answers: Iterator[Submission]) -> Iterator[list[Submission]]:
    chunk: list[Submission] = []
    size = 0
    for read in answers:
        chunk.append(read)
        size += _weight(read)
        if size >= BATCH_ROWS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _weight(read: Submission) -> int:
    """Rows, and the packed cells as if they were rows."""
    packed = read.tables["lembar"].column("isi") if "lembar" in read.tables else []
    characters = sum(map(len, packed))
    return sum(len(rows) for rows in read.tables.values()) + characters // _CHARACTERS_A_ROW


def landing_rows(chunk: Sequence[Submission]) -> tuple[dict[str, Rows], list[str]]:
    """The rows of many submissions by landing table, and the hashes of their files."""
    tables: dict[str, Gathered] = {}
    for read in chunk:
        for table, found in read.tables.items():
            tables.setdefault(table, Gathered()).add(found)
    rows = {name: gathered.rows() for name, gathered in tables.items()}
    return rows, list(dict.fromkeys(rows["berkas"].column("sha256_berkas")))
