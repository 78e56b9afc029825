"""The committed sample, on which `make run` works: faults found, KPI agreed, pages public."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from dagster_project.sae.readers.trace.behind import COUNTED, behind, held
from dagster_project.sae.readers.trace.served import open_served
from tests.e2e.conftest import SAMPLE, Sample
from tests.oracle.tables import KEYS, reference_tables

pytestmark = pytest.mark.xdist_group("contoh")


def test_the_sample_is_released_and_says_that_it_is_synthetic(sample: Sample):
    assert sample.outcome.status == "rilis"
    assert sample.outcome.scope.id_siklus == "RAKOREV-2026-04"  # the last one, unasked
    labels = sample.query("select distinct label_data from pub_kpi_indikator")["label_data"]
    assert all("SINTETIS" in label for label in labels)


def test_every_planted_fault_that_a_carried_rule_knows_is_found_at_its_cell(sample: Sample):
    found = sample.query("select id_aturan, kode_opd, id_siklus, berkas, sel from pub_mutu_temuan")
    carried = set(sample.query("select id_aturan from aturan")["id_aturan"])
    places = {tuple(map(str, row)) for row in found.fillna("").itertuples(index=False)}
    with (SAMPLE / "README-kesalahan.csv").open(encoding="utf-8", newline="") as stream:
        planted = [row for row in csv.DictReader(stream) if row["id_aturan"] in carried]
    assert len(planted) > 5
    superseded = {"2.07.01_2026_TW1_v1.xlsx"}  # mended by its second version, so nobody is blamed
    missed = [
        row
        for row in planted
        if row["nama_berkas"] not in superseded and not _is_found(row, places)
    ]
    assert missed == []


def _is_found(row: dict[str, str], places: set[tuple[str, ...]]) -> bool:
    """Whether a finding says the same; one about an agency as a whole names no cell."""
    cell = f"{row['lembar']}!{row['sel']}" if row["sel"] else ""
    who = (row["id_aturan"], row["kode_opd"], row["id_siklus"])
    return any(
        place[:3] == who
        and place[3] in {"", row["nama_berkas"]}
        and place[4] in {"", row["lembar"], cell}
        for place in places
    )


def test_sql_and_pandas_agree_in_every_row_of_the_sample(
    sample: Sample, differences: Callable[..., list[str]]
):
    wrong = []
    for table, reference in reference_tables(sample.settings).items():
        sql = sample.query(f"select * from {table}")
        wrong += differences(table, reference, sql=sql, keys=KEYS[table])
    assert not wrong, "\n".join(wrong[:50])


def test_no_released_zero_has_a_minus_sign(sample: Sample):
    signed = []
    for file in sorted((sample.settings.serving / "parquet").resolve().glob("*.parquet")):
        numbers = pd.read_parquet(Path(file)).select_dtypes("float")
        signed += [
            (file.stem, column)
            for column in numbers
            if ((numbers[column] == 0) & np.signbit(numbers[column])).any()
        ]
    assert signed == []


def test_nothing_of_the_operators_reaches_the_release(sample: Sample):
    texts = []
    for file in sorted((sample.settings.serving / "parquet").resolve().glob("*.parquet")):
        frame = pd.read_parquet(Path(file))
        texts += [str(v) for c in frame.columns for v in frame[c].dropna().unique()]
    operators = sample.query(
        "select nama_operator as isi from stg_intake__sampul "
        "union select kontak_operator from stg_intake__sampul"
    )["isi"].dropna()
    leaked = [o for o in operators if any(str(o) in text for text in texts)]
    assert leaked == []


def public(sample: Sample) -> Path:
    return sample.settings.serving / "publik"


def everything(folder: Path) -> bytes:
    """All files of a folder as bytes that can be searched; packed ones unpacked."""
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        found.append(path.read_bytes())
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as packed:
                found += [packed.read(name) for name in packed.namelist()]
        if path.suffix == ".parquet":
            found.append(repr(pq.read_table(path).to_pylist()).encode())
    return b"\n".join(found)


def test_the_pages_are_part_of_the_release_and_are_served(sample: Sample):
    release = sample.settings.releases / str(sample.outcome.served)
    listed = json.loads((release / "MANIFEST.json").read_text(encoding="utf-8"))["berkas"]
    assert "publik/index.html" in listed
    assert (public(sample) / "index.html").read_bytes() == (
        release / "publik" / "index.html"
    ).read_bytes()


def test_every_public_indicator_agency_and_pillar_has_its_page(sample: Sample):
    for folder, query in {
        "indikator": "select distinct id_indikator from pub_dim_indikator where is_layak_publik",
        "opd": "select distinct kode_opd from pub_dim_opd where is_berlaku",
        "pilar": "select kode_pilar from pub_dim_pilar",
    }.items():
        codes = set(sample.query(query).iloc[:, 0])
        pages = {path.stem for path in (public(sample) / folder).glob("*.html")}
        assert codes <= pages, folder


def test_every_page_says_that_the_sample_is_synthetic(sample: Sample):
    silent = [
        path.name
        for path in public(sample).rglob("*.html")
        if "DATA CONTOH SINTETIS" not in path.read_text(encoding="utf-8")
    ]
    assert silent == []


def test_no_operator_of_the_sample_and_no_way_to_reach_one_is_public(sample: Sample):
    rows = sample.query("select nama_operator, kontak_operator from stg_intake__sampul")
    people = {str(value) for value in rows.to_numpy().ravel() if value}
    content = everything(public(sample))
    assert len(people) > 5
    assert [text for text in people if text.encode() in content] == []


def test_no_support_asked_of_the_bupati_and_no_message_to_an_opd_is_public(sample: Sample):
    asked = sample.query(
        "select distinct dukungan_diminta_ke_bupati from pub_kpi_tindak_lanjut "
        "where dukungan_diminta_ke_bupati is not null union select distinct pesan "
        "from pub_mutu_temuan where tingkat in ('B', 'K')"
    ).iloc[:, 0]
    content = everything(public(sample))
    assert len(asked) > 5
    assert [text for text in asked if str(text).encode() in content] == []


def test_a_traced_summary_counts_what_its_table_counts(sample: Sample):
    wrong = []
    with open_served(sample.settings) as served:
        for table in ("kpi_pilar", "kpi_opd"):
            for row in served.query(f"select * from {table}"):
                roles = [figure["peran"] for figure in behind(served, [row])]
                kept = {
                    figure["id_indikator"]
                    for figure in held(served, [row])
                    if table == "kpi_opd" or figure["level_hasil"] in ("OUTCOME", "DAMPAK")
                }
                told = (roles.count(COUNTED), len(kept))
                if told != (row["jumlah_dinilai"], row["jumlah_ditahan"]):
                    wrong.append((table, row["id_siklus"], row.get("kode_opd"), told))
    assert wrong == []


def test_every_overdue_promise_names_its_indicator(sample: Sample):
    rows = sample.query("select id_indikator from pub_mutu_temuan where id_aturan = 'JJR-07'")
    assert len(rows) > 5
    assert rows["id_indikator"].notna().all()
