"""Printed forms of Permendagri 86/2017, filled from a release.

Belongs here: E.81 (an agency's year) and E.60 (the whole government's) as workbooks in their
official shape.
Stays out: their figures (`dbt/models/marts/formulir_*`), reading such forms (`intake`).
"""
