"""How much of a received file is read, and why that much.

Belongs here: every limit of intake, each with its reason.
Stays out: what happens when one is passed (`guard`, `xlsx`, `ods`, `csvzip`, `child`).
"""

from __future__ import annotations

MIB = 1024 * 1024

MAX_FILE_BYTES = 20 * MIB
"""A filled workbook of 60 indicators has 60 KB and the largest real form seen 50 KB; a mail desk
stops at 25 MB. More than this is pictures or a mistake."""

MAX_ZIP_ENTRIES = 2_000
"""An Excel file of nine sheets has about 25 parts; 100 sheets with drawings stay under 500."""

MAX_ENTRY_BYTES = 64 * MIB
"""One part unpacked. A sheet of 150,000 cells takes about 10 MiB of XML."""

MAX_TOTAL_BYTES = 128 * MIB
"""All parts unpacked; the child that reads them has 512 MiB."""

MAX_RATIO = 200
"""Unpacked to packed size of one part. Real sheets reach 10, sheets of repeated rows about 60;
a bomb starts near 1,000 (the limit of deflate)."""

RATIO_FROM_BYTES = 1 * MIB
"""Below this size the ratio says nothing: a small part of spaces is harmless."""

MAX_SHEETS = 100
"""The template has nine sheets; foreign forms up to one for each of some 30 units."""

MAX_CELLS = 150_000
"""Cells with a value in one file. Nine sheets of 60 rows hold 7,000; the largest real form 2,800.
Reading that many takes 2.6 s and 190 MiB (measured), inside what a child may use."""

MAX_AREA = 2_000_000
"""Rows x columns of the used rectangle of one sheet, which the values reader holds densely: two
cells at opposite corners of a sheet would ask for 17 thousand million."""

MAX_MERGES = 5_000
"""Merged ranges of one sheet. The largest real form has 46."""

MAX_TEXT = 32_767
"""Characters in one cell: the limit of Excel itself, applied to CSV and ODS too."""

MAX_BROKEN_ROWS = 50
"""Rows of one CSV that do not fit its header and are told one by one; with more of them the header
is what is wrong, and the file goes back as a whole."""

CHILD_MEMORY_BYTES = 512 * MIB
"""Address space of a reading child; 45 MiB are used before it opens a file (measured)."""

CHILD_SECONDS = 10.0
"""Processor time for one file (`patience`). A 60-row workbook takes 0.05 s, so this is 200 times
the usual."""

CHILD_ANSWER_BYTES = 128 * MIB
"""Longest answer the parent takes from a child: MAX_CELLS cells of ordinary text take 15 MB."""

CHILD_COMPLAINT_BYTES = 1 * MIB
"""What a child may write to its error output, the only file it can write to."""

CHILD_TASKS = 2_000
"""Files one child reads before a fresh one takes its place, so that memory stays flat; a start
costs as much as many workbooks, so a fresh one is rare."""
