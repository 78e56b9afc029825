"""Where things lie and what time it is: the only module that reads the environment.

Belongs here: the settings of one installation and the paths derived from them.
Stays out: what a profile says (`profile`), what a policy says (seeds), all other file access.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

from dagster_project.sae.installation.engine import Engine
from dagster_project.sae.installation.errors import SettingsError
from dagster_project.sae.installation.variables import (
    answers_to,
    copy_of,
    keep_releases,
    memory_limit,
    shown,
    threads,
    webhook,
)

ZONE = ZoneInfo("Asia/Jakarta")
PROJECT_ROOT = Path(__file__).resolve().parents[3]
KEEP_RELEASES = 24
# Every variable of ours that anything reads; those after the first line are set by us for dbt.
KNOWN_VARIABLES = frozenset(
    [
        "SAE_HOME",
        "SAE_PROFIL",
        "SAE_MASUK",
        "SAE_KEMBALI",
        "SAE_KINI",
        "SAE_SIMPAN_RILIS",
        "SAE_ROOT",
        "SAE_WEBHOOK",
        "SAE_DAGSTER_PG",
        "SAE_MEMORY_LIMIT",
        "SAE_THREADS",
        "SAE_MESIN",
        "SAE_SPARK",
        "SAE_SPARK_GUDANG",
        "SAE_PROFIL_SEEDS",
        "SAE_WORK",
        "SAE_WAREHOUSE",
        "SAE_SPARK_TABEL",
    ]
)
MEMORY_LIMIT = "4GB"
ANSWERS_FOLDER = "kembali"
"""Folder of the answers in an OPD's own folder; no inbox is looked for reports below it."""
THREADS = 2


