"""The picture of the house: rooms, floors, imports between them, read from the tree itself.

import-linter holds the floors for what is imported when a module loads; these tests also count
imports inside functions and under TYPE_CHECKING, which tie rooms together just as well.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "dagster_project"

ROOTS = {"", "sae"}  # the package and the domain library themselves: no more than their charters

Graph = Mapping[str, frozenset[str]]


def module_of(path: Path, root: Path) -> str:
    """Dotted name of a file below a root."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.AST, known: frozenset[str]) -> Iterator[str]:
    """Known modules that a tree names in any import, wherever the statement stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                longer = f"{node.module}.{alias.name}"
                if (name := longer if longer in known else node.module) in known:
                    yield name


def import_graph(package: Path) -> Graph:
    """Every module of a package and what it imports of the others."""
    files = {module_of(path, package.parent): path for path in package.rglob("*.py")}
    known = frozenset(files)
    return {
        name: frozenset(imported(ast.parse(path.read_text(encoding="utf-8")), known)) - {name}
        for name, path in files.items()
    }


def circles(graph: Graph) -> list[list[str]]:
    """Modules that reach themselves, one list for each circle."""
    reached: dict[str, frozenset[str]] = {}
    for start in graph:
        seen: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            if (name := waiting.pop()) not in seen:
                seen.add(name)
                waiting.extend(graph[name])
        reached[start] = frozenset(seen)
    found = {frozenset(b for b in reached[a] if a in reached[b]) for a in graph if a in reached[a]}
    return [sorted(circle) for circle in found]


def floors() -> dict[str, int]:
    """Floor of each room as pyproject.toml states it for import-linter, ground first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [c for c in config["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    return {
        room.strip().removeprefix("dagster_project."): number
        for number, line in enumerate(reversed(layers["layers"]), start=1)
        for room in line.replace(":", "|").split("|")
    }


def room_of(module: str) -> str:
    """The room of a module: `sae.intake` of `dagster_project.sae.intake.file.cells`."""
    parts = module.split(".")[1:]
    return ".".join(parts[:2]) if parts[:1] == ["sae"] else "".join(parts[:1])


@pytest.fixture(scope="module")
def graph() -> Graph:
    return import_graph(PACKAGE)


@pytest.fixture(scope="module")
def between_rooms(graph: Graph) -> list[tuple[str, str]]:
    return [
        (module, other)
        for module, others in graph.items()
        for other in others
        if room_of(module) != room_of(other)
    ]


def test_every_room_stands_on_a_floor(graph: Graph) -> None:
    rooms = {room_of(module) for module in graph} - ROOTS
    assert rooms == set(floors())


def test_no_modules_import_each_other_in_a_circle(graph: Graph) -> None:
    assert circles(graph) == []


def test_no_room_imports_from_its_own_floor_or_above(between_rooms: list[tuple[str, str]]) -> None:
    floor = floors()
    up = [
        f"{a} (floor {floor[room_of(a)]}) imports {b} (floor {floor[room_of(b)]})"
        for a, b in between_rooms
        if floor[room_of(a)] <= floor[room_of(b)]
    ]
    assert up == []


def test_the_product_imports_neither_what_tests_it_nor_what_breaks_it() -> None:
    outside = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [n.name for n in node.names]
        )
        if name and name.split(".")[0] in {"lab", "tests"}
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import room.b", ["room.b"]),
        ("def late():\n    from room import b", ["room.b"]),
        ("if TYPE_CHECKING:\n    from room.b import Thing", ["room.b"]),
        ("import elsewhere", []),
    ],
)
def test_an_import_counts_wherever_it_stands(source: str, found: list[str]) -> None:
    assert list(imported(ast.parse(source), frozenset({"room.a", "room.b"}))) == found


def test_a_circle_over_three_modules_is_found() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a")}
    assert circles(graph) == [["a", "b", "c"]]
