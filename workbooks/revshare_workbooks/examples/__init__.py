"""Worked examples: each method of the model once, in ordinary formulas beside the engine's figures."""
