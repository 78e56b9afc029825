"""What holds over several runs: evidence that is missing, a second run, a lost work folder."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from dagster_project.sae.build import warehouse
from dagster_project.sae.intake.archive import archived_files, store
from dagster_project.sae.release.decision import read_decision
from dagster_project.sae.release.pin import read_pin
from dagster_project.sae.release.serving import served_release
from dagster_project.sae.release.shelf import go_back, let_go
from dagster_project.sae.run import pipeline
from dagster_project.sae.run.due import due

pytestmark = pytest.mark.xdist_group("kuartal_bersih")


def numbers(case) -> str:
    return case.published("select * from kpi_indikator order by all").to_csv()


def again(case):
    return pipeline.run(case.settings, cycle=case.facts["id_siklus"])


def test_a_check_without_evidence_holds_the_release(own_case):
    case = own_case("kuartal_bersih")
    file = case.settings.evidence / "dq_results.parquet"
    evidence = pd.read_parquet(file)
    evidence[evidence["id_aturan"] != "ANG-03"].to_parquet(file)
    warehouse.build(case.settings, "mart")
    decision = read_decision(case.settings)
    assert decision.keputusan == "tahan"
    assert "ANG-03" in decision.alasan


def test_a_rule_taken_out_of_its_suite_but_not_of_the_catalogue_holds_the_release(
    own_case, tmp_path: Path
):
    from dagster_project.sae.checks.run import run_checks

    case = own_case("kuartal_bersih")
    root = tmp_path / "tanpa_aturan"
    shutil.copytree(case.settings.root / "expectations", root / "expectations")
    for name in ("dbt", "data_raw", "dagster_project", "pyproject.toml"):
        (root / name).symlink_to(case.settings.root / name)
    suite = root / "expectations" / "suites" / "realisasi.yaml"
    text = suite.read_text(encoding="utf-8")
    entries = text.split("\n  - rule: ")
    kept = [entry for entry in entries if not entry.startswith("ANG-09")]
    assert len(kept) < len(entries)
    suite.write_text("\n  - rule: ".join(kept), encoding="utf-8")

    run_checks(replace(case.settings, root=root))
    warehouse.build(case.settings, "mart")
    decision = read_decision(case.settings)
    assert decision.keputusan == "tahan"
    assert "ANG-09" in decision.alasan


def test_a_second_run_with_nothing_new_keeps_the_release(own_case):
    case = own_case("kuartal_bersih")
    before = numbers(case)
    second = again(case)
    assert second.status == "tetap"
    assert second.served == case.outcome.served
    assert numbers(case) == before
    assert len(list(case.settings.releases.iterdir())) == 1


def test_a_pinned_release_stays_served_while_runs_go_on_until_it_is_let_go(own_case, tmp_path):
    case = own_case("kuartal_bersih")
    pinned = case.outcome.served
    go_back(case.settings, pinned, reason="angka TW2 diperiksa")
    before = numbers(case)
    inbox = tmp_path / "masuk"
    inbox.mkdir()
    (inbox / "rusak.xlsx").write_bytes(b"bukan buku kerja")
    # On the last day of the cut-off: what comes later would wait for the next release.
    on_time = replace(case.settings, inbox=inbox, clock=datetime(2026, 8, 10, 8, 0))
    changed = replace(case, settings=on_time)

    kept_back = again(changed)
    assert kept_back.status == "semat"
    assert (kept_back.served, kept_back.pin.reason) == (pinned, "angka TW2 diperiksa")
    assert served_release(case.settings) == pinned
    assert numbers(case) == before
    assert (case.settings.releases / kept_back.scope.id_rilis).is_dir()

    quiet = again(changed)
    assert (quiet.status, quiet.served) == ("tetap", pinned)

    assert let_go(case.settings).served == kept_back.scope.id_rilis
    assert (again(changed).status, read_pin(case.settings)) == ("tetap", None)


def test_a_lost_work_folder_is_made_again_with_the_same_id_and_numbers(own_case):
    case = own_case("kuartal_bersih")
    before = numbers(case)
    shutil.rmtree(case.settings.work)
    second = again(case)
    assert second.served == case.outcome.served
    assert numbers(case) == before
    assert len(list(case.settings.releases.iterdir())) == 1


def test_a_closed_cycle_rebuilt_after_later_receipts_has_the_same_id_and_numbers(
    own_case, tmp_path: Path
):
    case = own_case("kuartal_bersih")
    before = numbers(case)
    late = datetime(2026, 8, 20, 9)
    other = tmp_path / "lain.zip"
    for file in list(archived_files(case.settings.archive)):
        stem = file.first.nama_berkas.rpartition("_")[0]
        shutil.copy(file.path, other)
        send = partial(store, case.settings.archive, other, via="uji", declared=True)
        # The same bytes as a higher version, for another period, and other bytes as a higher one.
        send(name=f"{stem}_v8.zip", received_at=late)
        send(name=f"{stem.replace('TW2', 'TW3')}_v1.zip", received_at=late)
        with zipfile.ZipFile(other, "a") as book:
            book.writestr("_catatan.csv", "a,b\n1,2\n")
        send(name=f"{stem}_v9.zip", received_at=late)
    shutil.rmtree(case.settings.work)
    later = replace(case, settings=replace(case.settings, clock=datetime(2026, 9, 1, 8)))
    rebuilt = pipeline.run(later.settings, cycle=case.facts["id_siklus"], rebuild=True)
    assert (rebuilt.served, rebuilt.differing) == (case.outcome.served, ())
    assert numbers(case) == before
    assert len(rebuilt.scope.menunggu) == len(case.outcome.scope.masukan)


def test_no_run_is_due_until_an_input_changes_and_a_date_that_passes_is_none(own_case):
    case = own_case("kuartal_bersih")
    quiet = due(case.settings)
    assert (quiet.is_due, "released already" in quiet.sentence) == (False, True)

    before_cut_off = replace(case.settings, clock=datetime(2026, 8, 10, 23, 0))
    after = replace(case.settings, clock=datetime(2026, 8, 11, 6, 0))
    assert [due(before_cut_off).is_due, due(after).is_due] == [False, False]

    # What a run leaves that was killed between receiving and reading: no look at the inbox sees it.
    lost = case.settings.inbox.parent / "baru.xlsx"
    lost.write_bytes(b"bukan buku kerja")
    store(
        case.settings.archive, lost, name=lost.name, received_at=datetime(2026, 7, 1),
        via="uji", declared=False,
    )  # fmt: skip
    assert "1 archived files wait" in due(case.settings).sentence


def test_an_inbox_that_is_gone_makes_a_run_due_for_a_failed_run_is_told_of(own_case):
    case = own_case("kuartal_bersih")
    gone = replace(case.settings, inbox=case.settings.inbox.with_name("dicabut"))
    answer = due(gone)
    assert answer.is_due
    assert "will fail" in answer.sentence
    assert "Kotak masuk" in answer.sentence


def test_a_release_that_the_gate_held_is_not_built_every_morning(own_case):
    case = own_case("kuartal_bersih")
    file = case.settings.evidence / "dq_results.parquet"
    evidence = pd.read_parquet(file)
    evidence[evidence["id_aturan"] != "ANG-03"].to_parquet(file)
    warehouse.build(case.settings, "mart")
    shutil.rmtree(case.settings.serving)
    assert "held by the gate" in due(case.settings).sentence
    shutil.rmtree(case.settings.landing)
    assert due(case.settings).is_due
