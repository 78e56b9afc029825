"""Wiring of the ingest room."""
