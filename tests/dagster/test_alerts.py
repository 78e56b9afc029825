"""What Dagster tells of its runs: released, held, broken; and what a lost message looks like."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.defs.alerts import kabar_rusak, kabar_selesai
from dagster_project.sae.installation.errors import AlertError
from lab.simulasi.webhook import webhook

pytestmark = pytest.mark.xdist_group("dagster")

RELEASE = "R-2026-04-aaaaaaaaaaaa"
TAGS = {"sae/keputusan": "rilis", "sae/siklus": "RAKOREV-2026-04", "sae/rilis": RELEASE}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with one kept release, of which only the manifest matters here."""
    monkeypatch.setenv("SAE_HOME", str(tmp_path))
    monkeypatch.setenv("SAE_MASUK", str(tmp_path))
    monkeypatch.delenv("SAE_WEBHOOK", raising=False)
    monkeypatch.setattr("dagster_project.sae.tell.webhook.PAUSES", (0.01,))
    folder = tmp_path / "rilis" / RELEASE
    folder.mkdir(parents=True)
    counts = {"jumlah_baris_rilis": 5, "jumlah_baris_tahan": 2, "jumlah_opd_tahan": 1}
    manifest = {"format": 1, "id_siklus": "RAKOREV-2026-04", "keputusan": counts}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


@pytest.fixture
def finish() -> Iterator[Callable[..., dg.RunStatusSensorContext]]:
    """What a sensor sees of a run that ended, well or in a step that raised."""

    @dg.op
    def langkah(context: dg.OpExecutionContext) -> None:
        context.instance.add_run_tags(context.run_id, json.loads(context.run.tags["left"]))
        if "boom" in context.run.tags:
            raise ValueError("rahasia.xlsx: NIP 1987")

    @dg.job(executor_def=dg.in_process_executor)
    def pekerjaan() -> None:
        langkah()

    with dg.DagsterInstance.ephemeral() as instance:

        def run(left: dict[str, str], **tags: str) -> dg.RunStatusSensorContext:
            result = pekerjaan.execute_in_process(
                instance=instance, raise_on_error=False, tags={"left": json.dumps(left), **tags}
            )
            kind = "PIPELINE_SUCCESS" if result.success else "PIPELINE_FAILURE"
            [event] = [e for e in result.all_events if e.event_type_value == kind]
            return dg.build_run_status_sensor_context(
                sensor_name="kabar",
                dagster_instance=instance,
                dagster_run=instance.get_run_by_id(result.run_id),
                dagster_event=event,
            )

        yield run


def told(sensor: dg.SensorDefinition, context: dg.RunStatusSensorContext) -> str:
    return sensor(context).skip_message


def test_without_a_webhook_nobody_is_told(home, finish):
    assert "SAE_WEBHOOK is not set" in told(kabar_selesai, finish(TAGS))


def test_a_new_release_is_told_from_its_manifest(home, finish, monkeypatch):
    with webhook(500, 200) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        assert told(kabar_selesai, finish(TAGS)) == "delivered, attempt 2"
    [message] = hook.received
    assert message["jenis"] == "terbit"
    assert f"{RELEASE} terbit untuk RAKOREV-2026-04" in message["text"]
    assert "terbit 5, ditahan 2; laporan OPD ditahan atau tidak ada 1" in message["text"]


def test_a_run_that_made_nothing_new_is_not_told_of(home, finish, monkeypatch):
    with webhook(200) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        assert "nothing new" in told(kabar_selesai, finish({"sae/keputusan": "rilis"}))
    assert hook.requests == []


def test_a_held_and_a_pinned_release_are_told_as_such(home, finish, monkeypatch):
    held = {
        "sae/keputusan": "tahan",
        "sae/siklus": "RAKOREV-2026-04",
        "sae/alasan": "Aturan ANG-03 belum dinilai.",
    }
    with webhook(200) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        told(kabar_selesai, finish(held))
        told(kabar_selesai, finish(TAGS | {"sae/sematan": "R-2026-03-cccccccccccc"}))
        told(kabar_selesai, finish(TAGS | {"sae/sematan": RELEASE}))
    assert [m["jenis"] for m in hook.received] == ["tahan", "semat", "terbit"]
    assert "ANG-03 belum dinilai" in hook.received[0]["text"]


def test_a_broken_run_is_told_by_its_step_and_not_by_the_text_of_the_error(
    home, finish, monkeypatch
):
    with webhook(200) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        told(kabar_rusak, finish({}, boom="ya").for_run_failure())
    [message] = hook.received
    assert "jalan GAGAL (langkah)" in message["text"]
    assert "rahasia" not in message["text"]


def test_a_message_that_is_not_taken_makes_the_tick_red_without_showing_the_address(
    home, finish, monkeypatch
):
    with webhook(500) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        with pytest.raises(AlertError, match="HTTP 500") as lost:
            kabar_selesai(finish(TAGS))
    assert "rahasia" not in str(lost.value)


def test_a_release_tells_of_pillars_without_score_and_files_that_were_not_read(
    home, finish, monkeypatch
):
    left = TAGS | {
        "sae/pilar_tanpa_skor": json.dumps(["SAE Sosial kehilangan skor: 81,20 pada 2026 TW2."]),
        "sae/tak_terbaca": json.dumps(["Berkas 'a.xlsx' tidak dapat dibuka (tidak diizinkan)."]),
    }
    with webhook(200) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        kabar_selesai(finish(left))
    [message] = hook.received
    assert message["jenis"] == "terbit"
    lines = message["text"].splitlines()
    assert len(lines) == 3
    assert "SAE Sosial kehilangan skor: 81,20 pada 2026 TW2." in lines[1]
    assert "Berkas 'a.xlsx' tidak dapat dibuka (tidak diizinkan)." in lines[2]