@dataclass(frozen=True)
class Settings:
    """One installation: where state lives, which profile, which inbox, which clock.

    Attributes:
        home: state on disk (`SAE_HOME`, default `var/` under the project root).
        profile: name of the folder under `dbt/seeds/profil/`, or a path to a profile folder
            (`SAE_PROFIL`, default `probolinggo`).
        inbox: folder that is pulled (`SAE_MASUK`, default `data_raw/contoh`); the local copy when
            the inbox has an address.
        clock: a fixed local time for tests and replays (`SAE_KINI`, ISO), or None for the real one.
        root: the project root, where `dbt/`, `expectations/` and `data_raw/` stand.
        keep_releases: how many releases are kept beside the served one and the frozen ones
            (`SAE_SIMPAN_RILIS`, at least 2: the served one and the one to go back to).
        inbox_address: where the inbox is when `SAE_MASUK` is an address with a scheme, such as
            `sftp://`; may hold a password, so people are shown `shown_inbox` only.
        dagster_home: where Dagster keeps its runs (`DAGSTER_HOME`), or None for `orchestrator`.
        run_storage: PostgreSQL address for Dagster's own records (`SAE_DAGSTER_PG`), or None for
            SQLite; holds a password, so it is never shown nor written.
        unknown_variables: names that begin like ours and that nobody reads.
        webhook: where alerts are posted (`SAE_WEBHOOK`, an http or https address), or None for no
            alerts; such an address is a secret, so it is never shown.
        memory_limit: memory of a build before it spills to disk (`SAE_MEMORY_LIMIT`, default 4GB).
        answers_to: where answers are brought to, into a folder for each OPD (`SAE_KEMBALI`, a
            folder or an address), or None to leave them in `returns`; may hold a password, so
            people are shown `shown_answers` only.
        threads: cores a build may use (`SAE_THREADS`, default 2).
        engine: what builds the models: DuckDB on this machine, or a Spark.
        is_building: whether the warehouse is the one a run is making, not the one that stands.
    """

    home: Path
    profile: str
    inbox: Path
    clock: datetime | None = None
    root: Path = PROJECT_ROOT
    keep_releases: int = KEEP_RELEASES
    inbox_address: str | None = field(default=None, repr=False)
    dagster_home: Path | None = None
    run_storage: str | None = field(default=None, repr=False)
    unknown_variables: tuple[str, ...] = ()
    webhook: str | None = field(default=None, repr=False)
    memory_limit: str = MEMORY_LIMIT
    threads: int = THREADS
    answers_to: str | None = field(default=None, repr=False)
    is_building: bool = False
    engine: Engine = field(default_factory=Engine)

    @classmethod
    def from_env(
        cls, env: Mapping[str, str] | None = None, *, inbox: Path | str | None = None
    ) -> Settings:
        """Read the settings from environment variables.

        Args:
            env: the variables; the process environment when None.
            inbox: overrides `SAE_MASUK`; a folder, or an address with a scheme.

        Raises:
            SettingsError: a variable is misspelt, `SAE_KINI` is not an ISO date-time,
                `SAE_SIMPAN_RILIS` is no number from 2 on, `SAE_WEBHOOK` is no http address,
                `SAE_MEMORY_LIMIT` no size, `SAE_THREADS` no number of cores, the engine is none, or
                the profile folder is missing.
        """
        env = os.environ if env is None else env
        unknown = tuple(sorted(n for n in env if n.startswith("SAE_") and n not in KNOWN_VARIABLES))
        _refuse_misspelt(unknown)
        root = Path(env.get("SAE_ROOT", str(PROJECT_ROOT))).resolve()
        raw_clock = env.get("SAE_KINI")
        try:
            clock = datetime.fromisoformat(raw_clock) if raw_clock else None
        except ValueError as error:
            raise SettingsError(
                f"SAE_KINI={raw_clock!r} bukan tanggal dan jam; tulis seperti 2026-11-23T08:00:00."
            ) from error
        if clock is not None and clock.tzinfo is not None:
            clock = clock.astimezone(ZONE).replace(tzinfo=None)
        home = Path(env.get("SAE_HOME", str(root / "var"))).resolve()
        given = str(inbox or env.get("SAE_MASUK", root / "data_raw" / "contoh"))
        address = given if "://" in given else None
        settings = cls(
            home=home,
            profile=env.get("SAE_PROFIL", "probolinggo"),
            inbox=copy_of(address, home) if address else Path(given).resolve(),
            inbox_address=address,
            clock=clock,
            root=root,
            keep_releases=keep_releases(env.get("SAE_SIMPAN_RILIS", str(KEEP_RELEASES))),
            dagster_home=Path(env["DAGSTER_HOME"]).resolve() if env.get("DAGSTER_HOME") else None,
            run_storage=env.get("SAE_DAGSTER_PG") or None,
            unknown_variables=unknown,
            webhook=webhook(env.get("SAE_WEBHOOK", "").strip()),
            memory_limit=memory_limit(env.get("SAE_MEMORY_LIMIT", MEMORY_LIMIT)),
            threads=threads(env.get("SAE_THREADS", str(THREADS))),
            answers_to=answers_to(env.get("SAE_KEMBALI", "").strip()),
            engine=Engine.from_env(env),
        )
        if not settings.profile_dir.is_dir():
            raise SettingsError(
                f"SAE_PROFIL={settings.profile!r}: tidak ada folder {settings.profile_dir}; profil "
                "adalah folder berisi CSV di bawah dbt/seeds/profil/."
            )
        return settings

    def now(self) -> datetime:
        """Local time (Asia/Jakarta) without zone, to the second."""
        if self.clock is not None:
            return self.clock
        return datetime.now(ZONE).replace(tzinfo=None, microsecond=0)

    @property
    def shown_inbox(self) -> str:
        """The inbox as people and logs may see it: an address without user, password and query."""
        return shown(self.inbox_address) if self.inbox_address else str(self.inbox)

    @property
    def shown_answers(self) -> str:
        """Where answers are brought to as people and logs may see it; empty when nowhere."""
        return shown(self.answers_to) if self.answers_to else ""

    @property
    def profile_dir(self) -> Path:
        """Folder with the seeds of the profile."""
        return (self.root / "dbt" / "seeds" / "profil" / self.profile).resolve()

    @property
    def policy_dir(self) -> Path:
        """Folder with the seeds of the policy: rules, formulas, scales, thresholds."""
        return self.root / "dbt" / "seeds" / "policy"

    @property
    def layouts_dir(self) -> Path:
        """Folder with the layout files: our template and the foreign forms."""
        return self.root / "data_raw" / "layouts"

    @property
    def suites_dir(self) -> Path:
        """Folder with the Great Expectations suites."""
        return self.root / "expectations" / "suites"

    @property
    def dbt_dir(self) -> Path:
        """The dbt project."""
        return self.root / "dbt"

    @property
    def archive(self) -> Path:
        """Every received file by content hash. Kept for ever."""
        return self.home / "arsip"

    @property
    def releases(self) -> Path:
        """One immutable folder for each release."""
        return self.home / "rilis"

    @property
    def approvals(self) -> Path:
        """One file for each approval of the walidata. Kept for ever."""
        return self.home / "persetujuan"

    @property
    def serving(self) -> Path:
        """What readers open."""
        return self.home / "serving"

    @property
    def returns(self) -> Path:
        """Reports and fix-it workbooks for the OPD."""
        return self.home / "kembali"

    @property
    def lane_lock(self) -> Path:
        """Lock file of the single write lane."""
        return self.home / "jalur.lock"

    @property
    def work(self) -> Path:
        """Disposable state: may be deleted at any time between runs."""
        return self.home / "kerja"

    @property
    def landing(self) -> Path:
        """Landed Parquet batches."""
        return self.work / "landing"

    @property
    def evidence(self) -> Path:
        """Results of the checks."""
        return self.work / "bukti"

    @property
    def docs(self) -> Path:
        """Pages on what the checks found, for people."""
        return self.work / "mutu"

    @property
    def scope_file(self) -> Path:
        """The one-row control table of the run."""
        return self.work / "lingkup.parquet"

    @property
    def warehouse(self) -> Path:
        """The build warehouse that the last run finished; or the one that is being made.

        Both have the same name, for the views in it call it by that.
        """
        folder = self.work / "bangun" if self.is_building else self.work
        return folder / "warehouse.duckdb"

    @property
    def orchestrator(self) -> Path:
        """Where Dagster keeps its runs, ticks and logs."""
        return self.dagster_home or self.work / "dagster"

    @property
    def built(self) -> Path:
        """What runs in a terminal built, for Dagster to tell of."""
        return self.work / "terbangun"

    @property
    def dbt_target(self) -> Path:
        """Compiled dbt artefacts and logs."""
        return self.work / "dbt"


def _refuse_misspelt(unknown: tuple[str, ...]) -> None:
    """A misspelt variable would be passed over, and a run would take the default in silence."""
    for name in unknown:
        if meant := get_close_matches(name, KNOWN_VARIABLES, n=1, cutoff=0.85):
            raise SettingsError(
                f"{name} tidak dikenal; mungkin maksudnya {meant[0]}. Perbaiki namanya."
            )
