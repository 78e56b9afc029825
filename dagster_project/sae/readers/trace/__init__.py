"""From a published number back to the file, the cell and the rules behind it (`sae telusur`)."""
