"""A CSV is read exactly as written or refused; what does not fit is told with its line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file import limits
from dagster_project.sae.intake.file.csv_text import DELIMITERS, records
from dagster_project.sae.intake.file.csvzip import read_csv

WESTERN = "abcXYZ 019.-éüñç€’½"
ANY = WESTERN + "Ωжع漢字😀\u2028\x0b"
MARKS = '",;\t|\n\r'
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


def values(data: bytes) -> dict[str, object]:
    return {cell.address: cell.value for cell in read_csv(data, sheet="a").cells.values()}


def remarks(data: bytes) -> list[tuple[str, int | None]]:
    return [(remark.kind, remark.line) for remark in read_csv(data, sheet="a").remarks]


@st.composite
def tables(draw: st.DrawFn, alphabet: str) -> list[list[str]]:
    """A header of plain names, then rows of anything, all of one width."""
    width = draw(st.integers(1, 4))
    names = st.text(st.sampled_from(WESTERN.strip("’ ")), min_size=1, max_size=6)
    fields = st.text(st.sampled_from(alphabet), max_size=8)
    header = draw(st.lists(names, min_size=width, max_size=width))
    body = draw(st.lists(st.lists(fields, min_size=width, max_size=width), max_size=6))
    return [header, *body]


def written(rows: list[list[str]], *, delimiter: str, end: str, quoting: int) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return stream.getvalue()


def expected(rows: list[list[str]]) -> dict[tuple[int, int], str]:
    return {
        (r, c): value
        for r, row in enumerate(rows, start=1)
        for c, value in enumerate(row, start=1)
        if value.strip()
    }


@settings(max_examples=300, deadline=None)
@given(
    st.data(),
    st.sampled_from(ENCODINGS),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_table_the_csv_module_writes_is_read_back_exactly_or_refused(
    data: st.DataObject, encoding: str, delimiter: str, end: str, quoting: int
) -> None:
    alphabet = (WESTERN if encoding == "cp1252" else ANY) + MARKS
    rows = data.draw(tables(alphabet))
    text = written(rows, delimiter=delimiter, end=end, quoting=quoting)
    # The csv module quotes only its own line end: the other one, unquoted, is one like any other.
    other = {"\n": "\r", "\r": "\n"}.get(end, "")
    stray = any(other in field for row in rows for field in row) if other else False
    assume(quoting == csv.QUOTE_ALL or not stray)
    content = text.encode(encoding)
    try:
        found = read_csv(content, sheet="a")
    except UnreadableFileError as refused:
        assert str(refused).endswith(".")
        return
    left_out = {remark.row for remark in found.remarks if remark.kind == "row"}
    wanted = {at: value for at, value in expected(rows).items() if at[0] not in left_out}
    assert {at: cell.value for at, cell in found.cells.items()} == wanted
    # A header of one column names no delimiter; only then may a row be told instead of read.
    assert not left_out or len(rows[0]) == 1


@given(tables(WESTERN + MARKS), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_tells_its_encoding_is_never_refused(rows: list[list[str]], encoding: str) -> None:
    text = written(rows, delimiter=";", end="\r\n", quoting=csv.QUOTE_ALL)
    found = read_csv(text.encode(encoding), sheet="a")
    assert {at: cell.value for at, cell in found.cells.items()} == expected(rows)
    assert found.remarks == ()


@given(st.text(st.sampled_from('ab,;"\n\r'), max_size=40))
def test_no_text_gives_values_of_another_width_than_its_header(text: str) -> None:
    try:
        found = list(records(text, sheet="a"))
    except UnreadableFileError:
        return
    whole = [record for record in found if record.problem is None]
    assert len({len(record.values) for record in whole}) <= 1
    assert [record.row for record in found] == sorted({record.row for record in found})


def test_under_a_header_of_one_column_a_delimiter_is_never_taken_for_nothing() -> None:
    assert values(b"a\n,\n1\n") == {"A1": "a", "A3": "1"}
    assert remarks(b"a\n,\n1\n") == [("row", 2)]


def test_a_row_that_does_not_fit_is_left_out_with_its_line_and_nothing_slides() -> None:
    data = b"a,b\n1,2\n\n1,2,3\n4\n5,6\n"
    assert values(data) == {"A1": "a", "B1": "b", "A2": "1", "B2": "2", "A6": "5", "B6": "6"}
    assert remarks(data) == [("row", 4), ("row", 5)]


def test_the_line_of_a_row_counts_lines_inside_quotes_and_its_row_does_not() -> None:
    found = read_csv(b'a,b\n"x\ny",2\n1,2,3\n', sheet="a")
    assert [(remark.line, remark.row) for remark in found.remarks] == [(4, 3)]


def test_a_quote_within_a_field_costs_its_row_and_no_other() -> None:
    data = b'a,b\n"x"y,2\n3,4\n'
    assert values(data) == {"A1": "a", "B1": "b", "A3": "3", "B3": "4"}
    assert remarks(data) == [("row", 2)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'a,b\n1,"x\n3,4\n', "baris 2: tanda kutip tidak seimbang"),
        (b'a,b\n5" pipa,1\n6" pipa,2\n', "sampai baris 3 tidak pasti"),
        (b"a,b;c\n1,2;3\n", "lebih dari satu pemisah"),
        (b"a,b\n\x81,2\n", "maupun Windows-1252"),
        (b"a,b\n1\x002,3\n", "bukan teks biasa"),
        (b"\xff\xfea\x00,\x00b", "tidak dapat dibaca sebagai UTF-16"),
        (b"a,b\n" + b"1\n" * (limits.MAX_BROKEN_ROWS + 1), "pertama baris 2"),
    ],
)
def test_what_is_not_certain_goes_back_with_the_line(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read_csv(data, sheet="a")


def test_letters_outside_utf_8_are_read_as_windows_1252_and_the_choice_is_told() -> None:
    data = "kode;nama\n1;café\n2;naïf\n".encode("cp1252")
    assert values(data)["B2"] == "café"
    assert remarks(data) == [("encoding", 2)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_zero_bytes_and_told(encoding: str) -> None:
    data = "kode,nama\r\n1,tiga\r\n".encode(encoding)
    assert values(data)["B2"] == "tiga"
    assert remarks(data) == [("encoding", None)]


def test_the_first_line_of_excel_names_the_delimiter_and_is_no_row() -> None:
    assert values(b"sep=;\r\na;b\r\n1,5;2\r\n") == {"A1": "a", "B1": "b", "A2": "1,5", "B2": "2"}


def test_a_delimiter_inside_a_quoted_header_is_text() -> None:
    data = b'"target, 2026";realisasi\n1;2\n'
    assert values(data) == {"A1": "target, 2026", "B1": "realisasi", "A2": "1", "B2": "2"}
