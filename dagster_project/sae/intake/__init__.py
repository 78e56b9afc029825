"""Step 1 of the house: received files become landing tables, every value with its address."""
