"""The text of a CSV and its records: encoding, delimiter and width are settled by the header.

Belongs here: bytes to text, text to records, each with its line; what is not certain and why.
Stays out: cells and sheets (`csvzip`), types of values (every field is text).
Nothing is sniffed from data rows and nothing slides: a record that does not fit the header is told
with its line. Records are counted by their quotes alone, and the csv module must then see exactly
one record in each, so that neither count can be wrong unnoticed.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dagster_project.sae.installation.errors import UnreadableFileError

SAVE_CSV = "Simpan dari Excel sebagai 'CSV UTF-8 (dipisah koma)', lalu kirim lagi."
DELIMITERS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\Z", re.IGNORECASE)
_SAMPLE = 4096
_UTF16_SHARE = 0.4
_NAMES = {"\t": "tab"}


@dataclass(frozen=True, slots=True)
class CsvText:
    """A decoded file.

    Attributes:
        text: its characters, without byte order mark.
        decision: Indonesian sentence how the encoding was chosen where the file does not tell it;
            None for UTF-8 and for a byte order mark.
        odd_line: first line with a letter that depends on that choice, or None.
    """

    text: str
    decision: str | None = None
    odd_line: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its row as a spreadsheet counts, its first line, its fields or the problem."""

    row: int
    line: int
    values: tuple[str, ...] = ()
    problem: str | None = None


def decode(data: bytes, *, sheet: str) -> CsvText:
    """Bytes to text: UTF-8, UTF-16 with or without byte order mark, else Windows-1252.

    Raises:
        UnreadableFileError: none of them fits; the message names the line.
    """
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return CsvText(_plain(_strict(data, "utf-16", sheet=sheet), sheet=sheet))
    if guess := _utf16_without_mark(data):
        text = _plain(_strict(data, guess, sheet=sheet), sheet=sheet)
        return CsvText(text, "dibaca sebagai UTF-16 tanpa tanda urutan bita (BOM)")
    try:
        return CsvText(_plain(data.decode("utf-8-sig"), sheet=sheet))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _western(data, line=line, sheet=sheet)


def delimiter_of(header: str, *, sheet: str) -> str:
    """The one delimiter that stands in the header outside its quotes; a comma when none does.

    Raises:
        UnreadableFileError: more than one possible delimiter stands there.
    """
    plain = _QUOTED.sub("", header)
    present = [mark for mark in DELIMITERS if mark in plain]
    if len(present) > 1:
        shown = " dan ".join(_NAMES.get(mark, mark) for mark in present)
        raise UnreadableFileError(
            f"{sheet}.csv: kepala tabel memuat lebih dari satu pemisah kolom ({shown}). {SAVE_CSV}"
        )
    return present[0] if present else DELIMITERS[0]


def records(text: str, *, sheet: str) -> Iterator[Record]:
    """The records of a text, the header first; blank ones are left out but counted.

    A record of another width than the header, or whose quotes do not close on its own line, has a
    problem and no values.

    Raises:
        UnreadableFileError: no delimiter is certain, or a quote leaves open where records end.
    """
    delimiter = ""
    width = skipped = 0
    for number, (line, lines, chunk) in enumerate(_chunks(text, sheet=sheet), start=1):
        row = number - skipped
        if not chunk.strip("\r\n"):
            continue
        if not delimiter and (stated := _SEPARATOR_LINE.match(chunk)):
            # Excel's own first line: it names the delimiter and is not a row of the sheet.
            delimiter, skipped = stated[1], number
            continue
        delimiter = delimiter or delimiter_of(chunk, sheet=sheet)
        values = _fields(chunk, delimiter=delimiter)
        if values is None and (lines > 1 or not width):
            raise UnreadableFileError(
                f"{sheet}.csv baris {line}: tanda kutip tidak seimbang, sehingga batas baris "
                f"sampai baris {line + lines - 1} tidak pasti. {SAVE_CSV}"
            )
        if values is None:
            yield Record(row, line, problem="tanda kutip atau akhir baris di tengah isi kolom")
            continue
        width = width or len(values)
        # Under a header of one column no delimiter is certain, so a lone one may be content.
        if not any(value.strip() for value in values) and (width > 1 or len(values) == 1):
            continue
        if len(values) != width:
            shown = _NAMES.get(delimiter, delimiter)
            problem = (
                f"ada {len(values)} kolom, kepala tabel punya {width}; beri tanda kutip pada isi "
                f"yang memuat '{shown}'"
            )
            yield Record(row, line, problem=problem)
            continue
        yield Record(row, line, values)


def _plain(text: str, *, sheet: str) -> str:
    if "\0" in text:
        raise UnreadableFileError(f"{sheet}.csv bukan teks biasa. {SAVE_CSV}")
    return text


def _strict(data: bytes, encoding: str, *, sheet: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"{sheet}.csv: huruf tidak dapat dibaca sebagai UTF-16. {SAVE_CSV}"
        ) from error
    # Two bytes that happen to look like a mark turn any text into signs without one plain letter.
    if text and not any(char.isascii() and char.isprintable() for char in text[:_SAMPLE]):
        raise UnreadableFileError(f"{sheet}.csv bukan teks biasa. {SAVE_CSV}")
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """Every plain letter of UTF-16 has one zero byte, always on the same side."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > _UTF16_SHARE * half and not even:
        return "utf-16-le"
    if even > _UTF16_SHARE * half and not odd:
        return "utf-16-be"
    return None


def _western(data: bytes, *, line: int, sheet: str) -> CsvText:
    problem = f"{sheet}.csv baris {line}: huruf tidak dapat dibaca sebagai UTF-8"
    if any(_is_utf8_word(piece) for piece in re.findall(rb"[\x80-\xff]+", data)):
        raise UnreadableFileError(f"{problem}, padahal bagian lain UTF-8. {SAVE_CSV}")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{problem} maupun Windows-1252. {SAVE_CSV}") from error
    return CsvText(
        _plain(text, sheet=sheet),
        "bukan UTF-8; dibaca sebagai Windows-1252 (CSV biasa dari Excel)",
        line,
    )


def _is_utf8_word(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _chunks(text: str, *, sheet: str) -> Iterator[tuple[int, int, str]]:
    """First line, number of lines and text of each record, told by counting quotes only."""
    end = "\n" if "\n" in text else "\r"
    lines = text.split(end)
    if lines and not lines[-1]:
        lines.pop()
    held: list[str] = []
    quotes = 0
    for number, line in enumerate(lines, start=1):
        held.append(line)
        quotes += line.count('"')
        if quotes % 2 == 0:
            yield number - len(held) + 1, len(held), end.join(held)
            held, quotes = [], 0
    if held:
        first = len(lines) - len(held) + 1
        raise UnreadableFileError(
            f"{sheet}.csv baris {first}: tanda kutip tidak seimbang; kutip yang dibuka di sini "
            f"tidak pernah ditutup. {SAVE_CSV}"
        )


def _fields(chunk: str, *, delimiter: str) -> tuple[str, ...] | None:
    """The fields of one record, or None when the csv module sees another number of records."""
    record = chunk.removesuffix("\r")
    try:
        found = list(csv.reader([record], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return tuple(found[0]) if len(found) == 1 else None
