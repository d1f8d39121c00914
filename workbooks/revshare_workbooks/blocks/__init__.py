"""Rows and formulas of each stage of a contract, one file per stage."""
