"""Damage to files and surroundings: what is hurt, which words the run may ask with, what mends it.

Belongs here: the table of scenes and playing one. Stays out: kills (`kills`, `boundary`) and full
disks (`full_disk`).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from dagster_project.sae.care.backup import restore
from lab.faults.installation import LAST_REPORT, Ended, Installation
from lab.faults.table import Result, Verdict

Act = Callable[[Installation], frozenset[str]]
"""Hurts an installation; returns the names of files of the archive it changed or took away."""


@dataclass(frozen=True)
class Scene:
    """One fault.

    Attributes:
        kind: row of the table.
        name: what is done.
        hurt: does it before the run.
        asks: words that the run must say when it stops; none when it may not stop.
        serving: False when the fault hurts what readers see, which only the next run can mend.
        during: seconds into the run at which `hurt` is done; before the run when None.
    """

    kind: str
    name: str
    hurt: Act
    asks: Sequence[str] = ()
    serving: bool = True
    during: float | None = None
    clock: datetime | None = None


def play(home: Installation, scene: Scene) -> Result:
    """Hurt, run, judge; if the run asked for something, give it and run again."""
    home.reset()
    if scene.during is None:
        harmed = scene.hurt(home)
        ended = home.run(clock=scene.clock) if scene.clock else home.run()
    else:
        process = home.command()
        with_patience(process, scene.during)
        harmed = scene.hurt(home)
        ended = home.end_of(process)
    wrong = home.wrong_now(harmed=harmed, serving=scene.serving and not scene.clock)
    if ended.code == 0 and not scene.clock and scene.during is None:
        wrong += home.wrong_at_the_end(harmed=harmed)
        return _result(scene, Verdict.RIGHT, wrong)
    if ended.code != 0:
        wrong += refusal(ended, scene.asks)
    mend(home)
    again = home.run()
    wrong += home.wrong_at_the_end() if again.code == 0 else [f"after mending: {again.said[-400:]}"]
    return _result(scene, Verdict.SAID if ended.code else Verdict.RIGHT, wrong)


def refusal(ended: Ended, asks: Sequence[str]) -> list[str]:
    """What is wrong with how a run stopped; nothing when it said plainly what it needs."""
    if ended.code == 1 and ended.is_plain and asks and ended.names(asks):
        return []
    return [f"exit {ended.code}, asked for {list(asks)}, said {ended.said[-500:]}"]


def with_patience(process: subprocess.Popen[str], seconds: float) -> None:
    """Wait so long, or until the run has ended."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return


def mend(home: Installation) -> None:
    """Do what people are told: bring archive and releases back from the backup, the inbox too."""
    away = home.folder / "masuk-hilang"
    if away.exists():
        shutil.rmtree(home.settings.inbox, ignore_errors=True)
        away.rename(home.settings.inbox)
    for source in sorted(path for path in home.backup.rglob("*") if path.is_file()):
        target = home.settings.home / source.relative_to(home.backup)
        if source.name == "MELAYANI":
            continue
        if not target.is_file() or target.read_bytes() != source.read_bytes():
            target.unlink(missing_ok=True)
            shutil.copy2(source, target)


def _result(scene: Scene, good: Verdict, wrong: Sequence[str]) -> Result:
    return Result(scene.kind, scene.name, Verdict.WRONG if wrong else good, "; ".join(wrong)[:900])


