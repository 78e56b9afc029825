"""Writing an answer into a folder: fix-it workbook, Markdown, JSON, only what changed.

Belongs here: names of the files, one rename each, nothing written twice, no work of others lost.
Stays out: what they hold (`marked`, `report`), which folder (`returns`, the command line).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dagster_project.sae.answer.copy.marked import marked_copy
from dagster_project.sae.answer.copy.splice import REFUSED, SHARED, CannotMarkError
from dagster_project.sae.answer.remarks import Answer
from dagster_project.sae.answer.report import (
    WORKBOOK_KEY,
    report_json,
    report_markdown,
    report_workbook,
)
from dagster_project.sae.installation import disk
from dagster_project.sae.intake.digests import whole

SUFFIX = "_perbaikan"
_STEM_CAP = 80
_OWN = re.compile(rf"{SUFFIX}(?:-\d{{1,3}})?\Z")


@dataclass(frozen=True)
class Written:
    """Where an answer lies.

    Attributes:
        workbook: the fix-it workbook.
        is_copy: it is the operator's own file, marked; else a report workbook.
        markdown: the same list as text.
        json: the same list for programs.
    """

    workbook: Path
    is_copy: bool
    markdown: Path
    json: Path


def write_answer(answer: Answer, source: Path, folder: Path) -> Written:
    """Write the three files of an answer; a file that has that content already is not touched.

    A copy that somebody has begun to mend is theirs: the answer then takes the next free name.

    Args:
        answer: what the file is told.
        source: its bytes; they are only read.
        folder: made when missing.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        workbook, is_copy = _copy(answer, source), True
    except CannotMarkError as error:
        workbook, is_copy = report_workbook(answer, why=error.why), False
    stem = _free_stem(folder, answer_base(answer.file_name), source=source)
    written = Written(
        folder / f"{stem}.xlsx", is_copy, folder / f"{stem}.md", folder / f"{stem}.json"
    )
    digest = hashlib.sha256(workbook).hexdigest()
    _put(written.workbook, workbook)
    _put(written.markdown, report_markdown(answer).encode())
    _put(written.json, report_json(answer, workbook_sha256=digest).encode())
    return written


def answer_base(file_name: str) -> str:
    """What the names of all answers to a file begin with; a name is never trusted as a path.

    A mended copy that comes back is the same report as the file it was made of.
    """
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    safe = re.sub(r"[^\w. -]+", "-", stem).strip(" .-")
    if safe != stem or len(safe) > _STEM_CAP:
        # Two names that become the same safe one are still two.
        mark = hashlib.sha256(file_name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
        safe = f"{safe[:_STEM_CAP].strip(' .-') or 'berkas'}-{mark}"
    return _OWN.sub("", safe)


def latest_workbook(folder: Path, base: str) -> Path | None:
    """The fix-it workbook written last for an answer, or None; mended ones have lower numbers."""
    found = [
        (len(path.stem), path.stem, path)
        for path in folder.glob(f"*{SUFFIX}*.xlsx")
        if path.stem.startswith(base) and _OWN.sub("", path.stem) == base
    ]
    return max(found)[2] if found else None


def is_untouched(stem: Path) -> bool:
    """Whether the workbook of that path without suffix is as we wrote it."""
    try:
        said = json.loads(_with(stem, ".json").read_text(encoding="utf-8"))
        data = _with(stem, ".xlsx").read_bytes()
    except (OSError, ValueError):
        return False
    known = said.get(WORKBOOK_KEY) if isinstance(said, dict) else None
    return bool(known == hashlib.sha256(data).hexdigest())


def remove_answers(folder: Path, *, keep: Collection[tuple[str, str]]) -> None:
    """Take away answers of ours below a folder, but for those to keep and those being mended.

    Args:
        folder: has a folder for each OPD.
        keep: names of the OPD folder and what the answer's name begins with (`answer_base`).
    """
    for known in sorted(folder.glob(f"*/*{SUFFIX}*.json")):
        stem = known.with_suffix("")
        base = _OWN.sub("", stem.name)
        if base != stem.name and (stem.parent.name, base) not in keep and is_untouched(stem):
            for suffix in (".xlsx", ".md", ".json"):
                _with(stem, suffix).unlink(missing_ok=True)


def _free_stem(folder: Path, base: str, *, source: Path) -> str:
    number = 1
    while True:
        stem = base + SUFFIX + ("" if number == 1 else f"-{number}")
        workbook = folder / f"{stem}.xlsx"
        if not workbook.exists() or (not workbook.samefile(source) and is_untouched(folder / stem)):
            return stem
        number += 1


def _with(stem: Path, suffix: str) -> Path:
    return stem.with_name(stem.name + suffix)


def _copy(answer: Answer, source: Path) -> bytes:
    if answer.is_refused:
        raise CannotMarkError("a file that was refused is not opened again", why=REFUSED)
    if whole(answer.sha256) != answer.sha256:
        raise CannotMarkError("the file holds rows of other agencies", why=SHARED)
    return marked_copy(source, answer)


def _put(path: Path, data: bytes) -> None:
    if path.is_file() and path.read_bytes() == data:
        return
    disk.write_whole(path, data)
