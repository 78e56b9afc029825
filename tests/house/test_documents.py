"""What the documents name exists: commands with their options, verbs of make, files, modules.

Belongs here: what can be seen without a release. What needs one: `tests/e2e/test_documents.py`.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from dagster_project.cli.app import app
from dagster_project.sae.installation import settings as installation

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data_raw/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
# A part of a path that stands for any name, and what only exists after a run or elsewhere.
PLACEHOLDER = re.compile(r"[<>*{}…]|\.\.\.|^var/|^/|example")
FOLDERS = ("dagster_project", "dbt", "data_raw", "deploy", "docs", "expectations", "lab")
FOLDERS += ("notebooks", "tests", "bi")
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def pieces(path: Path) -> Iterator[str]:
    """Every line of code a document shows, in blocks and between sentences."""
    for block, inline in CODE.findall(path.read_text(encoding="utf-8")):
        yield from (block or inline).splitlines()


def lines_with(word: str) -> list[tuple[str, str]]:
    """Document and line for every shown line that calls a program of that name."""
    found = []
    for path in DOCUMENTS:
        for line in pieces(path):
            plain = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
            if plain == word or plain.startswith(f"{word} "):
                found.append((path.name, plain))
    return found


def commands() -> list[tuple[str, str]]:
    """Lines that call `sae`; what follows a sign of the shell or a comment is cut off."""
    return [(name, re.split(r"\s[|>&#]|;|\s\s+#", line)[0]) for name, line in lines_with("sae")]


def test_the_documents_show_enough_commands_to_judge() -> None:
    assert len(commands()) > 30
    assert len(lines_with("make")) > 15


@pytest.mark.parametrize(("document", "line"), sorted(set(commands())))
def test_a_command_of_a_document_is_one_of_the_program(document: str, line: str) -> None:
    words = shlex.split(line)[1:]
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        found = command.commands.get(words[0])
        assert found is not None, f"{document}: `{line}`: {command.name} has no {words[0]}"
        command, words = found, words[1:]
    options = {
        name: option
        for option in command.params
        if option.param_type_name == "option"
        for name in (*option.opts, *option.secondary_opts)
    } | {"--help": None}
    places = sum(
        99 if parameter.nargs == -1 else parameter.nargs
        for parameter in command.params
        if parameter.param_type_name == "argument"
    )
    given = 0
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            given += 1
            continue
        name = word.partition("=")[0]
        assert name in options, f"{document}: `{line}`: there is no {name}"
        option = options[name]
        if option is not None and not option.is_flag and "=" not in word:
            assert words, f"{document}: `{line}`: {name} wants a value"
            words.pop(0)
    assert given <= places, f"{document}: `{line}` gives {given} words where {places} have a place"


@pytest.mark.parametrize(("document", "line"), sorted(set(lines_with("make"))))
def test_a_verb_of_make_in_a_document_is_one_of_the_makefile(document: str, line: str) -> None:
    verbs = set(
        re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    )
    named = re.split(r"\s+#", line)[0].split()[1:]
    unknown = [word for word in named if "=" not in word and word not in verbs]
    assert unknown == [], f"{document}: `{line}`"


def named_paths() -> list[tuple[str, str]]:
    found = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        for target in links:
            if "://" not in target:
                found.append((path.name, str((path.parent / target).resolve())))
        for piece in re.findall(r"`([^`\n]+)`", text):
            for word in piece.split():
                is_path = word.split("/")[0] in FOLDERS and "/" in word
                if is_path and not PLACEHOLDER.search(word):
                    found.append((path.name, str(ROOT / word.rstrip(",.;:").split(":")[0])))
    return found


@pytest.mark.parametrize(("document", "path"), sorted(set(named_paths())))
def test_a_file_a_document_names_is_there(document: str, path: str) -> None:
    assert Path(path).exists(), f"{document} names {path}"


def test_a_module_a_document_runs_is_there() -> None:
    missing = [
        (path.name, module)
        for path in DOCUMENTS
        for line in pieces(path)
        for module in re.findall(r"python3? -m ([a-zA-Z_][\w.]*)", line)
        if importlib.util.find_spec(module) is None
    ]
    assert missing == []


def test_a_variable_a_document_names_is_one_the_installation_reads() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("dagster_project", "dbt", "deploy", "lab", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yml", ".yaml", ".env", ".service") and path.is_file()
    )
    named = {
        word
        for path in DOCUMENTS
        for word in re.findall(r"\bSAE_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 8
    assert installation.__doc__
    assert sorted(word for word in named if word not in code) == []


def test_the_guide_for_agencies_gives_each_rule_its_severity() -> None:
    with (ROOT / "dbt/seeds/policy/aturan.csv").open(encoding="utf-8", newline="") as stream:
        severity = {row["id_aturan"]: row["tingkat"] for row in csv.DictReader(stream)}
    guide = (ROOT / "docs" / "panduan-opd.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([A-Z]{3}-\d\d) \| ([BKPI]) \|", guide, re.M)
    assert len(told) > 40
    assert [(rule, said) for rule, said in told if severity.get(rule) != said] == []


def test_guide_and_rules_say_the_same_of_what_comes_after_the_cut_off() -> None:
    """Nothing is lost: the supplementary edition or the next release has it, by the local day."""
    guide = " ".join((ROOT / "docs" / "panduan-opd.md").read_text(encoding="utf-8").split())
    rules = " ".join((ROOT / "docs" / "aturan.md").read_text(encoding="utf-8").split())
    for said in ("edisi susulan", "rilis berikutnya", "Tidak perlu dikirim ulang", "hari setempat"):
        assert said in guide, said
        assert said in rules, said


def asked(*patterns: str) -> set[str]:
    """Published tables that the SQL in those files asks."""
    named: set[str] = set()
    for path in (path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":  # what a cell says, not what it once answered
            cells = json.loads(text)["cells"]
            text = "\n".join("".join(cell["source"]) for cell in cells)
        named |= set(re.findall(r"\b(?:from|join)\s+([a-z_]+)", text))
    return named & published()


def published() -> set[str]:
    """Tables that dbt publishes; the dictionary is written by the release itself."""
    project = (ROOT / "dbt" / "dbt_project.yml").read_text(encoding="utf-8")
    return set(yaml.safe_load(project)["vars"]["sae"]["terbit"])


def public_tables() -> set[str]:
    with (ROOT / "dbt/seeds/policy/kolom_publik.csv").open(encoding="utf-8", newline="") as stream:
        return {row["tabel"] for row in csv.DictReader(stream)} & published()


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("buku_catatan", lambda: asked("notebooks/*.ipynb", "notebooks/gaya.py")),
        ("dasbor_lima_pilar", lambda: asked("bi/superset/**/*.yaml")),
        ("halaman_publik", public_tables),
    ],
)
def test_what_dbt_says_is_exposed_reads_just_the_tables_it_says(name, read) -> None:
    text = (ROOT / "dbt" / "models" / "_exposures.yml").read_text(encoding="utf-8")
    said = {
        str(exposure["name"]): {ref.removeprefix("ref('pub_").removesuffix("')") for ref in refs}
        for exposure in yaml.safe_load(text)["exposures"]
        if (refs := exposure["depends_on"])
    }
    assert set(said) == {"buku_catatan", "dasbor_lima_pilar", "halaman_publik"}
    assert said[name] == read()
