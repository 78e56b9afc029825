"""The workbook an OPD is given to fill: made from the profile and from what is already known."""
