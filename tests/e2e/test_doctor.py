"""What the doctor says about a finished installation, healthy or hurt on purpose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from dagster_project.sae.care.doctor import disk, environment
from dagster_project.sae.care.doctor.examine import examine, worst
from dagster_project.sae.care.doctor.signs import Sign, State
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.installation.settings import Settings

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("kuartal_bersih")


@pytest.fixture
def settings(own_case: Callable[[str], object]) -> Settings:
    """A finished installation with the real clock and only the house's own variables."""
    run = own_case("kuartal_bersih")
    return replace(run.settings, clock=None)  # type: ignore[attr-defined]


def sign_of(settings: Settings, subject: str, *, deep: bool = False) -> Sign:
    """The worst sign about one subject."""
    signs = [sign for sign in examine(settings, deep=deep) if sign.subject == subject]
    return max(signs, key=lambda sign: sign.state)


def test_a_healthy_installation_has_only_good_signs(settings: Settings) -> None:
    bad = [sign for sign in examine(settings, deep=True) if sign.state]
    assert bad == []


def test_every_bad_sign_names_one_action(settings: Settings) -> None:
    (settings.serving / "sae.duckdb.wal").write_bytes(b"x")
    (settings.serving / "TERKINI").write_text("R-lain", encoding="utf-8")
    hurt = replace(settings, inbox=settings.home / "tiada", clock=datetime(2020, 1, 1))
    bad = [sign for sign in examine(hurt) if sign.state]
    assert len(bad) >= 4
    assert all(sign.action for sign in bad)


def test_a_log_beside_the_served_file_is_grave(settings: Settings) -> None:
    (settings.serving / "sae.duckdb.wal").write_bytes(b"x")
    assert sign_of(settings, "Sisa WAL pada terbitan").state is State.GAWAT


def test_a_log_left_by_a_killed_run_asks_to_rebuild(settings: Settings) -> None:
    log = settings.warehouse.with_name("warehouse.duckdb.wal")
    log.write_bytes(b"x")
    sign = sign_of(settings, "Gudang kerja")
    assert sign.state is State.PERHATIAN
    assert log.name in sign.action


def test_a_running_build_may_have_its_log(settings: Settings) -> None:
    settings.warehouse.with_name("warehouse.duckdb.wal").write_bytes(b"x")
    with lane(settings, wait_seconds=0, owner="uji"):
        assert sign_of(settings, "Gudang kerja").state is State.BAIK


def test_a_program_that_holds_the_build_file_is_named_and_disturbs_nothing(
    settings: Settings,
) -> None:
    code = f"import sys; f = open({str(settings.warehouse)!r}, 'rb'); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline()
        sign = sign_of(settings, "Gudang kerja")
        assert sign.state is State.BAIK
        assert f"proses {holder.pid} ({sys.executable} -c" in sign.sentence
        holder.communicate(b"\n")


def test_a_served_file_that_is_no_release_is_grave(settings: Settings) -> None:
    served = settings.serving / "sae.duckdb"
    served.unlink()
    served.write_bytes(b"not a database")
    sign = sign_of(settings, "Rilis yang melayani")
    assert sign.state is State.GAWAT
    assert "sae rilis kembali R-" in sign.action


def test_a_changed_byte_in_the_served_release_is_found(settings: Settings) -> None:
    folder = next(settings.releases.glob("R-*"))
    notes = next(path for path in folder.rglob("*.csv") if path.is_file())
    notes.chmod(0o644)
    notes.write_bytes(notes.read_bytes() + b" ")
    assert sign_of(settings, "Rilis yang melayani").state is State.GAWAT
    assert sign_of(settings, "Semua rilis", deep=True).state is State.GAWAT


def test_a_pointer_to_another_release_is_shown(settings: Settings) -> None:
    (settings.serving / "TERKINI").write_text("R-2020-01-000000000000", encoding="utf-8")
    assert sign_of(settings, "Rilis yang melayani").state is State.PERHATIAN


def test_a_release_of_another_storage_version_is_grave(settings: Settings) -> None:
    manifest = next(settings.releases.glob("R-*")) / "MANIFEST.json"
    manifest.chmod(0o644)
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["alat"]["versi_simpan"] = "v1.5.0"
    manifest.write_text(json.dumps(content), encoding="utf-8")
    assert sign_of(settings, "Versi terbitan").state is State.GAWAT


def test_a_clock_behind_the_last_receipt_is_grave(settings: Settings) -> None:
    sign = sign_of(replace(settings, clock=datetime(2020, 1, 1)), "Jam")
    assert sign.state is State.GAWAT
    assert "mundur" in sign.sentence


def test_a_missing_inbox_is_grave_and_an_unreadable_report_is_not(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sign_of(replace(settings, inbox=settings.home / "x"), "Kotak masuk").state == State.GAWAT
    report = settings.inbox / "laporan.xlsx"
    report.write_bytes(b"x")
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != report and real(path, mode))
    sign = sign_of(settings, "Kotak masuk")
    report.unlink()
    assert sign.state is State.PERHATIAN
    assert "laporan.xlsx" in sign.sentence


