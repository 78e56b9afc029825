"""Wiring of the check room."""
