"""One definition of personal data, two readers: the macro `memuat_data_pribadi` and `find`."""

from __future__ import annotations

import csv

import duckdb
import jinja2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dagster_project.sae.contract import personal_data
from dagster_project.sae.installation.settings import PROJECT_ROOT

MACROS = ("cocok.sql", "ganti_semua.sql", "data_pribadi.sql")
EXAMPLES = PROJECT_ROOT / "tests" / "cases" / "data_pribadi.csv"


class Adapter:
    """Chooses as dbt's adapter does where an engine has no way of its own."""

    def __init__(self, find):
        self._find = find

    def dispatch(self, name, _project):
        return self._find(f"default__{name}")


@pytest.fixture(scope="module")
def macros():
    """The macros as DuckDB is given them: the default way of each."""
    environment = jinja2.Environment()  # noqa: S701 - it renders SQL
    folder = PROJECT_ROOT / "dbt" / "macros"
    text = "".join((folder / name).read_text(encoding="utf-8") for name in MACROS)
    found = {}
    environment.globals.update(
        {"return": lambda said: said, "adapter": Adapter(lambda name: getattr(found["m"], name))}
    )
    found["m"] = environment.from_string(text).module
    return found["m"]


@pytest.fixture(scope="module")
def hidden(macros):
    """What SQL says of each text."""
    query = f"select {macros.memuat_data_pribadi('teks')} from (select unnest(?) as teks)"
    with duckdb.connect() as connection:
        yield lambda texts: [row[0] for row in connection.execute(query, [texts]).fetchall()]


def test_the_patterns_of_the_macro_are_those_of_the_finder(macros):
    assert macros.pola_nominal() == personal_data.AMOUNT
    assert macros.pola_nik_atau_surel() == personal_data.IDENTITY_OR_MAIL
    assert macros.pola_telepon_atau_rekening() == personal_data.MOBILE_OR_ACCOUNT


def test_sql_hides_the_examples_that_hold_personal_data_and_no_other(hidden):
    with EXAMPLES.open(encoding="utf-8", newline="") as stream:
        rows = [(row["teks"], bool(row["jenis"])) for row in csv.DictReader(stream)]
    assert len(rows) > 50
    told = hidden([text for text, _ in rows])
    wrong = [text for (text, wanted), said in zip(rows, told, strict=True) if wanted != said]
    assert wrong == []


def test_a_text_that_is_not_there_holds_nothing(hidden):
    assert hidden([None, ""]) == [False, False]


# What texts of this kind are made of, so that chance comes near every edge of the patterns.
pieces = st.one_of(
    st.sampled_from(
        [
            "3513010101900001", "3513 0101 0190 0001", "3513014501900001", "3513 0145", "0190-0001",
            "081234567890", "0812", ".3456.", "-7890", "+62 812", "6281234567890", "62-", "wa.me/",
            "1234567890", "0021-01-012345-50-9", "rek", "rekening", "No. Rek ", "BCA", "bank ",
            "a.n.", "an ", "atas nama ", "Rp", "Rp.", "pagu ", "saldo", " juta", " rupiah",
            "1.500.000", " 500 000", "a@b.id", "@", "ani", "contoh.go.id", "é", "İ", "ſ", "K",
        ]
    ),
    st.text(alphabet="0123456789 .,-/+_@#;()\n\tabnrÉ", max_size=6),
    st.text(max_size=3),
)  # fmt: skip


@settings(max_examples=600)
@example("rek 12345678\n9")
@example("0812345678901\n")
@example("081234567890İ")
@example("081234567890ı")
@given(st.lists(pieces, max_size=14).map("".join))
def test_sql_and_python_agree_on_every_text(hidden, text):
    text = text.replace("\0", " ")  # no column of DuckDB holds one
    assert hidden([text]) == [bool(personal_data.find(text))]
