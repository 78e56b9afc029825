"""Sentences and output for programs, without what draws tables: most commands say one line.

Belongs here: one sentence on a line of its own, JSON and files on standard output.
Stays out: tables and panels (`plain`), what is said (the commands).
"""

from __future__ import annotations

import sys

import typer

from dagster_project.sae.installation.words import printable_lines


def say(text: str, *, is_error: bool = False) -> None:
    """One sentence on a line of its own, however long: a path in it can be copied whole.

    Names and paths in it are data: nothing in them steers the terminal.
    """
    typer.echo(printable_lines(text), err=is_error)


def for_programs(text: str) -> None:
    """JSON on standard output, as it was made."""
    typer.echo(text)


def bytes_for_programs(content: bytes) -> None:
    """A file on standard output, byte for byte."""
    sys.stdout.buffer.write(content)
