"""The KPI a second time, in pandas and plain Python, from what landed and the evidence.

Belongs here: an independent statement of the computed `kpi_` tables,
written from the published method and not from the SQL; the tests compare the two row by row.
Stays out: publishing. Nothing of the pipeline imports this package.
"""
