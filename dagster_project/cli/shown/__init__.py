"""What a command prints: tables, panels and sentences for a terminal.

Belongs here: layout, colours and wording of what was already computed.
Stays out: computing, files, exit codes.
"""
