"""Wiring of the gate room."""
