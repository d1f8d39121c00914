"""Contract terms and the stages of the order of operations, one file per stage."""
