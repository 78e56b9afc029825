"""The public site in a real browser: `make lihat-uji`.

Belongs here: looking at every page as a person does, in Debian's Chromium. Stays out: what pages
hold (`tests/unit/pages`). Exit 1 when anything at all is wrong; the counts are printed either way.
"""
