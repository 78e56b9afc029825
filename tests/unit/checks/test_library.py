"""What the library brings along that no rule of ours uses stays out until something needs it."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import sys
import dagster_project.sae.checks.judge
print('scipy.optimize' in sys.modules)
from scipy import stats
print(round(float(stats.entropy([0.5, 0.5], [0.5, 0.5])), 9), 'scipy.optimize' in sys.modules)
"""


def test_statistics_are_loaded_when_something_of_them_is_used_and_not_before():
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["False", "0.0", "True"], done.stderr
