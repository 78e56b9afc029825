"""Wiring of the stage room."""
