"""Bytes to cells: every format we read, and the guard in front of its parser.

Belongs here: archives, sheets, cells with their addresses, limits.
Stays out: what a cell means (`forms`), receiving files (the root of `intake`).
"""
