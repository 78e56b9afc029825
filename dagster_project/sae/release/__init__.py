"""Releases: written once, verified by checksum, served by an atomic swap."""
