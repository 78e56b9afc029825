"""The figures of one report in Python: capaian, status and formulas without a warehouse.

Belongs here: values that `examine`, the formula comparison and the oracle share.
Stays out: reading files, judging, anything over many agencies.
"""
