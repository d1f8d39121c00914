"""Risk: what a line becomes as inputs vary; an uncertain input is a leading axis, nothing else."""
