"""Mutations: one sign of the code is changed at a time, and some test must fail.

Belongs here: the list of mutations (`daftar.yaml`), trying them on a copy of the tree, the table.
Stays out: the tests themselves. A mutation that survives is a rule that nobody holds.
"""
