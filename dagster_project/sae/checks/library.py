"""Great Expectations, imported without what none of our rules uses.

Belongs here: the import of the library. Stays out: what is asked of it (`judge`).
scipy.stats is a third of the import (0.8 of 2.6 processor seconds) and serves expectations on
distributions only; it is loaded when something of it is first used, so such a rule would work too.
"""

from __future__ import annotations

import importlib.util
import sys


def load_on_use(name: str) -> None:
    """Register a module that is loaded when something of it is first used; it may be missing."""
    if name in sys.modules:
        return
    try:
        spec = importlib.util.find_spec(name)  # imports the package it lies in
    except ModuleNotFoundError:
        return
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    package, _, own = name.rpartition(".")
    if package:
        setattr(sys.modules[package], own, module)


load_on_use("scipy.stats")

import great_expectations as gx  # noqa: E402
from great_expectations.expectations.row_conditions import Column  # noqa: E402

__all__ = ["Column", "gx"]
