"""The build warehouse: scope and identity of a run, dbt, the approval of a candidate, model docs.

Belongs here: what decides which run this is, and the one way into dbt.
Stays out: SQL (`dbt/`), checks, what readers open (`release`).
"""
