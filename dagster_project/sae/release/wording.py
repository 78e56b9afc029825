"""Words and forms that several documents of a release share.

Belongs here: the warning about the data, CSV that a spreadsheet opens safely, numbers as read.
Stays out: any document itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from dagster_project.sae.release.changes import is_number

SYNTHETIC = "DATA CONTOH SINTETIS"

_FORMULA_STARTS = tuple("=+-@\t\r\n=+-@")


def label_line(label: str | None) -> str | None:
    """The warning about the data, or None; synthetic data always carries the same words."""
    if not label or not label.strip():
        return None
    text = " ".join(label.split())
    if "sintetis" in text.casefold() and SYNTHETIC not in text:
        return f"{SYNTHETIC}: {text}"
    return text


def spreadsheet_safe(value: object) -> object:
    """A cell that no spreadsheet runs as a formula: suspicious text gets a leading apostrophe.

    Source: OWASP, CSV injection. Numbers and dates are left as they are.
    """
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file with a byte order mark, which spreadsheets need to read it as UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([spreadsheet_safe(value) for value in row])
    return stream.getvalue().encode("utf-8-sig")


def plain(value: object) -> object:
    """A value for CSV and JSON: fractions to 12 significant digits, truth values in words."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if value is None or isinstance(value, (int, str)):
        return value
    if is_number(value):
        number = float(f"{float(value):.12g}")  # type: ignore[arg-type]
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    return str(value)


def shown(value: object) -> str:
    """A value as people read it: decimal comma, at most two decimals; a dash for none."""
    if value is None:
        return "–"
    simple = plain(value)
    if not is_number(simple):
        return str(simple)
    text = f"{float(simple):,.2f}"  # type: ignore[arg-type]
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def points(value: float | None) -> str:
    """A difference with its sign; a dash where there is none."""
    if value is None:
        return "–"
    return f"+{shown(value)}" if value > 0 else shown(value)
