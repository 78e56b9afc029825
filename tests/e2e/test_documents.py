"""What documents show over a release is true of one: their SQL, their Python, their screen.

Belongs here: what needs the sample's release. The rest: `tests/house/test_documents.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from dagster_project.cli.app import app
from tests.e2e.conftest import ROOT, Sample

pytestmark = pytest.mark.xdist_group("contoh")

DOCUMENTS = ("README.md", "docs/bi.md", "docs/rilis.md", "docs/situs.md")
NEEDS_A_NETWORK = ("https://", "httpfs", "sqlalchemy")


def blocks(language: str) -> list[tuple[str, str]]:
    """Fenced blocks of that language with their document."""
    return [
        (name, block)
        for name in DOCUMENTS
        for block in re.findall(
            rf"```{language}\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL
        )
        if not any(word in block for word in NEEDS_A_NETWORK)
    ]


def shell_sql() -> list[tuple[str, str]]:
    """What documents give the command line of DuckDB to answer."""
    return [
        (name, sql)
        for name in DOCUMENTS
        for sql in re.findall(
            r'duckdb -readonly \S+\s+\\?\s*"([^"]+)"', (ROOT / name).read_text(encoding="utf-8")
        )
    ]


def test_there_is_something_to_run() -> None:
    assert len(shell_sql()) >= 2
    assert len(blocks("python")) >= 3


@pytest.mark.parametrize(("document", "sql"), shell_sql())
def test_sql_of_a_document_answers(document, sql, sample: Sample, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(sample.settings.serving / "sae.duckdb"), read_only=True) as release:
        rows = release.sql(sql)
    written = list(tmp_path.iterdir())
    assert rows is not None or written, document


@pytest.mark.parametrize(("document", "code"), blocks("python"))
def test_python_of_a_document_runs(document, code, sample: Sample, monkeypatch) -> None:
    home = sample.settings.home
    monkeypatch.setenv("SAE_HOME", str(home))
    monkeypatch.chdir(home.parent)
    code = re.sub(r"(<sae>/)?var/serving", sample.settings.serving.as_posix(), code)
    exec(compile(code, document, "exec"), {"__name__": "dokumen"})  # noqa: S102 - it is our own


def test_sql_blocks_of_a_document_answer(sample: Sample) -> None:
    for document, block in blocks("sql"):
        with duckdb.connect(str(sample.settings.serving / "sae.duckdb"), read_only=True) as release:
            assert release.sql(block) is not None, document


def traces() -> list[list[str]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [found.split() for found in re.findall(r"`sae (telusur [^`]+)`", text)]


@pytest.mark.parametrize("words", traces(), ids=" ".join)
def test_what_the_readme_traces_is_there_and_its_cell_is_not_empty(
    words, sample: Sample, monkeypatch
) -> None:
    monkeypatch.setenv("SAE_HOME", str(sample.settings.home))
    shown = CliRunner().invoke(app, words)
    assert shown.exit_code == 0, shown.output
    assert "sel kosong" not in shown.output
    assert ("tertulis" in shown.output) or ("Ikut dihitung: " in shown.output)


CHEAP = (
    ("README.md", "rilis daftar", 0),
    ("README.md", "rumus daftar", 0),
    ("docs/rilis.md", "rilis daftar", 0),
    ("docs/situs.md", "rilis verifikasi", 0),
    ("docs/operasi.md", "rawat --coba", 0),
)


@pytest.mark.parametrize(("document", "words", "code"), CHEAP)
def test_a_cheap_command_of_a_document_does_what_it_says(
    document, words, code, sample: Sample, monkeypatch
) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    said = [*words.split(), f"`sae {words}", f"`{words.split()[-1]}`"]
    assert any(word in text for word in said[-2:]), f"{document} no longer shows sae {words}"
    monkeypatch.setenv("SAE_HOME", str(sample.settings.home))
    monkeypatch.setenv("SAE_KINI", "2026-11-23T08:00:00")
    shown = CliRunner().invoke(app, words.split())
    assert shown.exit_code == code, shown.output


def indonesian(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def test_the_screen_in_the_readme_is_that_of_the_sample(sample: Sample) -> None:
    """Counts and scores; the id of a release is that of its code and stands there as dots."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    decided = sample.outcome.decision
    assert decided is not None
    counts = decided.jumlah
    released, held = counts["jumlah_baris_rilis"], counts["jumlah_baris_tahan"]
    assert f"Baris indikator terbit {released}, ditahan {held}" in readme
    assert f"dilihat {sample.outcome.intake.seen}, " in readme
    pillars = sample.query(
        "select nama_pilar, skor_tersedia, skor_ketat, cakupan, jumlah_indikator from pub_kpi_pilar"
        " where id_siklus = (select id_siklus from pub_rilis)"
    )
    for row in pillars.itertuples():
        cells = [
            "–" if value is None or value != value else indonesian(float(value))
            for value in (row.skor_tersedia, row.skor_ketat, row.cakupan)
        ]
        line = next(li for li in readme.splitlines() if li.startswith(f"│ {row.nama_pilar} "))
        shown = [cell.strip() for cell in line.strip("│").split("│")][1:5]
        assert shown == [*cells, str(row.jumlah_indikator)], row.nama_pilar


def test_every_page_and_picture_the_readme_names_is_served_or_there(sample: Sample) -> None:
    for name in ("sae.duckdb", "parquet", "publik"):
        assert (sample.settings.serving / name).exists()
    pictures = re.findall(r"\]\((docs/[^)]+\.png)\)", (ROOT / "README.md").read_text("utf-8"))
    assert pictures
    assert all(Path(ROOT / picture).is_file() for picture in pictures)
