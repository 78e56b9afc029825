"""The home of the Dagster UI: where its runs and logs lie and how it behaves.

Belongs here: writing `dagster.yaml` into the work folder.
Stays out: definitions (`defs`), starting the UI (`cli`).
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from dagster_project.sae.care.doctor.disk import file_system_of, is_network
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import SettingsError
from dagster_project.sae.installation.settings import Settings

DAGSTER_YAML = """\
# Written by `make dev`; change dagster_project/orchestrator/ui_home.py instead.
telemetry:
  enabled: false
# One write lane: runs that write wait in the queue of the daemon for the pool `jalur`, which has
# one place; the lock of the lane keeps them and `sae run` apart as well. Reminders do not wait.
concurrency:
  pools:
    granularity: run
    default_limit: 1
# A run whose process was killed is told as failed, and its place in the queue is free again.
run_monitoring:
  enabled: true
  poll_interval_seconds: 60
# Ticks are only interesting while fresh; the audit trail of the warehouse is in its own tables.
retention:
  schedule:
    purge_after_days: 30
  sensor:
    purge_after_days:
      skipped: 2
      failure: 30
      success: 30
nux:
  enabled: false
"""

_DRIVER = "postgresql+psycopg2://"
# Dagster reads the address from the environment each time: the password is never in a file of ours.
POSTGRES_YAML = """\
storage:
  postgres:
    postgres_url:
      env: SAE_DAGSTER_PG
"""


def prepare_dagster_home(settings: Settings) -> Path:
    """Make the folder for `DAGSTER_HOME` with its `dagster.yaml` and return it.

    It lies in the work folder unless `DAGSTER_HOME` says otherwise, so run history is disposable
    like everything else there.

    Raises:
        SettingsError: the folder is on a network mount, where SQLite loses its locks, or
            PostgreSQL is asked for and its package is not installed.
    """
    home = settings.orchestrator
    place = file_system_of(home)
    if settings.run_storage is not None and find_spec("dagster_postgres") is None:
        raise SettingsError(
            "SAE_DAGSTER_PG diisi, tetapi dagster-postgres belum terpasang; pasang tambahannya: "
            "pip install '.[postgres]'"
        )
    if settings.run_storage is not None and not settings.run_storage.startswith(_DRIVER):
        raise SettingsError(f"SAE_DAGSTER_PG harus diawali {_DRIVER}: di sana nama drivernya.")
    if settings.run_storage is None and place is not None and is_network(*place):
        raise SettingsError(
            f"{home} berada di disk jaringan ({place[1]}): SQLite milik Dagster rusak di sana. "
            "Taruh DAGSTER_HOME di disk server, atau isi SAE_DAGSTER_PG."
        )
    storage = POSTGRES_YAML if settings.run_storage else ""
    disk.write_whole(home / "dagster.yaml", (DAGSTER_YAML + storage).encode())
    return home
