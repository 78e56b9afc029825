"""Writing an answer into a folder: fix-it workbook, Markdown, JSON, only what changed.

Belongs here: names of the files, one rename each, nothing written twice.
Stays out: what they hold (`marked`, `report`), which folder (`returns`, the command line).
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dagster_project.sae.answer.marked import marked_copy
from dagster_project.sae.answer.remarks import Answer
from dagster_project.sae.answer.report import report_json, report_markdown, report_workbook
from dagster_project.sae.answer.splice import CannotMarkError

SUFFIX = "_perbaikan"
_STEM_CAP = 80


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

    Args:
        answer: what the file is told.
        source: its bytes; they are only read.
        folder: made when missing.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = answer_stem(answer.file_name)
    try:
        workbook, is_copy = _copy(answer, source), True
    except CannotMarkError:
        workbook, is_copy = report_workbook(answer), False
    written = Written(
        folder / f"{stem}.xlsx", is_copy, folder / f"{stem}.md", folder / f"{stem}.json"
    )
    _put(written.workbook, workbook)
    _put(written.markdown, report_markdown(answer).encode())
    _put(written.json, report_json(answer).encode())
    return written


def answer_stem(file_name: str) -> str:
    """The stem of the answer to a file; a name is never trusted as a path.

    The answer to a mended copy takes the place of the answer to the first.
    """
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    safe = re.sub(r"[^\w. -]+", "-", stem).strip(" .-")
    if safe != stem or len(safe) > _STEM_CAP:
        # Two names that become the same safe one are still two.
        mark = hashlib.sha256(file_name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
        safe = f"{safe[:_STEM_CAP].strip(' .-') or 'berkas'}-{mark}"
    return safe.removesuffix(SUFFIX) + SUFFIX


def _copy(answer: Answer, source: Path) -> bytes:
    if answer.is_refused:
        raise CannotMarkError("a file that was refused is not opened again")
    return marked_copy(source, answer)


def _put(path: Path, data: bytes) -> None:
    if path.is_file() and path.read_bytes() == data:
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(data)
    partial.replace(path)
