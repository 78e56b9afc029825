"""A whole reporting quarter, simulated: what a data team would live through in 100 days."""
