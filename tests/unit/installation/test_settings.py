"""What the environment may say, and what is refused before anything begins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import SettingsError
from dagster_project.sae.installation.settings import KNOWN_VARIABLES, PROJECT_ROOT, Settings


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("SAE_KINI", "kemarin", "SAE_KINI='kemarin'"),
        ("SAE_SIMPAN_RILIS", "1", "SAE_SIMPAN_RILIS='1'"),
        ("SAE_MEMORY_LIMIT", "banyak", "SAE_MEMORY_LIMIT='banyak'"),
        ("SAE_THREADS", "0", "SAE_THREADS='0'"),
        ("SAE_PROFIL", "tiada", "SAE_PROFIL='tiada'"),
        ("SAE_MASUKK", "/x", "mungkin maksudnya SAE_MASUK"),
        ("SAE_HOMES", "/x", "mungkin maksudnya SAE_HOME"),
    ],
)
def test_a_wrong_variable_is_refused_with_its_name(variable: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({variable: value})
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_variable_of_somebody_else_is_left_alone() -> None:
    settings = Settings.from_env({"SAE_WARNA": "biru", "HOME": "/x"})
    assert settings.unknown_variables == ("SAE_WARNA",)


def test_every_variable_that_is_read_is_known() -> None:
    pattern = re.compile(
        r"""(?:env(?:iron)?(?:\.get|_var)?[\[(]|envvar=)\s*["'](SAE_[A-Z_]+)["']"""
    )
    files = [
        *(PROJECT_ROOT / "dagster_project").rglob("*.py"),
        *(path for path in (PROJECT_ROOT / "dbt").rglob("*.yml") if "target" not in path.parts),
    ]
    read = {name for path in files for name in pattern.findall(_text(path))}
    assert {"SAE_HOME", "SAE_KINI", "SAE_WAREHOUSE"} <= read
    assert read <= KNOWN_VARIABLES


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
