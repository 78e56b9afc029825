"""People read the build warehouse with real other processes: no run breaks on it, and none of them.

Each holder below is a process of its own with DuckDB's lock on the file, as a shell has it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.sae.build.model_docs import write_model_docs
from dagster_project.sae.build.site import construction, read_only
from dagster_project.sae.care.doctor.examine import examine
from dagster_project.sae.care.doctor.signs import State
from dagster_project.sae.installation.errors import WarehouseHeldError
from dagster_project.sae.installation.soundness import discard_damaged
from dagster_project.sae.release.serving import served_release
from dagster_project.sae.run import pipeline

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

_SHELL = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "baca")
print("terbuka", flush=True)
for line in sys.stdin:
    print(connection.execute("select count(*) from pub_kpi_indikator").fetchone()[0], flush=True)
"""
# Opens what a run builds as soon as it can, and never lets go, as a tool that watches a folder.
_INTRUDER = """
import sys, time, duckdb
from pathlib import Path
site = Path(sys.argv[1])
print("menunggu", flush=True)
while True:
    try:
        if site.is_file():
            connection = duckdb.connect(str(site), read_only=sys.argv[2] == "baca")
            print("memegang", flush=True)
            time.sleep(600)
    except (duckdb.Error, OSError):
        pass
    time.sleep(0.002)
"""


@contextmanager
def process(code: str, *words: object) -> Iterator[subprocess.Popen[str]]:
    """A process that has said that it is ready."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as started:  # fmt: skip
        assert started.stdout is not None
        started.stdout.readline()
        try:
            yield started
        finally:
            started.kill()


def asked(shell: subprocess.Popen[str]) -> int:
    """What the person in the shell counts."""
    assert shell.stdin is not None
    assert shell.stdout is not None
    shell.stdin.write("\n")
    shell.stdin.flush()
    return int(shell.stdout.readline())


@pytest.mark.parametrize("way", ["baca", "tulis"])
def test_a_run_and_a_shell_on_the_warehouse_do_not_meet(
    own_case: Callable[[str], Any], way: str
) -> None:
    case = own_case("kuartal_bersih")
    served = served_release(case.settings)
    with process(_SHELL, case.settings.warehouse, way) as shell:
        before = asked(shell)
        outcome = pipeline.run(case.settings, cycle=case.facts["id_siklus"], rebuild=True)
        assert asked(shell) == before
        # The new file is there for everybody who opens it now, and nobody holds it.
        with duckdb.connect(str(case.settings.warehouse), read_only=True) as fresh:
            assert fresh.execute("select count(*) from pub_kpi_indikator").fetchone() == (before,)
    assert outcome.status == "rilis"
    assert "mend" not in outcome.seconds
    assert outcome.differing == ()
    assert served_release(case.settings) == served


def test_a_run_survives_somebody_who_takes_the_file_under_its_hands(
    own_case: Callable[[str], Any],
) -> None:
    case = own_case("kuartal_bersih")
    site = replace(case.settings, is_building=True).warehouse
    with process(_INTRUDER, site, "tulis"):
        outcome = pipeline.run(case.settings, cycle=case.facts["id_siklus"], rebuild=True)
    assert outcome.status == "rilis"
    assert outcome.differing == ()


def test_what_somebody_holds_for_writing_is_read_from_a_copy(
    own_case: Callable[[str], Any],
) -> None:
    case = own_case("kuartal_bersih")
    with process(_SHELL, case.settings.warehouse, "tulis") as shell:
        with read_only(case.settings) as connection:
            [(count,)] = connection.execute("select count(*) from pub_kpi_indikator").fetchall()
        assert count == asked(shell)
    assert not list(case.settings.work.glob(".baca-*"))


def test_a_held_file_that_cannot_be_copied_names_who_holds_it(
    own_case: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = own_case("kuartal_bersih")
    with process(_SHELL, case.settings.warehouse, "tulis") as shell:
        # Half of the bytes: what a copy is while the other process rewrites the file.
        def torn(source: Path, target: Path) -> None:
            content = source.read_bytes()
            target.write_bytes(content[: len(content) // 2])

        monkeypatch.setattr("dagster_project.sae.build.site.shutil.copyfile", torn)
        with pytest.raises(WarehouseHeldError) as caught, read_only(case.settings):
            pytest.fail("a torn copy was read")
    assert f"proses {shell.pid} (" in str(caught.value)
    assert sys.executable in str(caught.value)
    assert "tidak rusak" in str(caught.value)


def test_a_held_warehouse_is_not_taken_for_a_damaged_one(own_case: Callable[[str], Any]) -> None:
    case = own_case("kuartal_bersih")
    with process(_SHELL, case.settings.warehouse, "tulis") as shell:
        assert discard_damaged(case.settings) == ()
        [sign] = [s for s in examine(case.settings) if s.subject == "Gudang kerja"]
    assert case.settings.warehouse.is_file()
    assert sign.state is State.BAIK
    assert f"proses {shell.pid} (" in sign.sentence


@pytest.mark.parametrize("is_run_on", [False, True], ids=["shell", "run"])
def test_the_page_of_models_is_made_beside_whoever_holds_the_warehouse(
    own_case: Callable[[str], Any], is_run_on: bool
) -> None:
    case = own_case("kuartal_bersih")
    target = case.settings.home / "dokumen" / "index.html"
    if is_run_on:
        with (
            construction(case.settings, on_top=True) as site,
            process(_SHELL, site.warehouse, "tulis"),
        ):
            write_model_docs(case.settings, target)
    else:
        with process(_SHELL, case.settings.warehouse, "tulis"):
            write_model_docs(case.settings, target)
    assert '"catalog"' in target.read_text(encoding="utf-8")
    assert not list(case.settings.work.glob(".baca-*"))


def test_a_run_that_broke_leaves_the_former_warehouse_to_its_readers(
    own_case: Callable[[str], Any],
) -> None:
    case = own_case("kuartal_bersih")
    with read_only(case.settings) as connection:
        before = connection.execute("select count(*) from pub_kpi_indikator").fetchall()
    with pytest.raises(ZeroDivisionError), construction(case.settings) as site:
        with duckdb.connect(str(site.warehouse)) as half:
            half.execute("create table t as select 1 as a")
        raise ZeroDivisionError
    with read_only(case.settings) as connection:
        after = connection.execute("select count(*) from pub_kpi_indikator").fetchall()
    assert after == before