@pytest.mark.parametrize("kind", ["isi", "tanda"])
def test_an_archive_that_lost_a_part_is_grave(settings: Settings, kind: str) -> None:
    receipt = next(settings.archive.glob("??/*.json"))
    content = next(p for p in receipt.parent.glob(f"{receipt.stem}.*") if p != receipt)
    (content if kind == "isi" else receipt).unlink()
    assert sign_of(settings, "Arsip").state is State.GAWAT


def test_a_receipt_cut_in_half_is_grave(settings: Settings) -> None:
    receipt = next(settings.archive.glob("??/*.json"))
    receipt.chmod(0o644)
    receipt.write_bytes(receipt.read_bytes()[:20])
    assert sign_of(settings, "Arsip").state is State.GAWAT


def test_a_changed_archived_byte_is_found_by_the_deep_look_only(settings: Settings) -> None:
    content = next(p for p in settings.archive.glob("??/*") if p.suffix == ".zip")
    content.chmod(0o644)
    content.write_bytes(content.read_bytes() + b"x")
    assert sign_of(settings, "Arsip").state is State.BAIK
    assert sign_of(settings, "Isi arsip", deep=True).state is State.GAWAT


def test_a_note_of_a_dead_run_is_told_from_a_run_that_hangs(settings: Settings) -> None:
    note = settings.lane_lock.with_suffix(".json")
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    since = settings.now() - timedelta(hours=5)
    content = {"owner": "sae run", "pid": gone.pid, "since": since.isoformat()}
    note.write_text(json.dumps(content), encoding="utf-8")
    assert sign_of(settings, "Jalur tulis").state is State.PERHATIAN
    note.write_text(json.dumps({**content, "pid": os.getpid()}), encoding="utf-8")
    assert sign_of(settings, "Jalur tulis").state is State.GAWAT


def test_half_written_work_of_a_killed_run_is_shown(settings: Settings) -> None:
    (settings.releases / ".tmp-R-2026-04-x").mkdir()
    assert sign_of(settings, "Sisa proses").state is State.PERHATIAN


def test_files_and_folders_that_anybody_may_write_are_shown(settings: Settings) -> None:
    next(settings.serving.glob("*.duckdb")).chmod(0o644)
    assert sign_of(settings, "Hak akses").state is State.PERHATIAN
    settings.archive.chmod(0o777)
    assert sign_of(settings, "Hak akses").state is State.GAWAT


def test_a_manifest_older_than_the_dbt_files_is_shown(settings: Settings) -> None:
    stamp = settings.dbt_target / "target" / "manifest.stamp"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text("old", encoding="utf-8")
    assert sign_of(settings, "Manifes dbt").state is State.PERHATIAN


def test_an_unknown_variable_is_shown(settings: Settings) -> None:
    hurt = replace(settings, unknown_variables=("SAE_WARNA",))
    assert "SAE_WARNA" in sign_of(hurt, "Variabel lingkungan").sentence


def test_a_tool_of_another_version_is_grave(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "version", lambda name: "9.9")
    sign = sign_of(settings, "Versi alat")
    assert sign.state is State.GAWAT
    assert f"duckdb 9.9 (kunci: {duckdb.__version__})" in sign.sentence


@pytest.mark.parametrize(
    ("options", "kind", "remote"),
    [
        ("rw,relatime", "ext4", False),
        ("rw,vers=3.0", "cifs", True),
        ("rw", "nfs4", True),
        ("rw,remote", "NTFS", True),
        ("rw,nosuid", "fuse.sshfs", True),
    ],
)
def test_a_network_mount_is_known_by_its_type(options: str, kind: str, remote: bool) -> None:
    assert disk.is_network(options, kind) is remote


def test_state_on_a_network_mount_is_grave(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psutil

    class Mount:
        """A share mounted where the state lies."""

        mountpoint, opts, fstype = str(settings.home), "rw", "nfs4"

    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: [Mount()])
    assert sign_of(settings, "Letak data").state is State.GAWAT


def test_a_full_disk_is_grave(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    usage = shutil.disk_usage(settings.home)._replace(free=10 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert sign_of(settings, "Ruang disk").state is State.GAWAT


def test_the_exit_code_is_the_worst_sign_and_the_json_says_why(settings: Settings) -> None:
    (settings.serving / "sae.duckdb.wal").write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-m", "dagster_project.cli", "doctor", "--json"],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("SAE_")},
            "SAE_HOME": str(settings.home),
            "SAE_MASUK": str(settings.inbox),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == int(State.GAWAT)
    said = json.loads(done.stdout)
    assert said["keadaan"] == "GAWAT"
    assert [t["perihal"] for t in said["tanda"] if t["keadaan"] == "GAWAT"] == [
        "Sisa WAL pada terbitan"
    ]


def test_nothing_is_written_by_looking(settings: Settings) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.lstat().st_size, path.lstat().st_mtime_ns)
            for path in settings.home.rglob("*")
            if path.name != "kerja"
        }

    before = state()
    assert worst(examine(settings, deep=True)) is State.BAIK
    assert state() == before
