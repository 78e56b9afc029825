"""Other people's readers on our release, each in an environment of its own.

Belongs here: what proves that a tool we do not ship reads what we publish.
Stays out: reading a release ourselves (`sae.readers.notebook`), speed (`lab.bench`).
Not part of `make test`: it installs foreign packages.
"""
