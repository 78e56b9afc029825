"""What people look at: the public subset of a release and the site made of it.

Belongs here: reading a release, deciding nothing; everything public is made from the subset alone.
Stays out: computing a figure (`dbt`), releasing it (`release`), who is told of it (`tell`).
"""
