"""The Indonesian words of an answer: head, list, notes, the same in every form it takes.

Belongs here: sentences for an OPD, safe cell texts.
Stays out: where they are written (`marked`, `report`, the terminal).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dagster_project.sae.answer.groups import Group
from dagster_project.sae.answer.remarks import EMPTY_CELL, SEVERITY_WORDS, Answer, Remark

SHEET = "PERBAIKAN"
HEAD = (
    *("No", "Tingkat", "Aturan", "Sel", "Yang tertulis", "Yang seharusnya"),
    *("Keterangan", "Cara memperbaiki"),
)
WIDTHS = (5, 15, 9, 24, 24, 28, 46, 46)
NOTE_CAP = 1_500
LOOK_THERE = "(lihat selnya)"

_FORMULA = re.compile(r"\A[=+\-@\t\r\n|%]")
_PLAIN_NUMBER = re.compile(r"\A[+-]?\d[\d.,]*\Z")


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a plain number, also negative, stays."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text):
        return "'" + text
    return text


def head_lines(answer: Answer) -> list[str]:
    """What stands above the list."""
    lines = [f"Hasil periksa {answer.file_name}", answer.title]
    if answer.is_refused:
        lines.append("Berkas ini DITOLAK karena tidak dapat dibaca. Isinya belum dihitung.")
    elif answer.is_blocked:
        lines.append(
            f"PERLU DIPERBAIKI: {answer.count('K')} temuan menahan seluruh laporan OPD (K), "
            f"{answer.count('B')} menahan barisnya (B)."
        )
    elif answer.notes:
        lines.append(
            "BERSIH sejauh yang dapat dinilai dari berkas ini saja; yang lain disebut di bawah."
        )
    else:
        lines.append("BERSIH: tidak ada temuan yang menahan laporan ini.")
    rest = answer.count("P") + answer.count("I")
    if rest:
        lines.append(f"Ada pula {rest} peringatan atau informasi; tidak menahan.")
    if answer.changes:
        lines += ["Bila dikirim sekarang:", *answer.changes]
    return lines


def copy_lines(file_name: str) -> list[str]:
    """How to use the copy."""
    return [
        "Klik alamat pada kolom Sel untuk menuju selnya. Sel merah menahan, sel kuning hanya "
        "peringatan; arahkan penunjuk ke sel untuk membaca catatannya.",
        f"Perbaiki langsung di berkas ini, simpan, lalu kirim lagi dengan nama {file_name} atau "
        f"versi berikutnya. Lembar {SHEET} ini tidak dibaca dan boleh dibiarkan.",
    ]


def report_lines(why: str) -> list[str]:
    """Why the list comes without a copy of the file."""
    return [
        f"Daftar ini dikirim tanpa salinan bertanda: {why}. Perbaiki berkas "
        "aslinya, lalu kirim lagi dengan nama versi berikutnya.",
    ]


def tail_lines(answer: Answer) -> list[str]:
    """What stands below the list."""
    lines = []
    if answer.left_out:
        lines.append(f"Masih ada {answer.left_out} temuan lain; perbaiki yang di atas lebih dulu.")
    if answer.notes:
        lines.append("Belum dapat dinilai dari berkas ini saja:")
        lines += list(answer.notes)
    return lines


def rows(groups: Iterable[Group]) -> Iterator[tuple[str, ...]]:
    """The list: a row of texts for each entry, under `HEAD`, not yet escaped."""
    for number, group in enumerate(groups, start=1):
        yield (
            str(number),
            severity(group.first),
            group.first.rule,
            group.place,
            found_text(group),
            group.first.expected,
            group.message,
            group.first.remedy,
        )


def found_text(group: Group) -> str:
    """What stands in the cells of an entry."""
    return " ".join(part for part in (group.found or empty(group.first), group.hidden) if part)


def empty(remark: Remark) -> str:
    """What is said of a cell without a content: that it is empty only where it was looked at."""
    if remark.position is None:
        return ""
    return EMPTY_CELL if remark.is_empty else LOOK_THERE


def severity(remark: Remark) -> str:
    """The severity with its meaning."""
    return f"{remark.severity} {SEVERITY_WORDS.get(remark.severity, '')}".strip()


def note(remarks: Sequence[Remark]) -> str:
    """The note on one cell."""
    parts = [
        f"{remark.rule} ({severity(remark)})\n"
        f"{_cause(remark)}{_found(remark)}"
        f"Seharusnya: {remark.expected}\n"
        f"{remark.message}\n"
        f"Cara memperbaiki: {remark.remedy}"
        for remark in remarks
    ]
    text = "\n\n".join(parts)
    return text if len(text) <= NOTE_CAP else text[: NOTE_CAP - 1] + "…"


def _cause(remark: Remark) -> str:
    return f"{remark.cause}\n" if remark.cause else ""


def _found(remark: Remark) -> str:
    if remark.position is None:
        return "Seluruh baris ini\n"
    hidden = f" [{remark.hidden}]" if remark.hidden else ""
    return f"Tertulis: {remark.found or empty(remark)}{hidden}\n"
