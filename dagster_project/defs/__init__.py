"""What exists in Dagster, one folder for each room; wiring only."""
