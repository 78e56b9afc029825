"""The synthetic sample: submissions in the shape of the template, good and bad, always the same."""
