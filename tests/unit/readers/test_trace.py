"""A published number leads back to its file, its cell, its receipts and its rules."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dagster_project.cli.app import app as cli
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.archive import store, stored_path
from dagster_project.sae.readers.trace.facts import Trace, UnknownKeyError
from dagster_project.sae.readers.trace.lookup import trace

RELEASE = "R-2026-04-aaaaaaaaaaaa"
NAME = "1.02.01_2026_TW2_v1.csv"
SHEET = "1.02.01_2026_TW2_v1"


def one(settings: Settings) -> Any:
    [found] = trace(settings, "kpi_indikator", ["I-1", "2026", "TW2"]).figures
    return found


def test_a_number_leads_to_its_file_its_cell_and_the_day_it_came(settings):
    found = one(settings)
    assert (found.raw.text, found.raw.kind, found.raw.source) == ("16,5", "text", "pendaratan")
    assert found.origin.is_intact is True
    [receipt] = found.origin.receipts
    assert (receipt.nama_berkas, receipt.diterima_pada) == (NAME, "2026-07-10T08:00:00")
    assert found.decision["keputusan"] == "rilis"


def test_a_running_sum_names_the_cells_before_it(settings):
    parts = one(settings).parts
    assert [(part.period, part.cell, part.value) for part in parts] == [("TW1", "F2", 15.2)]


def test_without_the_work_folder_the_cell_is_read_again_from_the_archive(settings):
    shutil.rmtree(settings.work)
    found = one(settings)
    assert (found.raw.text, found.raw.source) == ("16,5", "arsip")
    assert found.evidence == "putusan"
    assert [rule.id for rule in found.passed] == ["ANG-01", "FRM-03", "STR-06"]


def test_without_the_archive_it_says_so_and_invents_nothing(settings):
    sha = one(settings).origin.sha256
    shutil.rmtree(settings.work)
    path = stored_path(settings.archive, sha)
    assert path is not None
    path.unlink()
    found = one(settings)
    assert (found.raw.text, found.raw.source) == (None, "berkas tidak ada lagi di arsip")
    assert (found.origin.path, found.origin.is_intact) == (None, None)


def test_bytes_that_no_longer_have_their_hash_are_told(settings):
    path = stored_path(settings.archive, one(settings).origin.sha256)
    assert path is not None
    path.chmod(0o644)
    path.write_text("lain", encoding="utf-8")
    assert one(settings).origin.is_intact is False


def test_every_receipt_of_a_file_is_told_the_first_one_first(settings, tmp_path):
    sha = one(settings).origin.sha256
    later = datetime(2026, 7, 12, 9, 0)
    again = settings.inbox / NAME
    store(settings.archive, again, name="b.csv", received_at=later, via="surel", declared=False)
    receipts = one(settings).origin.receipts
    assert [receipt.nama_berkas for receipt in receipts] == [NAME, "b.csv"]
    assert {receipt.sha256 for receipt in receipts} == {sha}


def test_with_its_own_evidence_only_rules_really_evaluated_count_as_passed(settings):
    settings.evidence.mkdir(parents=True, exist_ok=True)
    evidence = [
        {"id_aturan": "ANG-01", "id_rilis": RELEASE},
        {"id_aturan": "ANG-03", "id_rilis": RELEASE},
    ]
    pq.write_table(pa.Table.from_pylist(evidence), settings.evidence / "dq_results.parquet")
    found = one(settings)
    assert found.evidence == "bukti"
    # FRM-03 is not evaluated on a tidy table, and ANG-03 has a finding.
    assert [rule.id for rule in found.passed] == ["ANG-01", "STR-06"]


def test_evidence_of_another_release_is_none(settings):
    settings.evidence.mkdir(parents=True, exist_ok=True)
    other = [{"id_aturan": "ANG-01", "id_rilis": "R-lain"}]
    pq.write_table(pa.Table.from_pylist(other), settings.evidence / "dq_results.parquet")
    assert one(settings).evidence == "putusan"


def test_a_waived_rule_is_told_with_its_owner_reason_and_end(settings, tmp_path):
    root = tmp_path / "akar"
    policy = root / "dbt" / "seeds" / "policy"
    policy.mkdir(parents=True)
    (root / "dbt" / "seeds" / "profil").symlink_to(PROJECT_ROOT / "dbt" / "seeds" / "profil")
    with (policy / "pengecualian.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["id_aturan", "kunci", "pemilik", "alasan", "berlaku_dari", "berlaku_sampai"]
        )
        writer.writerow(
            ["ANG-03", "I-1:2026:TW2", "Sekda", "Seri baru", "2026-01-01", "2026-12-31"]
        )
        writer.writerow(["ANG-03", "I-9", "Sekda", "Lain", "2026-01-01", "2026-12-31"])
    own = Settings(settings.home, "probolinggo", settings.inbox, settings.clock, root)
    found = one(own)
    assert ("ANG-03", "dikecualikan") in [(rule.id, rule.status) for rule in found.found]
    [waiver] = found.waivers
    assert (waiver.owner, waiver.reason, waiver.until) == ("Sekda", "Seri baru", "2026-12-31")


def test_a_summary_leads_to_the_rows_behind_it_and_to_those_held(settings):
    found = trace(settings, "kpi_pilar", ["SAE-3", "2026", "TW2"])
    assert {row["kunci"] for row in found.behind} >= {"I-1:TW2"}
    assert [row["kunci"] for row in found.held] == ["I-2:TW2"]


def test_a_summary_counts_indicators_as_its_table_does(settings):
    found = trace(settings, "kpi_pilar", ["SAE-3", "2026", "TW2"])
    assert {row["kunci"]: row["peran"] for row in found.behind} == {
        "I-1:TW2": "dinilai",
        "I-5:TW2:kec": "rincian",
        "I-3:TW2": "keluaran atau kegiatan",
        "I-4:TW2": "belum jatuh tempo",
    }
    assert [row["nama_indikator"] for row in found.held] == ["Rumah layak"]


def test_only_findings_that_concern_a_number_stand_beside_it(settings):
    found = one(settings)
    assert [rule.id for rule in found.found] == ["ANG-03", "JJR-07", "WKT-01"]
    # What the agency broke elsewhere is neither told of this number nor called passed.
    assert not {"JJR-08", "SWD-01"} & {rule.id for rule in found.passed}


def test_a_key_begun_gives_every_row_that_begins_so(settings):
    found: Trace = trace(settings, "kpi_indikator", ["I-1"])
    assert [figure.row["periode"] for figure in found.figures] == ["TW1", "TW2"]


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        ("kpi_indikator", ["I-11", "2026", "TW2"], "sae telusur kpi_indikator I-1 2026 TW2"),
        ("kpi_indikator", ["I-1", "2025", "TW2"], "ID_INDIKATOR TAHUN PERIODE"),
        ("kpi_indikator", ["I-2", "2026", "TW2"], "ditahan, tidak terbit: ANG-02"),
        ("kpi_indikator", [], "Cara menulis"),
        ("kpi_indikator", ["a"] * 9, "Terdekat"),
        ("kpi_indkator", ["I-1"], "sae telusur kpi_indikator"),
        ("mutu_temuan", ["t1"], "Tidak ada tabel"),
        ("x'; drop table aturan", ["1"], "Tidak ada tabel"),
        ("kpi_indikator", ["' or 1=1 --"], "Tidak ada"),
    ],
)
def test_a_question_nobody_can_answer_names_the_nearest_and_how_to_ask(table, key, said, settings):
    with pytest.raises(UnknownKeyError) as unknown:
        trace(settings, table, key)
    assert said in str(unknown.value)


def test_without_a_release_there_is_nothing_to_trace(tmp_path):
    empty = Settings(home=tmp_path, profile="probolinggo", inbox=tmp_path)
    with pytest.raises(ReleaseError, match="Belum ada rilis"):
        trace(empty, "kpi_indikator", ["I-1"])


def run(settings: Settings, *words: str) -> Any:
    env = {"SAE_HOME": str(settings.home), "SAE_PROFIL": settings.profile}
    return CliRunner().invoke(cli, ["telusur", *words], env=env)


def test_the_command_shows_cell_text_file_and_receipt(settings):
    shown = run(settings, "kpi_indikator", "I-1", "2026", "TW2")
    assert shown.exit_code == 0
    for part in (RELEASE, "REKAAN", f"{SHEET}!F3", "'16,5'", NAME, "2026-07-10T08:00:00", "utuh"):
        assert part in shown.output
    assert "ANG-03 [B] dikecualikan" in shown.output


def test_the_command_lists_what_a_pillar_rests_on(settings):
    shown = run(settings, "kpi_pilar", "SAE-3", "2026", "TW2")
    assert shown.exit_code == 0
    assert "I-1" in shown.output
    assert "Ditahan, tidak ikut dihitung: 1" in shown.output


def test_the_command_ends_with_2_for_a_key_that_is_not_there(settings):
    shown = run(settings, "kpi_pilar", "SAE-9", "2026", "TW2")
    assert shown.exit_code == 2
    assert "sae telusur kpi_pilar SAE-3 2026 TW2" in shown.output
