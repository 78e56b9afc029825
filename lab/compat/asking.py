"""Questions asked of a real server, in an environment that has it.

Belongs here: starting the questions over there, printing and counting their answers.
Stays out: what is asked (`s3_inbox`, `webdav_inbox`), making the environment (`environments`).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence

from lab.compat.environments import environment, its_own_first

INSIDE = "di-dalam"


class Answers:
    """What was asked, and which answers were wrong."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def ask(self, question: str, answer: object, wanted: object) -> None:
        """Print a question with its answer; one that is not as wanted counts as wrong."""
        is_right = answer == wanted
        print(f"{'ok   ' if is_right else 'WRONG'} {question}: {answer!r}")
        if not is_right:
            self.wrong.append(question)


def asked_elsewhere(
    module: str, packages: Sequence[str], questions: Callable[[Answers], None]
) -> int:
    """Ask the questions of a module where its packages are; 0 when all are answered right.

    Args:
        module: name below `lab.compat` and of the environment; run with `di-dalam`, it asks.
        packages: what the environment holds.
        questions: asks them all.
    """
    if sys.argv[1:] == [INSIDE]:
        answers = Answers()
        questions(answers)
        return 1 if answers.wrong else 0
    python = environment(module.removesuffix("_inbox"), packages)
    command = [python, "-m", f"lab.compat.{module}", INSIDE]
    return subprocess.run(command, env=its_own_first(python), check=False).returncode
