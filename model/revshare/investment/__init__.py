"""Investment for commitment: rates of return, stakes, credits, books and hedges, one file per subject."""
