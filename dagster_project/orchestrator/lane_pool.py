"""The write lane as Dagster's queue knows it.

Belongs here: the name of the pool that every op that writes is in.
Stays out: its size (`ui_home`), the lock that also holds outside Dagster (`sae.installation.lane`).
"""

LANE_POOL = "jalur"
