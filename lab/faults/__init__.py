"""Faults: a small real installation is hurt in every way we could think of, and must come through.

Belongs here: the scenes, the judge of what is left after them, the table. Stays out: mending the
product; the quick tests of single faults (`tests/e2e`, `tests/unit/release/test_kills.py`).
"""
