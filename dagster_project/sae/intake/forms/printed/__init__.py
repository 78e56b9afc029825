"""Official printed forms (E.81, E.60 and the like), described by a layout."""
