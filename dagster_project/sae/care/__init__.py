"""Keeping an installation well: upkeep, backup and restore, the doctor.

Belongs here: what looks at or tidies the state on disk between runs.
Stays out: the run itself, anything that changes a number.
"""
