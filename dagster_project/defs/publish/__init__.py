"""Wiring of the publish room."""
