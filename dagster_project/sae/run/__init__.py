"""The whole way of one run, when it is due, and what it says at the end.

Belongs here: the order of the steps.
Stays out: the steps themselves, the terminal, Dagster.
"""
