"""The working template: an Inputs sheet, and sheets of cell functions over it."""
