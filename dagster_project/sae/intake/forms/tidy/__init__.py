"""Plain tables with one header row, mapped to our fields by a layout."""
