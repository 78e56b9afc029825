"""The doctor: what is wrong with this installation, seen from outside, and the one safe action."""
