"""The workbook that SAE hands out, read strictly by its column ids."""
