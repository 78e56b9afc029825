"""The net from end to end: a release that differs without a name waits for a person, and once only.

One installation goes through it: a file is lost from the archive, as after a backup that was not
complete; what that leaves is looked at and approved; later the policy changes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

from dagster_project.cli.app import app
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.archive import archived_files
from lab.simulasi.webhook import Webhook, webhook

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

CYCLE = "RAKOREV-2026-03"
LOST = "1.03.01"


@dataclass
class Installation:
    """What people do at the terminal, and what the channel of alerts hears."""

    settings: Settings
    hook: Webhook
    patch: pytest.MonkeyPatch

    def sae(self, *words: str) -> Result:
        self.patch.setattr(Settings, "from_env", lambda **_: self.settings)
        return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})

    def run(self) -> Result:
        return self.sae("run", "--siklus", CYCLE)

    def served(self, query: str) -> list[tuple[Any, ...]]:
        return rows(self.settings.serving / "sae.duckdb", query)

    def found(self, rule: str) -> list[str]:
        """What a rule about the release holds it for, in the candidate's `mutu_temuan`."""
        told = rows(
            self.settings.warehouse,
            f"select pesan from pub_mutu_temuan where id_aturan = '{rule}' and tingkat = 'R' "
            "order by 1",
        )
        return [message for (message,) in told]


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def lose(settings: Settings, agency: str) -> None:
    """Take the reports of an agency out of the archive, with their receipts."""
    for file in list(archived_files(settings.archive)):
        if file.first.nama_berkas.startswith(agency):
            for path in file.path.parent.glob(f"{file.sha256}*"):
                path.unlink()


def with_threshold(settings: Settings, root: Path, name: str, value: str) -> Settings:
    """The same installation under a policy in which one threshold reads otherwise."""
    shutil.copytree(PROJECT_ROOT / "dbt", root / "dbt", ignore=shutil.ignore_patterns("target"))
    for entry in ("data_raw", "dagster_project", "expectations", "pyproject.toml"):
        (root / entry).symlink_to(PROJECT_ROOT / entry)
    seed = root / "dbt" / "seeds" / "policy" / "ambang.csv"
    before = seed.read_text(encoding="utf-8")
    lines = [
        f"{name},,{value},{line.split(',', 3)[3]}" if line.startswith(f"{name},,") else line
        for line in before.splitlines(keepends=True)
    ]
    seed.write_text("".join(lines), encoding="utf-8")
    assert seed.read_text(encoding="utf-8") != before
    return replace(settings, root=root)


@pytest.fixture
def installation(own_case, tmp_path: Path, monkeypatch) -> Iterator[Installation]:
    """A served release of three agencies, and an inbox that brings nothing again."""
    case = own_case("kuartal_bersih")
    inbox = tmp_path / "masuk"
    inbox.mkdir()
    with webhook(200) as hook:
        settings = replace(case.settings, inbox=inbox, webhook=hook.url)
        yield Installation(settings, hook, monkeypatch)


def test_what_differs_from_the_served_release_waits_for_approval_and_is_asked_once(
    installation: Installation, tmp_path: Path
) -> None:
    of_lost = f"select count(*) from kpi_indikator where kode_opd = '{LOST}'"
    former = installation.served("select id_rilis from rilis")
    [(figures,)] = installation.served(of_lost)
    assert figures > 1
    lose(installation.settings, LOST)

    held = installation.run()
    assert held.exit_code == 3, held.output
    vanished = [told for told in installation.found("RLS-05") if "kpi_indikator" in told]
    assert len(vanished) == figures
    assert all(LOST in told and "hilang" in told for told in vanished)
    assert "Berbeda dari rilis yang dilayankan" in held.output
    assert vanished[0][:60] in held.output
    [alert] = installation.hook.received
    assert "RLS-05" in alert["text"]
    # The score of the pillar that stood on it is gone in a quarter that is long over.
    jumped = installation.found("RLS-06")
    assert [told for told in jumped if "TW1" in told and "kpi_pilar" in told]
    # Readers have seen nothing of it.
    assert installation.served("select id_rilis from rilis") == former
    assert installation.served(of_lost) == [(figures,)]

    words = ("--siklus", CYCLE, "--oleh", "Kepala Bappeda", "--catatan", "sudah dilihat")
    approved = installation.sae("rilis", "setujui", *words)
    assert approved.exit_code == 0, approved.output
    released = installation.run()
    assert released.exit_code == 0, released.output
    assert installation.served(of_lost) == [(0,)]
    quiet = installation.run()
    assert quiet.exit_code == 0
    assert "Tidak ada masukan baru" in quiet.output

    # A baseline may be one year old only: the expected paths of nearly all figures go.
    installation.settings = with_threshold(
        installation.settings, tmp_path / "akar", "umur_awal_tahun", "1"
    )
    changed = installation.run()
    assert changed.exit_code == 3, changed.output
    [over] = installation.found("RLS-07")
    assert "kebijakan" in over
    assert over in " ".join(changed.output.split())
    assert installation.found("RLS-05") == []
    assert installation.served("select id_rilis from rilis") != former
