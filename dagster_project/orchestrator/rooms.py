"""The rooms as groups of Dagster, numbered in the order data flows through them.

Belongs here: the order, and the name of a group; Dagster sorts groups by their names.
Stays out: which asset stands in which room (`defs`, `dbt_layers`).
"""

ROOMS = ("data_raw", "ingest", "stage", "check", "mart", "gate", "publish")


def group_of(room: str) -> str:
    """Name of the group of a room, such as `3_stage`."""
    return f"{ROOMS.index(room) + 1}_{room}"
