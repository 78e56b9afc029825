"""One file judged now, before it is sent.

Belongs here: what `sae periksa` computes and says of a single submission.
Stays out: reading its bytes (`intake`), the rules (`checks`), the marked copy (`answer`).
"""
