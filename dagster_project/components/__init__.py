"""Kinds of definitions that a file of data can ask for."""
