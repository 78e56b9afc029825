"""What analysts open: the notebooks and the Superset bundle, over releases of the sample."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.readers.notebook import buka, daftar_rilis, tanya
from lab.compat.fingerprint import by_duckdb, by_pyarrow
from lab.compat.matrix import differences, expected, served_id

pytestmark = pytest.mark.xdist_group("contoh")

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BUNDLE = ROOT / "bi" / "superset"

# Loaded by every Python of a kernel before anything else; ZeroMQ's own sockets are not Python's.
NO_NETWORK = """
import socket
_connect = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError("no network in this test")
    return _connect(self, address)
socket.socket.connect = connect
"""


@dataclass(frozen=True)
class Sample:
    """Two releases of the sample, the later one served, and the variables of a kernel."""

    settings: Settings
    variables: dict[str, str]


@pytest.fixture(scope="module")
def sample(sample_run: tuple[Settings, object], tmp_path_factory: pytest.TempPathFactory) -> Sample:
    settings, _ = sample_run
    home = tmp_path_factory.mktemp("notebook")
    (home / "tanpa_jaringan").mkdir()
    (home / "tanpa_jaringan" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    return Sample(
        settings,
        {"SAE_HOME": str(settings.home), "PYTHONPATH": f"{home / 'tanpa_jaringan'}:{ROOT}"},
    )


def pictures(content) -> int:
    return sum(
        "image/png" in output.get("data", {})
        for cell in content["cells"]
        for output in cell.get("outputs", [])
    )


def test_the_kernel_of_these_tests_reaches_no_network(sample):
    attempt = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    done = subprocess.run(
        [sys.executable, "-c", attempt],
        env={**os.environ, **sample.variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "no network in this test" in done.stderr


@pytest.mark.parametrize("book", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_over_a_release_without_network(sample, book, monkeypatch):
    for name, value in sample.variables.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("render", ROOT / "notebooks" / "render.py")
    render = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(render)
    run = render.execute(book)
    kept = json.loads(book.read_text(encoding="utf-8"))
    assert pictures(run) == pictures(kept) > 0


@pytest.mark.parametrize("book", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_kept_notebook_is_small_and_names_no_machine(book):
    text = book.read_text(encoding="utf-8")
    assert len(text) < 300_000
    assert [start for start in ("/home/", "/root/", "/tmp", "/work/") if start in text] == []  # noqa: S108
    assert '"ename"' not in text


def test_the_title_of_a_chart_says_that_the_data_is_a_sample(sample, monkeypatch):
    monkeypatch.setenv("SAE_HOME", str(sample.settings.home))
    spec = importlib.util.spec_from_file_location("gaya", ROOT / "notebooks" / "gaya.py")
    gaya = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(gaya)
    assert "DATA CONTOH SINTETIS" in " ".join(gaya.judul("Skor", dari=gaya.rilis()).subtitle)
    assert gaya.angka(None) == "belum ada"
    assert gaya.angka(1234567.5) == "1.234.567,5"


@pytest.mark.parametrize(
    "file", sorted((BUNDLE / "datasets").rglob("*.yaml")), ids=lambda p: p.stem
)
def test_a_dataset_of_the_bundle_has_the_columns_it_declares(sample, file):
    dataset = yaml.safe_load(file.read_text(encoding="utf-8"))
    query = dataset["sql"] or f"from {dataset['table_name']}"
    found = tanya(f"describe ({query})", settings=sample.settings)
    declared = {column["column_name"]: column["type"] for column in dataset["columns"]}
    published = dict(zip(found["column_name"], found["column_type"], strict=True))
    # Columns may be added to a published table; those declared must be there with their type.
    assert declared.items() <= published.items()
    with buka(settings=sample.settings) as connection:
        for metric in dataset["metrics"]:
            connection.execute(f"select {metric['expression']} from ({query})")
        assert connection.execute(f"select count(*) from ({query})").fetchone() > (0,)


def test_the_charts_of_the_bundle_use_what_their_datasets_have():
    datasets = {
        one["uuid"]: {c["column_name"] for c in one["columns"]}
        | {m["metric_name"] for m in one["metrics"]}
        for one in map(_yaml, (BUNDLE / "datasets").rglob("*.yaml"))
    }
    charts = [_yaml(path) for path in (BUNDLE / "charts").glob("*.yaml")]
    for chart in charts:
        params = chart["params"]
        used = [*params.get("all_columns", []), *params.get("metrics", [])]
        used += [*params.get("groupby", []), *filter(None, [params.get("x_axis")])]
        used += [f["subject"] for f in params.get("adhoc_filters", [])]
        assert set(used) <= datasets[chart["dataset_uuid"]], chart["slice_name"]
    dashboard = _yaml(BUNDLE / "dashboards" / "lima_pilar.yaml")
    placed = [p["meta"]["uuid"] for p in dashboard["position"].values() if _is_chart(p)]
    assert sorted(placed) == sorted(chart["uuid"] for chart in charts)


def test_the_connection_of_the_bundle_is_read_only_with_limits():
    database = _yaml(BUNDLE / "databases" / "SAE.yaml")
    connect = database["extra"]["engine_params"]["connect_args"]
    assert connect == {"read_only": True, "config": {"memory_limit": "1GB", "threads": 2}}
    assert database["allow_dml"] is database["allow_file_upload"] is False
    assert database["sqlalchemy_uri"] == "duckdb:///SAE_DUCKDB_FILE"


def test_two_engines_see_the_sums_of_the_kept_release(sample):
    release = served_id(sample.settings)
    wanted = expected(sample.settings.releases / release / "sae.duckdb")
    assert differences(wanted, by_duckdb(sample.settings.serving / "sae.duckdb")) == []
    assert differences(wanted, by_pyarrow(sample.settings.serving / "parquet")) == []


def test_one_lost_value_is_named_by_the_matrix(sample):
    release = served_id(sample.settings)
    wanted = expected(sample.settings.releases / release / "sae.duckdb")
    found = {table: dict(columns) for table, columns in wanted.items()}
    found["kpi_pilar"]["skor_ketat"] = [wanted["kpi_pilar"]["skor_ketat"][0] - 1, 0.0]
    assert [line.split(":")[0] for line in differences(wanted, found)] == ["kpi_pilar.skor_ketat"]


def test_releases_are_listed_with_the_oldest_data_first(sample):
    listed = daftar_rilis(settings=sample.settings)
    assert listed["id_siklus"].tolist() == ["RAKOREV-2026-03", "RAKOREV-2026-04"]
    assert listed["dibaca"].tolist() == [False, True]


def _yaml(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _is_chart(place: object) -> bool:
    return isinstance(place, dict) and place.get("type") == "CHART"


def test_the_committed_notebooks_are_those_of_the_sample(sample: Sample):
    """Their release has the sample's policy and files, and each table its rows.

    Not its id: that is also the id of the code, which changes where no number does.
    """
    book = json.loads((ROOT / "notebooks" / "01_membaca_rilis.ipynb").read_text(encoding="utf-8"))
    shown = "\n".join(
        "".join(output.get("data", {}).get("text/plain", []))
        for cell in book["cells"]
        for output in cell.get("outputs", [])
    )
    [release] = _rows(sample, "select versi_kebijakan, jumlah_berkas, id_siklus from rilis")
    for value in release:
        assert str(value) in shown, f"`make notebooks` is due: {value} is not in the first notebook"
    counted = dict(re.findall(r"^\d+ +([a-z_0-9]+) +(\d+) +\d+ ", shown, re.M))
    assert len(counted) > 20
    now = {
        name: str(rows)
        for name, rows in _rows(sample, "select table_name, estimated_size from duckdb_tables()")
    }
    assert counted == now, "`make notebooks` is due: tables have other rows than the notebooks say"


def _rows(sample: Sample, sql: str) -> list[tuple[object, ...]]:
    file = sample.settings.serving / "sae.duckdb"
    with duckdb.connect(str(file), read_only=True) as release:
        return release.execute(sql).fetchall()
