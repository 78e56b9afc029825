"""Telling people: who must do what by when, and alerts to a webhook."""
