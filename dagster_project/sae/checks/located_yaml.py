"""YAML whose every value knows its line, so that a fault can be shown where it stands.

Belongs here: parsing one file, refusing repeated keys and aliases, the line of a path into it.
Stays out: what the file means (`suites`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dagster_project.sae.installation.errors import SuiteError


@dataclass(frozen=True)
class LocatedYaml:
    """One YAML document: plain data, and the tree that knows the lines."""

    name: str
    data: Any
    _root: yaml.Node

    def line(self, *path: str | int) -> int:
        """1-based line of the value at that path, or of the nearest part of it that exists."""
        node, line = self._root, self._root.start_mark.line
        for step in path:
            if isinstance(node, yaml.MappingNode):
                found = [(key, value) for key, value in node.value if key.value == step]
                if not found:
                    break
                key, node = found[0]
                # The value of a block starts below its key; people look for the key.
                line = key.start_mark.line
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
                line = node.start_mark.line
            else:
                break
        return int(line) + 1

    def place(self, *path: str | int) -> str:
        """File name and line, as they are shown in an error."""
        return f"{self.name} line {self.line(*path)}"


def read_located(path: Path) -> LocatedYaml:
    """Parse one YAML file.

    Raises:
        SuiteError: the file is not UTF-8, not YAML, empty, repeats a key or uses an alias.
    """
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            raise SuiteError(f"{path.name} line 1: the file is empty")
        _refuse_traps(root, path.name, set())
        return LocatedYaml(path.name, yaml.safe_load(text), root)
    except UnicodeDecodeError as error:
        raise SuiteError(f"{path.name}: not UTF-8 text ({error.reason})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SuiteError(f"{path.name} line {line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise SuiteError(f"{path.name}: {error}") from error


def _refuse_traps(node: yaml.Node, name: str, visited: set[int]) -> None:
    """Refuse what YAML would accept in silence: a key said twice, a part used twice."""
    if id(node) in visited:
        line = node.start_mark.line + 1
        raise SuiteError(f"{name} line {line}: aliases are not used here; write the part out")
    visited.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            _refuse_traps(part, name, visited)
    elif isinstance(node, yaml.MappingNode):
        seen: dict[Any, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise SuiteError(
                    f"{name} line {line}: key {key.value!r} stands on line {seen[key.value]} too"
                )
            seen[key.value] = line
            _refuse_traps(value, name, visited)
