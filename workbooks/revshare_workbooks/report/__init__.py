"""The report workbook, one file per sheet."""
