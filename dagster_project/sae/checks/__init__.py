"""The check room: may we compute with this row? Great Expectations suites and their evidence.

Belongs here: the rule catalogue, suites as data, running them, the evidence they leave.
Stays out: rules on the form of a file (`intake`), structure (dbt tests), release (gate).
"""
