"""The public site: a folder of HTML pages made of the public subset of one release.

Belongs here: grouping the rows, the pages and their addresses, charts, templates and styles.
Stays out: deciding what is public (`pages.subset`), data files (`pages.downloads`).
"""
