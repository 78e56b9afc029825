"""A code becomes one stable file name that stays in its folder, whoever typed it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.pages.site.address import slug


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("1.02.01-001", "1.02.01-001"),
        ("../../etc", "~2e.~2f..~2fetc"),
        ("a/b", "a~2fb"),
        ("", "~"),
        ("..", "~2e."),
        ("é", "~c3~a9"),
    ],
)
def test_a_code_keeps_its_safe_letters(code, name):
    assert slug(code) == name


@given(st.text(max_size=300))
def test_a_name_never_leaves_its_folder_and_is_short(code):
    name = slug(code)
    assert "/" not in name
    assert not name.startswith(".")
    assert 0 < len(name.encode()) <= 120


@given(st.text(max_size=60), st.text(max_size=60))
def test_two_codes_never_share_a_page(one, other):
    assert (slug(one) == slug(other)) == (one == other)
