"""How Dagster sees this project: dbt models as assets, the lane as a pool, run history, its home.

Belongs here: adapters between Dagster and the domain library.
Stays out: which assets, jobs and schedules exist (`defs`), what they do (`sae`).
"""
