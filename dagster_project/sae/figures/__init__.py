"""The formulas of achievement and progress in Python, version by version.

Belongs here: one figure and its target in, achievement, predicate or progress out.
Stays out: whole tables (SQL computes them; `tests/oracle` a second time).
"""
