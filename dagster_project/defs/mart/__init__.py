"""Wiring of the mart room."""