def _write(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def _turn(path: Path, *, at: float) -> None:
    """Turn 64 bytes round at a place between 0 and 1."""
    content = bytearray(path.read_bytes())
    start = int(at * max(len(content) - 64, 0))
    content[start : start + 64] = bytes(byte ^ 0xFF for byte in content[start : start + 64])
    _write(path, bytes(content))


def _cut(path: Path) -> None:
    _write(path, path.read_bytes()[: path.stat().st_size // 2])


def _on(find: Callable[[Installation], Path], do: Callable[[Path], object]) -> Act:
    """Do something to one file that is no part of the archive."""

    def act(home: Installation) -> frozenset[str]:
        do(find(home))
        return frozenset()

    return act


def _on_archive(pattern: str, do: Callable[[Path], object], *, alone: bool, work: bool) -> Act:
    """Do something to one file of the archive.

    Args:
        pattern: which one, the first by name below the archive.
        do: what is done to it.
        alone: the inbox holds none of the received reports any more.
        work: the work folder is gone too, so that everything must be read again.
    """

    def act(home: Installation) -> frozenset[str]:
        path = min(home.settings.archive.glob(pattern))
        do(path)
        if alone:
            for sent in home.settings.inbox.glob("*.zip"):
                if sent.name != LAST_REPORT:
                    sent.unlink()
        if work:
            shutil.rmtree(home.settings.work)
        return frozenset({path.relative_to(home.settings.archive).as_posix()})

    return act


def _lose_inbox(home: Installation) -> frozenset[str]:
    home.settings.inbox.rename(home.folder / "masuk-hilang")
    return frozenset()


def _restore(home: Installation) -> frozenset[str]:
    shutil.rmtree(home.settings.home)
    restore(home.backup, home.settings)
    return frozenset()


def _nothing(_: Installation) -> frozenset[str]:
    return frozenset()


def _warehouse(home: Installation) -> Path:
    return home.settings.warehouse


def _landed(home: Installation) -> Path:
    found = home.settings.landing.glob("*/*.parquet")
    return max(found, key=lambda path: path.stat().st_size)


def _served(name: str) -> Callable[[Installation], Path]:
    return lambda home: home.settings.serving / name


def _kept(name: str) -> Callable[[Installation], Path]:
    return lambda home: home.settings.releases / home.before / name


def _rubbish(path: Path) -> None:
    _write(path, b"rusak " * 4096)


_HARMS = (
    ("changed", lambda path: _turn(path, at=0.5)),
    ("removed", Path.unlink),
)
_BACKUP = ("cadangan",)

SCENES: tuple[Scene, ...] = (
    Scene("work folder", "kerja removed", _on(lambda h: h.settings.work, shutil.rmtree)),
    *(
        Scene("warehouse", name, _on(_warehouse, do))
        for name, do in (
            ("head overwritten", lambda p: _turn(p, at=0)),
            ("middle overwritten", lambda p: _turn(p, at=0.5)),
            ("cut in half", _cut),
        )
    ),
    *(
        Scene("landed Parquet", name, _on(_landed, do))
        for name, do in (
            ("cut in half", _cut),
            ("bytes turned", lambda p: _turn(p, at=0.5)),
            ("removed", Path.unlink),
        )
    ),
    *(
        Scene(
            "receipt in the archive",
            f"{name}, reports {'gone from' if alone else 'still in'} the inbox",
            _on_archive("??/*.json", do, alone=alone, work=False),
            asks=_BACKUP,
        )
        for name, do in (("cut", _cut), ("removed", Path.unlink))
        for alone in (False, True)
    ),
    *(
        Scene(
            "content in the archive",
            f"{name}, reports {'gone from' if alone else 'still in'} the inbox"
            f"{', kerja removed' if work else ''}",
            _on_archive("??/*.zip", do, alone=alone, work=work),
            asks=_BACKUP,
        )
        for name, do in _HARMS
        for alone, work in ((False, False), (False, True), (True, False), (True, True))
    ),
    Scene("serving", "pointer changed", _on(_served("TERKINI"), _rubbish)),
    Scene("serving", "pointer removed", _on(_served("TERKINI"), Path.unlink)),
    Scene("serving", "parquet link removed", _on(_served("parquet"), Path.unlink)),
    Scene("serving", "database replaced", _on(_served("sae.duckdb"), _rubbish), serving=False),
    Scene("serving", "database removed", _on(_served("sae.duckdb"), Path.unlink), serving=False),
    Scene("serving", "all of it removed", _on(_served(""), shutil.rmtree), serving=False),
    *(
        Scene("release folder", f"{name} changed", _on(_kept(name), _rubbish), _BACKUP, False)
        for name in ("sae.duckdb", "MANIFEST.json", "parquet/rilis.parquet")
    ),
    *(
        Scene("inbox vanishes", f"{seconds:g} s into the run", _lose_inbox,
              asks=("SAE_MASUK",), during=seconds)
        for seconds in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
    ),
    Scene("clock", "back by a year", _nothing, clock=datetime(2025, 8, 12, 8),
          asks=("SAE_KINI",)),
    Scene("machine", "lost, restored from the backup", _restore),
)  # fmt: skip


def quick() -> tuple[Scene, ...]:
    """One scene of each kind, for a look in passing."""
    first: dict[str, Scene] = {}
    for scene in SCENES:
        first.setdefault(scene.kind, replace(scene))
    return tuple(first.values())
