"""Compute bought under commitments: what falls due, what it costs per unit, and where to buy it."""
