"""Everything that is printed goes through one room, where no text is ever taken for markup.

A file named `[/bold]`, an indicator `:100:` or a path with an escape sequence is data. That cannot
be remembered at each sentence; so nothing else may reach the terminal, rich or the log.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "dagster_project"

# The rooms that print: everything for people, and what draws a progress bar from them.
PRINTS = {"cli/shown/plain.py", "cli/shown/say.py"}
DRAWS_A_BAR = {"cli/shown/progress.py": {"rich.progress"}}
# What is written to a standard stream is for a program or a developer there, with the reason.
FOR_NO_PERSON = {
    "sae/build/compiled.py": "a developer's own command: why dbt could not compile",
    "sae/intake/child.py": "a reading child's last words to its parent",
}
_STREAMS = {"stdout", "stderr"}


def prints(tree: ast.AST) -> Iterator[str]:
    """Whatever in a module could put a text on the terminal, as it is written there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {
            *("print", "typer.echo", "typer.secho", "click.echo", "click.secho"),
            *("warnings.warn", "typer.style"),
        }:
            yield ast.unparse(node.func)
        if isinstance(node, ast.Attribute) and node.attr in _STREAMS:
            parent = ast.unparse(node)
            if parent in {"sys.stdout", "sys.stderr"}:
                yield parent


def rich_modules(tree: ast.AST) -> Iterator[str]:
    """Modules of rich that are imported when the code runs; a name for a type prints nothing."""
    for node in _outside_type_checking(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "rich":
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.partition(".")[0] == "rich")


def _outside_type_checking(tree: ast.AST) -> Iterator[ast.AST]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            waiting += ast.iter_child_nodes(node)


MODULES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in PACKAGE.rglob("*.py")
}


@pytest.mark.parametrize("name", sorted(MODULES.keys() - PRINTS))
def test_no_other_module_prints(name: str) -> None:
    found = set(prints(MODULES[name]))
    if name in FOR_NO_PERSON or name.startswith("cli/"):
        found -= {"sys.stderr"}
    allowed = {"sys.stdout", "sys.stderr"} if _is_for_programs(name) else set()
    assert found - allowed == set(), f"{name}: use cli.shown.say or cli.shown.plain"


def _is_for_programs(name: str) -> bool:
    """Modules run as `python -m` by a maintainer, or children that answer their parent."""
    tree = MODULES[name]
    return name in FOR_NO_PERSON or any(
        isinstance(node, ast.If) and "__main__" in ast.unparse(node.test) for node in tree.body
    )


@pytest.mark.parametrize("name", sorted(MODULES.keys() - PRINTS))
def test_rich_is_used_in_one_room(name: str) -> None:
    assert set(rich_modules(MODULES[name])) <= DRAWS_A_BAR.get(name, set())


def test_a_log_of_a_run_quotes_nobody_raw() -> None:
    """What Dagster logs: a constant, or texts made printable where they are put in."""
    raw = [
        f"{name}:{node.lineno}: {ast.unparse(value)}"
        for name, tree in MODULES.items()
        if name.startswith(("defs/", "components/", "orchestrator/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("context.log.")
        for value in _quoted(node.args[0])
        if not _is_safe(value)
    ]
    assert raw == []


def _quoted(argument: ast.expr) -> Iterator[ast.expr]:
    if isinstance(argument, ast.JoinedStr):
        yield from (v.value for v in argument.values if isinstance(v, ast.FormattedValue))
    elif not isinstance(argument, ast.Constant):
        yield argument


# Counts, ids of ours, kinds of removal, and names that were made printable a line above.
_OURS = {
    *("done", "total", "holder", "pin.id", "pin.since", "reason", "problem"),
    *("removal.kind", "removal.count", "removal.size", "given.id_rilis"),
}


def _is_safe(value: ast.expr) -> bool:
    text = ast.unparse(value)
    return text in _OURS or text.startswith(("printable(", "len(", "number("))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("print('x')", ["print"]),
        ("import sys\nsys.stdout.write('x')", ["sys.stdout"]),
        ("typer.echo(name)", ["typer.echo"]),
        ("say('x')", []),
    ],
)
def test_what_prints_is_seen(source: str, found: list[str]) -> None:
    assert list(prints(ast.parse(source))) == found


def test_a_import_for_types_alone_prints_nothing() -> None:
    tree = ast.parse("if TYPE_CHECKING:\n    from rich.table import Table\nfrom rich import box")
    assert list(rich_modules(tree)) == ["rich"]
