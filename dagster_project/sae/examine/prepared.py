"""What judging one file needs of the installation, made once and kept beside the code.

Belongs here: the compiled models, the resolved suites and the columns of the landing, in one file
that is as old as its sources. Stays out: compiling (`build.compiled`), judging (`judged`).
`python -m dagster_project.sae.examine.prepared` makes it; `make` does so when it sets up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dagster_project.sae.build.compiled import FORMAT, Compiled, compile_models
from dagster_project.sae.checks.expectation import Suite, suites_from_plain, suites_to_plain
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings

_DIGITS = 12
_KEPT = 4
"""Of one installation: its profiles take turns, older code does not come back."""

SLOW = (
    "Menyiapkan pemeriksaan untuk versi ini; hanya sekali, sekitar sepuluh detik, lalu tersimpan."
)


@dataclass(frozen=True)
class Prepared:
    """Everything a file is judged by.

    Attributes:
        compiled: seeds and models.
        suites: the content rules.
        landing: columns (name, kind) of every landing table, kinds as `contract.landing` has them.
    """

    compiled: Compiled
    suites: tuple[Suite, ...]
    landing: Mapping[str, tuple[tuple[str, str], ...]]


def prepared(settings: Settings, *, slow: Callable[[str], None] | None = None) -> Prepared:
    """What was prepared for this installation; it is made and kept when it is not there yet.

    Args:
        settings: the installation.
        slow: told one sentence before it is made, which takes some seconds.

    Raises:
        WarehouseError: the models cannot be compiled.
        SuiteError: a suite or the policy cannot be used.
    """
    name = f"periksa-{_key(settings)}.json"
    for folder in _folders(settings):
        kept = _read(folder / name)
        if kept is not None:
            return kept
    if slow is not None:
        slow(SLOW)
    made = _make(settings)
    _keep(settings, name, made)
    return made


def _key(settings: Settings) -> str:
    """Hash over everything that goes into it."""
    hasher = sha256(repr(FORMAT).encode())
    sources = [
        (settings.dbt_dir / "models", (".sql", ".yml")),
        (settings.dbt_dir / "macros", (".sql",)),
        (settings.policy_dir, (".csv", ".yml")),
        (settings.profile_dir, (".yml",)),
        (settings.suites_dir, (".yaml",)),
        (settings.layouts_dir, (".yaml",)),
    ]
    files = [
        path
        for folder, ends in sources
        for path in sorted(folder.rglob("*"))
        if path.suffix in ends
    ]
    alone = (settings.dbt_dir / "dbt_project.yml", settings.root / "requirements.lock")
    for path in (*files, *(path for path in alone if path.is_file())):
        hasher.update(path.name.encode())
        hasher.update(sha256(path.read_bytes()).digest())
    return hasher.hexdigest()[:_DIGITS]


def _folders(settings: Settings) -> tuple[Path, Path]:
    """Beside the code as byte code is, or with the state where the code may not be written."""
    return settings.dbt_dir / "target", settings.work


def _read(path: Path) -> Prepared | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Prepared(
            compiled=Compiled.of_plain(said["compiled"]),
            suites=suites_from_plain(said["suites"]),
            landing={
                table: tuple((name, kind) for name, kind in columns)
                for table, columns in said["landing"].items()
            },
        )
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
    ):  # missing, torn or of another form: made anew
        return None


def _make(settings: Settings) -> Prepared:
    from dagster_project.sae.checks.run import suites_of
    from dagster_project.sae.contract.landing import columns_of
    from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template

    columns = columns_of(load_template(settings.layouts_dir / TEMPLATE_NAME))
    return Prepared(
        compiled=compile_models(settings),
        suites=suites_of(settings),
        landing={table: tuple(spec) for table, spec in columns.items()},
    )


def _keep(settings: Settings, name: str, made: Prepared) -> None:
    """Write it where it can be written; nothing is lost where it cannot."""
    plain: dict[str, Any] = {
        "compiled": made.compiled.plain(),
        "suites": suites_to_plain(made.suites),
        "landing": made.landing,
    }
    content = json.dumps(plain, ensure_ascii=False).encode()
    for folder in _folders(settings):
        try:
            disk.write_whole(folder / name, content)
        except OSError:
            continue
        _forget_old(folder)
        return


def _forget_old(folder: Path) -> None:
    found = sorted(folder.glob("periksa-*.json"), key=lambda path: path.stat().st_mtime)
    for path in found[:-_KEPT]:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    prepared(Settings.from_env())
