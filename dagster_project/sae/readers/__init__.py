"""Reading a release: the notebook helper, the trace of a number, formula versions side by side.

Belongs here: questions that a released file answers.
Stays out: writing a release (`release`), pages (`pages`).
"""
