"""The cell functions, one file per subject."""
