"""Which inbox an installation has: a folder or an address, and how it is shown."""

from __future__ import annotations

import os
import shutil

import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake import remote
from dagster_project.sae.intake.pull import pull

REPORT = PROJECT_ROOT / "data_raw" / "contoh" / "1.02.01_2026_TW2_v1.xlsx"


def test_a_file_address_is_an_inbox_too(tmp_path, monkeypatch):
    monkeypatch.setattr(remote, "LOOK_AGAIN_SECONDS", 0.0)
    inbox = tmp_path / "kotak surat"
    (inbox / "kecamatan").mkdir(parents=True)
    shutil.copy(REPORT, inbox / "kecamatan" / REPORT.name)
    env = {"SAE_HOME": str(tmp_path / "var"), "SAE_KINI": "2026-08-12T08:00:00"}
    settings = Settings.from_env(env, inbox=f"file://{inbox}")
    assert pull(settings).accepted == 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("sftp://u:p@host:22/masuk", "sftp://host:22/masuk"),
        ("sftp://u@host/masuk", "sftp://host/masuk"),
        ("sftp://u:p/w?x@y@host/masuk", "sftp://host/masuk"),
        ("s3://ember/masuk?key=abc", "s3://ember/masuk"),
        ("s3://ember/surat@kantor", "s3://ember/surat@kantor"),
    ],
)
def test_an_address_is_shown_without_user_password_and_query(tmp_path, address, shown):
    settings = Settings.from_env({"SAE_HOME": str(tmp_path)}, inbox=address)
    assert settings.shown_inbox == shown
    assert address not in repr(settings)
    assert settings.inbox.is_relative_to(tmp_path / "kerja")


def test_a_folder_stays_a_folder(tmp_path):
    env = {"SAE_HOME": str(tmp_path), "SAE_MASUK": str(tmp_path / "masuk")}
    settings = Settings.from_env(env)
    assert (settings.inbox, settings.inbox_address) == (tmp_path / "masuk", None)
    assert settings.shown_inbox == os.fspath(tmp_path / "masuk")
    assert remote.fetch_inbox(settings) == remote.Fetched()
