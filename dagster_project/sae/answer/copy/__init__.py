"""The marked copy: an OPD's own workbook with what is wrong written at the cell."""
