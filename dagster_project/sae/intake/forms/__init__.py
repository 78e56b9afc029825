"""Cells to rows: which form it is, who and when, and the records with their places.

Belongs here: recognising a form and what its kinds share.
Stays out: bytes and cells (`file`), judging contents (`checks`).
"""
