"""The same models on Spark: what it is given, the session they run in, what comes back.

Belongs here: everything that knows Spark. Stays out: SQL (`dbt/`), calling dbt
(`build.dbt_calls`).
Nothing of Spark is imported unless the settings name it.
"""
