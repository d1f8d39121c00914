"""Cell functions for spreadsheets: one registry, and one adapter per host."""
