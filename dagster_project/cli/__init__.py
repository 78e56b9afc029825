"""The command line `sae`: arguments in, one call of the domain library, words out.

Belongs here: options and their help, exit codes, which call answers a command.
Stays out: how an answer looks on the terminal (`shown`), everything that computes (`sae`).
"""
