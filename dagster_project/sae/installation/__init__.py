"""This installation: settings, typed errors, the write lane, disk, what is remembered between runs.

Belongs here: what every room needs to know of the machine and nobody else should ask it.
Stays out: the government and its forms (`contract`), submissions, models, releases.
"""
