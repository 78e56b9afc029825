"""The answer apart from the file: a workbook with the sheet PERBAIKAN alone, Markdown, JSON.

Belongs here: how an answer is written down. Stays out: its words (`words`), folders (`write`).
"""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime

from dagster_project.sae.answer.copy.styles import BLOCKING, REMARKED
from dagster_project.sae.answer.groups import grouped
from dagster_project.sae.answer.remarks import Answer
from dagster_project.sae.answer.words import (
    HEAD,
    SHEET,
    WIDTHS,
    head_lines,
    report_lines,
    rows,
    safe_text,
    tail_lines,
)

WORKBOOK_KEY = "sha256_salinan"

# A fixed day, so that the same answer has the same bytes.
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def report_workbook(answer: Answer, *, why: str) -> bytes:
    """A workbook that lists the remarks; for a file that cannot be copied.

    Args:
        answer: what is listed.
        why: why it comes without a copy, for whoever sent the file.
    """
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        title = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78", "text_wrap": True}
        )
        text = book.add_format({"text_wrap": True, "valign": "top"})
        kinds = {
            True: book.add_format({"valign": "top", "text_wrap": True, "bg_color": _hex(BLOCKING)}),
            False: book.add_format(
                {"valign": "top", "text_wrap": True, "bg_color": _hex(REMARKED)}
            ),
        }
        sheet = book.add_worksheet(SHEET)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.4)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        line = 0
        for said in [*head_lines(answer), *report_lines(why)]:
            sheet.write_string(line, 0, safe_text(said), title if line == 0 else None)
            line += 1
        line += 1
        for column, name in enumerate(HEAD):
            sheet.write_string(line, column, name, head)
        sheet.freeze_panes(line + 1, 0)
        groups = grouped(answer)
        for group, texts in zip(groups, rows(groups), strict=True):
            line += 1
            for column, said in enumerate(texts):
                look = kinds[group.first.is_blocking] if column == 1 else text
                sheet.write_string(line, column, safe_text(said), look)
        for said in tail_lines(answer):
            line += 1
            sheet.write_string(line, 0, safe_text(said))
    return target.getvalue()


def report_markdown(answer: Answer) -> str:
    """The answer as Markdown."""
    title, *head = head_lines(answer)
    lines = [f"# {_inline(title)}", "", *(f"{_inline(line)}  " for line in head)]
    if answer.remarks:
        lines += ["", f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
        lines += [
            f"| {' | '.join(_inline(text) for text in texts)} |" for texts in rows(grouped(answer))
        ]
    tail = tail_lines(answer)
    if tail:
        lines += ["", *(f"- {_inline(line)}" for line in tail)]
    return "\n".join(lines) + "\n"


def report_json(answer: Answer, *, workbook_sha256: str) -> str:
    """The answer as JSON, keys in Indonesian like the tables.

    Args:
        answer: what the file is told.
        workbook_sha256: hash of the workbook beside it, by which a begun mending is noticed.
    """
    data = {
        "nama_berkas": answer.file_name,
        "sha256_berkas": answer.sha256,
        "kode_opd": answer.agency,
        "perihal": answer.title,
        "hasil": answer.outcome,
        "jumlah": {severity: answer.count(severity) for severity in "KBPI"},
        "tidak_terdaftar": answer.left_out,
        "temuan": [
            {
                "id_aturan": remark.rule,
                "tingkat": remark.severity,
                "lembar": remark.sheet,
                "sel": remark.cell,
                "judul_kolom": remark.heading,
                "isi": remark.found,
                "tersembunyi": remark.hidden,
                "akibat_dari": remark.cause,
                "seharusnya": remark.expected,
                "pesan": remark.message,
                "cara_memperbaiki": remark.remedy,
            }
            for remark in answer.remarks
        ],
        "bila_dikirim": list(answer.changes),
        "belum_dinilai": list(answer.notes),
        WORKBOOK_KEY: workbook_sha256,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _inline(text: str) -> str:
    """A text that stays in its line and cell of a table, with no markup of its own."""
    line = " ".join(text.split())
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", line)


def _hex(colour: str) -> str:
    return f"#{colour[2:]}"
