"""What the job tells of an inbox that cannot be read: in the run, its log, file and alert."""

import os
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.defs.alerts import kabar_selesai
from dagster_project.orchestrator.run_notes import LOST_SCORES, UNREAD, sentences_of, sentences_tag
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.run.record import record_file
from lab.simulasi.webhook import webhook

pytestmark = pytest.mark.xdist_group("dagster")

NAME = "[link](x) *pipa*.xlsx"


def test_a_pipe_in_the_inbox_is_named_wherever_a_run_is_looked_at(
    definitions: dg.Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd
) -> None:
    inbox = tmp_path / "masuk"
    inbox.mkdir()
    os.mkfifo(inbox / NAME)
    monkeypatch.setenv("SAE_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("SAE_MASUK", str(inbox))
    with dg.DagsterInstance.ephemeral() as instance, webhook(200) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        result = definitions.resolve_job_def("rakorev").execute_in_process(instance=instance)
        [event] = [e for e in result.all_events if e.is_step_materialization]
        run = instance.get_run_by_id(result.run_id)
        [ended] = [e for e in result.all_events if e.event_type_value == "PIPELINE_SUCCESS"]
        told = kabar_selesai(
            dg.build_run_status_sensor_context(
                sensor_name="kabar", dagster_instance=instance, dagster_run=run, dagster_event=ended
            )
        )
    assert result.success
    metadata = event.materialization.metadata
    assert metadata["files_unreadable"].value == 1
    assert "\\[link\\](x) \\*pipa\\*.xlsx" in metadata["unreadable"].value
    assert NAME in sentences_of(run.tags, UNREAD)[0]
    assert f"Berkas '{NAME}' tidak dapat dibuka" in capfd.readouterr().err
    kept = record_file(Settings.from_env()).read_text(encoding="utf-8")
    assert f"Berkas '{NAME}' tidak dapat dibuka" in kept
    assert "delivered" in told.skip_message
    [message] = hook.received
    assert "TIDAK TERBACA" in message["text"]
    assert "［link］(x) ∗pipa∗.xlsx" in message["text"]


def test_a_tag_holds_the_first_sentences_and_survives_what_people_write_there() -> None:
    tags = {LOST_SCORES: sentences_tag(["x" * 5000] * 20), UNREAD: "bukan json"}
    assert len(sentences_of(tags, LOST_SCORES)) == 6
    assert len(tags[LOST_SCORES]) < 2000
    assert sentences_of(tags, UNREAD) == sentences_of({}, UNREAD) == ()
