"""A candidate is judged beside what readers see; beside nothing only when it is the first."""

import pytest

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.former import predecessor

OTHER = "R-2026-04-bbbbbbbbbbbb"


def test_the_first_release_has_nothing_beside_it(settings):
    assert predecessor(settings, OTHER) is None


def test_a_candidate_is_judged_beside_the_release_before_it(settings, published):
    assert predecessor(settings, OTHER) == published


def test_a_candidate_does_not_pass_as_the_first_because_all_others_are_damaged(settings, published):
    (published / "sae.duckdb").chmod(0o644)
    (published / "sae.duckdb").write_bytes(b"not a database")
    with pytest.raises(ReleaseError, match=f"{published.name} rusak .* dari cadangan"):
        predecessor(settings, OTHER)
    assert predecessor(settings, published.name) is None  # itself, written anew
