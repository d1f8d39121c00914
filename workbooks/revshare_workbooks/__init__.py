"""Workbooks without Excel: the report, recalculation, checks, and the command line."""
