"""Version decides, then receipt, then revision; what nothing ranks is not chosen between."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.oracle.versions import in_force, undecided


def file(name: str, version: int | None, day: int, *, revision: int = 0, says: str = "") -> dict:
    row: dict[str, Any] = {
        "sha256_berkas": name,
        "versi_kiriman": version,
        "perbaikan_ke": revision,
        "dikirim_pada": datetime(2026, 10, day),
        "sidik_isi": says or name,
    }
    return row


def chosen(*rows: dict) -> str | None:
    found = in_force(rows)
    return None if found is None else found["sha256_berkas"]


def test_the_higher_version_counts_whenever_it_came():
    assert chosen(file("a", 2, 1), file("b", 1, 9)) == "a"


def test_a_name_without_a_version_follows_what_came_before_it():
    assert chosen(file("a", 2, 1), file("b", None, 9)) == "b"
    assert chosen(file("a", 2, 9), file("b", None, 1)) == "a"


def test_a_mended_copy_of_the_same_moment_counts():
    assert chosen(file("a", 1, 1), file("b", 1, 1, revision=1)) == "b"


def test_a_tie_is_not_chosen_between_and_what_stood_before_stands():
    tie = (file("a", None, 5), file("b", None, 5))
    assert chosen(*tie) is None
    assert {row["sha256_berkas"] for row in undecided(tie)} == {"a", "b"}
    assert chosen(file("lama", None, 1), *tie) == "lama"


def test_a_tie_that_a_later_version_decides_waits_for_nobody():
    rows = (file("a", 1, 5), file("b", 1, 5), file("c", 2, 6))
    assert (chosen(*rows), undecided(rows)) == ("c", [])


def test_the_same_words_saved_twice_are_no_tie():
    assert chosen(file("a", 1, 5, says="x"), file("b", 1, 5, says="x")) == "b"
