"""Benchmarks: what a person waits for, as ratios measured in one session."""
