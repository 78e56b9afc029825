"""Each rule on the form of a file really holds it: without that rule a case would go through.

A case holds a rule alone when it is the only thing said about a file: take the rule away and the
file has nothing to mend. Rules that only foreign forms can break have their form here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.forms.printed.reader import read_foreign
from dagster_project.sae.intake.pull import pull

CASES = PROJECT_ROOT / "tests" / "cases"
POLICY = PROJECT_ROOT / "dbt" / "seeds" / "policy"
CLEAN = CASES / "kuartal_bersih" / "masuk" / "1.02.01_2026_TW2_v1"
SHEET = CLEAN / "REALISASI.csv"
QUARTERS = ("kuartal_bersih", "kuartal_campur", "kuartal_kotor")
# Broken by the printed form of `formulir_e81` only; the other case folders have no form.
FORM_ONLY = {"FRM-01", "FRM-02", "FRM-03"}

Change = Callable[[str], str]


def put_zip(
    source: Path,
    target: Path,
    *,
    encoding: str = "utf-8",
    more: dict[str, str] | None = None,
    **changes: Change,
) -> None:
    """One submission as a zip of its sheets, some of them changed, and `more` sheets."""
    with zipfile.ZipFile(target, "w") as archive:
        for sheet in sorted(source.glob("*.csv")):
            text = changes.get(sheet.stem, str)(sheet.read_text(encoding="utf-8"))
            archive.writestr(sheet.name, text.encode(encoding))
        for name, text in (more or {}).items():
            archive.writestr(f"{name}.csv", text)


def with_extra_column(text: str) -> str:
    head, *rows = text.splitlines()
    return "\n".join([f"{head},keterangan", *(f"{row},catatan" for row in rows)]) + "\n"


def with_torn_row(text: str) -> str:
    return text.rstrip("\n") + "\n" + "1.02.01-001,2026\n"


def with_row_of_last_year(text: str) -> str:
    row = text.splitlines()[1].replace(",2026,", ",2025,", 1)
    return f"{text.rstrip()}\n{row}\n"


def with_row_of_nothing(text: str) -> str:
    head, *_ = text.splitlines()
    return text.rstrip() + "\n" + "," * 9 + "12" + "," * (head.count(",") - 9) + "\n"


def with_accent(text: str) -> str:
    return text.replace("Prevalensi stunting balita", "Pr\xe9valensi stunting balita", 1)


def with_long_dash(text: str) -> str:
    return text.replace("1.02.01-001", "1.02.01\u2013001", 1)


@pytest.fixture(scope="module")
def landed(tmp_path_factory) -> tuple[list[dict], list[dict]]:
    """Findings and evaluated rules of every file of the quarters and of a few bent ones."""
    home = tmp_path_factory.mktemp("aturan")
    inbox = home / "masuk"
    for quarter in QUARTERS:
        (inbox / quarter).mkdir(parents=True)
        for source in (CASES / quarter / "masuk").iterdir():
            if source.is_dir():
                put_zip(source, inbox / quarter / f"{source.name}.zip")
            elif source.suffix != ".csv":
                (inbox / quarter / source.name).write_bytes(source.read_bytes())
    for name, changes in {
        "kolom": {"REALISASI": with_extra_column},
        "baris": {"HAMBATAN_TL": with_torn_row},
        "tanda": {"REALISASI": with_long_dash},
        "huruf": {"INDIKATOR": with_accent, "encoding": "cp1252"},
    }.items():
        (inbox / name).mkdir()
        put_zip(CLEAN, inbox / name / f"{CLEAN.name}.zip", **changes)  # type: ignore[arg-type]
    for name, report in {
        "kata/1.02.01_2026_TW2_final.zip": {"ANGGARAN": lambda text: text + "\n"},
        "lain/1.02.01_2026_TW2_v8.zip": {"REALISASI": with_row_of_last_year},
        "rekap/1.02.01_2026_TW2_v5.zip": {"more": {"rekap": "jumlah,12\n"}},
        "lembar/1.02.01_2026_TW2_v6.zip": {"more": {"REALISASI (2)": SHEET.read_text("utf-8")}},
        "tanpa_id/1.02.01_2026_TW2_v7.zip": {"REALISASI": with_row_of_nothing},
        "kembar/satu.zip": {"HAMBATAN_TL": lambda text: text + "\n"},
        "kembar/dua.zip": {"HAMBATAN_TL": lambda text: text + "\n"},
    }.items():
        (inbox / name).parent.mkdir(exist_ok=True)
        put_zip(CLEAN, inbox / name, **report)  # type: ignore[arg-type]
    (inbox / "teks.xlsx").write_bytes((CASES / "berkas_buruk" / "masuk" / "teks.xlsx").read_bytes())
    settings = Settings(
        home=home / "var",
        profile="probolinggo",
        inbox=inbox,
        clock=datetime(2026, 7, 20, 8),
    )
    assert pull(settings).seen > 15
    return rows(settings, "temuan"), rows(settings, "periksa")


def rows(settings: Settings, table: str) -> list[dict]:
    files = sorted(settings.landing.glob(f"[!.]*/{table}.parquet"))
    return pa.concat_tables([pq.ParquetFile(file).read() for file in files]).to_pylist()


def ingest_rules() -> set[str]:
    catalogue = load_catalogue(POLICY / CATALOGUE_NAME)
    return {rule.id_aturan for rule in catalogue.values() if rule.tempat == "ingest"}


def test_without_any_one_rule_some_file_would_go_through_unremarked(landed):
    said: dict[str, set[str]] = {}
    for finding in landed[0]:
        said.setdefault(finding["sha256_berkas"], set()).add(finding["id_aturan"])
    alone = {next(iter(rules)) for rules in said.values() if len(rules) == 1}
    assert ingest_rules() - FORM_ONLY - alone == set()


def test_every_rule_is_kept_by_some_file_that_it_was_evaluated_on(landed):
    kept = {row["id_aturan"] for row in landed[1] if row["jumlah_temuan"] == 0}
    assert ingest_rules() - FORM_ONLY - kept == set()


def test_the_printed_form_breaks_every_rule_that_only_forms_can_break(form, layouts, profile):
    reading = read_foreign(
        form.workbook(),
        layouts["e81-renja"],
        profile=profile,
        sha256="0123456789abcdef" * 4,
        received=datetime(2026, 2, 1, 9, 0),
    )
    assert {finding.rule for finding in reading.findings} >= FORM_ONLY
