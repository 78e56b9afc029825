"""A table of another government goes through intake and stage by a layout alone.

The report of New York City carries its own verdicts, made by others: ours must equal them in every
row. It is read where it lies beside the project; our own small table of that shape always is.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dagster_project.sae.build import warehouse
from dagster_project.sae.build.scope import write_scope
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.file.packed import unpack
from dagster_project.sae.intake.pull import pull

CASES = PROJECT_ROOT / "tests" / "cases"
REAL = PROJECT_ROOT.parent / "shared" / "real" / "nyc_mmr_fy2023_half.csv"
FILES = [CASES / "nyc_mmr" / "sendiri.csv", *([REAL] if REAL.is_file() else [])]
VERDICTS = {
    "TERCAPAI": "Met_Goal",
    "TIDAK_TERCAPAI": "Did_Not_Meet",
    "TANPA_TARGET": "NA",
}


@dataclass(frozen=True)
class OwnLayouts(Settings):
    """An installation with a layouts folder of its own."""

    own_layouts: Path = field(default=Path())

    @property
    def layouts_dir(self) -> Path:
        """The layouts of this installation."""
        return self.own_layouts


@dataclass(frozen=True)
class Built:
    """One file after intake and stage."""

    source: Path
    settings: Settings

    def query(self, sql: str) -> list[tuple]:
        """Rows of the build warehouse."""
        with warehouse.read_only(self.settings) as connection:
            return connection.execute(sql).fetchall()

    def published(self) -> dict[str, dict[str, str]]:
        """What the publisher says, by id."""
        with self.source.open(encoding="utf-8", newline="") as stream:
            return {row["ID"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    home = tmp_path_factory.mktemp("nyc")
    shutil.copytree(CASES / "profil_kecil", home / "profil")
    shutil.copytree(CASES / "nyc_mmr" / "profil", home / "profil", dirs_exist_ok=True)
    shutil.copytree(CASES / "nyc_mmr" / "formulir", home / "formulir")
    shutil.copy(PROJECT_ROOT / "data_raw" / "layouts" / "templat_v1.yaml", home / "formulir")
    (home / "masuk").mkdir()
    shutil.copy(request.param, home / "masuk" / request.param.name)
    settings = OwnLayouts(
        home=home / "var",
        profile=str(home / "profil"),
        inbox=home / "masuk",
        clock=datetime(2024, 2, 28, 8, 0),  # the last day of the cut-off
        own_layouts=home / "formulir",
    )
    result = pull(settings)
    assert (result.accepted, result.rejected) == (1, 0)
    write_scope(settings)
    warehouse.build(settings, "stage")
    return Built(request.param, settings)


def test_nothing_in_it_is_doubtful(built: Built) -> None:
    assert built.query("select id_aturan, pesan from stg_intake__temuan where tingkat <> 'I'") == []


def test_the_verdict_equals_the_published_one_in_every_row(built: Built) -> None:
    ours = built.query(
        "select id_indikator, status_capaian from int_realisasi__capaian"
        " where tahun = 2023 and periode = 'THN'"
    )
    found = {name: VERDICTS[status] for name, status in ours}
    assert found == {name: row["Success"] for name, row in built.published().items()}
    if built.source == REAL:
        expected = {"Met_Goal": 92, "Did_Not_Meet": 100, "NA": 487}
        assert Counter(found.values()) == expected


def test_every_figure_of_every_year_is_there_with_its_own_cell(built: Built) -> None:
    years = [str(year) for year in range(2016, 2024)]
    expected = Counter(
        year for row in built.published().values() for year in years if row[year] != "NA"
    )
    counted = built.query(
        "select tahun, count(realisasi), count(distinct id_baris) from int_realisasi__lapor"
        " where realisasi is not null group by tahun"
    )
    assert {str(year): count for year, count, _ in counted} == expected
    assert all(count == keys for _, count, keys in counted)
    # The value of a figure is the text of the cell that the map names for its year.
    written = {
        (cell["sha256_berkas"], cell["sel"]): cell["mentah"]
        for sheets in built.settings.landing.glob("[!.]*/lembar.parquet")
        for row in pq.read_table(sheets).to_pylist()
        for cell in unpack(row)
    }
    figures = built.query(
        "select r.sha256_berkas, p.huruf || r.baris, r.realisasi from stg_intake__realisasi as r"
        " join stg_intake__peta as p on p.sha256_berkas = r.sha256_berkas"
        "  and p.tabel = 'realisasi' and p.kolom = 'realisasi'"
        "  and coalesce(p.tahun, 2023) = r.tahun"
        " where r.realisasi is not null"
    )
    assert len(figures) >= expected.total()
    assert [(f, c, v) for f, c, v in figures if float(written[f, c]) != v] == []
