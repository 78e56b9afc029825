"""What an alert says: facts of a run or of a reminder, put into the sentences of `kabar.yaml`.

Belongs here: one function for each kind of message, choosing which facts leave the house.
Stays out: the sentences (`kabar.yaml`), posting (`webhook`), the list of reminders (`reminders`).
No names of people and no content of reports: agencies, pillars, counts, ids and rules only. A file
is named in one case, when it could not be read: somebody has to go and look for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import ProfileError, SettingsError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import for_chat, number

SENTENCES = Path(__file__).with_name("kabar.yaml")
KINDS = ("terbit", "semat", "tahan", "rusak", "pengingat", "tak_terbaca", "pilar_tanpa_skor")
_REASON_CAP = 300
_NAMES_SHOWN = 15
_UNREAD_SHOWN = 5
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


@dataclass(frozen=True)
class Message:
    """One message: its kind, which is a key of `kabar.yaml`, and its sentence."""

    kind: str
    text: str


def released(
    settings: Settings,
    *,
    release_id: str,
    cycle: str,
    counts: Mapping[str, int],
    pinned: str | None = None,
) -> Message:
    """A new release is there; when another one is pinned, that readers do not see it yet.

    Args:
        settings: gives the profile.
        release_id: the new release.
        cycle: id of its cycle.
        counts: the gate's counts (`jumlah_baris_rilis` and so on).
        pinned: the release that readers stay at, or None.
    """
    return _message(
        settings,
        "semat" if pinned else "terbit",
        id_rilis=release_id,
        siklus=cycle,
        sematan=pinned or "",
        baris_rilis=counts.get("jumlah_baris_rilis", 0),
        baris_tahan=counts.get("jumlah_baris_tahan", 0),
        opd_tahan=counts.get("jumlah_opd_tahan", 0),
    )


def held(settings: Settings, *, cycle: str, reason: str) -> Message:
    """The gate held the release, with its reason."""
    short = " ".join(reason.split())
    if len(short) > _REASON_CAP:
        short = short[: _REASON_CAP - 1] + "…"
    return _message(settings, "tahan", siklus=cycle, alasan=short)


def broken(settings: Settings, *, cause: str) -> Message:
    """A run broke.

    Args:
        settings: gives the profile.
        cause: the kind of the error or of the failed step; never its text, which may quote a file.
    """
    return _message(settings, "rusak", sebab=cause)


def reminder(
    settings: Settings,
    *,
    cycle: str,
    deadline: date,
    days_left: int,
    expected: int,
    silent: Iterable[str],
    to_mend: int,
) -> Message:
    """Who has not sent yet, so many days before the deadline.

    Args:
        settings: gives the profile.
        cycle: id of the cycle.
        deadline: its last day in time.
        days_left: from today; 0 on the day itself.
        expected: how many agencies are expected.
        silent: short names of those that sent nothing.
        to_mend: how many files wait to be mended.
    """
    names = list(silent)
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = f", dan {len(names) - _NAMES_SHOWN} lainnya" if len(names) > _NAMES_SHOWN else ""
    return _message(
        settings,
        "pengingat",
        siklus=cycle,
        hari="hari ini" if days_left == 0 else f"{days_left} hari lagi",
        tenggat=f"{deadline.day} {_MONTHS[deadline.month - 1]} {deadline.year}",
        diharapkan=expected,
        belum=len(names),
        opd_belum=f"{shown}{more}",
        perbaikan=to_mend,
    )


def unread(settings: Settings, *, sentences: Iterable[str]) -> Message:
    """Files of the inbox that could not be read, the first of them by name and reason."""
    said = list(sentences)
    more = f" Dan {len(said) - _UNREAD_SHOWN} lainnya." if len(said) > _UNREAD_SHOWN else ""
    shown = " ".join(said[:_UNREAD_SHOWN])
    return _message(settings, "tak_terbaca", jumlah=len(said), berkas=f"{shown}{more}")


def lost_scores(settings: Settings, *, sentences: Iterable[str]) -> Message:
    """Pillars that had a score in the last release and have none in the new one."""
    return _message(settings, "pilar_tanpa_skor", pilar=" ".join(sentences))


def with_more(message: Message, *others: Message) -> Message:
    """One message that says several things, each on a line of its own; of the kind of the first."""
    return Message(message.kind, "\n".join(one.text for one in (message, *others)))


def load_sentences(file: Path = SENTENCES) -> dict[str, str]:
    """The sentences by kind.

    Raises:
        SettingsError: the file lacks a kind or holds something else than sentences.
    """
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    is_whole = isinstance(content, dict) and set(content) == set(KINDS)
    if not is_whole or not all(isinstance(text, str) for text in content.values()):
        raise SettingsError(f"{file.name} harus memuat satu kalimat untuk tiap {', '.join(KINDS)}")
    return dict(content)


def _message(settings: Settings, kind: str, **facts: object) -> Message:
    place = settings.profile_dir.name
    with suppress(ProfileError):  # a broken profile is a reason to tell people, not to be silent
        place = load_profile(settings.profile_dir).facts.get("nama_wilayah", place)
    try:
        said = {name: _said(value) for name, value in {"wilayah": place, **facts}.items()}
        text = load_sentences()[kind].format(**said)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"{SENTENCES.name}: {kind} meminta isian yang tidak ada: {error}"
        ) from error
    return Message(kind, text)


def _said(value: object) -> str:
    """A fact inside a sentence: numbers as people read them, texts as nothing but text."""
    return number(value) if isinstance(value, int) else for_chat(value)
