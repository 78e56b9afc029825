"""The warehouse at national size: a generated nation, our models, one script written by hand."""
