"""What we do to the product from outside: measure, break, fit into other tools, live a quarter.

Belongs here: programs that a `make` verb starts. Stays out: anything the product imports.
"""
