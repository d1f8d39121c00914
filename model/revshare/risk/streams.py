"""Random numbers that do not depend on how the work is divided (methods: risk)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError

BLOCK = 4096
"""Paths that share one stream; a run of any length takes whole blocks and cuts the last."""

SMALLEST = 2.0**-54
"""Stands for a drawn 0, which is no probability of a normal quantile."""


def uniforms(seed: int, block: int, drivers: int) -> FloatArray:
    """Numbers above 0 and below 1 for each driver on each path of a block, shape ``(drivers, BLOCK)``.

    Parameters
    ----------
    seed
        Whole number from 0; the same one gives the same numbers on any machine.
    block
        Number of the block, from 0. Its stream is its own, so blocks may be drawn in any order or place.

    Raises
    ------
    InputError
        If the seed is negative.
    """
    if seed < 0:
        raise InputError(f"seed must be 0 or more, got {seed}")
    stream = np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block,)))
    drawn = np.random.Generator(stream).random((drivers, BLOCK))
    return np.maximum(drawn, SMALLEST)
