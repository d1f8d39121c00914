"""Random numbers that do not depend on how the work is divided, nor on what else is drawn (methods: risk)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError

BLOCK = 4096
"""Paths that share their streams; a run of any length takes whole blocks and cuts the last."""

SMALLEST = 2.0**-54
"""Stands for a drawn 0, which is no probability of a normal quantile."""


def uniforms(seed: int, block: int, drivers: Sequence[str], *, antithetic: bool = False) -> FloatArray:
    """Numbers above 0 and below 1 for each driver on each path of a block, shape ``(drivers, BLOCK)``.

    Parameters
    ----------
    seed
        Whole number from 0; the same one gives the same numbers on any machine.
    block
        Number of the block, from 0. Its streams are its own, so blocks may be drawn in any order or place.
    drivers
        Names. Each has a stream of its own, so that two deals which share a driver share its numbers.
    antithetic
        Whether every other path mirrors the one before it.

    Raises
    ------
    InputError
        If the seed is negative.
    """
    drawn = np.empty((len(drivers), BLOCK))
    for row, name in zip(drawn, drivers, strict=True):
        _stream(seed, block, name).random(out=row)
    if antithetic:
        drawn[:, 1::2] = 1.0 - drawn[:, 0::2]
    return np.maximum(drawn, SMALLEST)


class Normals:
    """Standard normal shocks of a line on each path of a block, month after month.

    Parameters
    ----------
    seed, block, antithetic
        As for `uniforms`.
    name
        Name of the driver.
    """

    def __init__(self, seed: int, block: int, name: str, *, antithetic: bool = False) -> None:
        self._stream = _stream(seed, block, name)
        self._antithetic = antithetic

    def draw(self, months: FloatArray) -> FloatArray:
        """Draw the next months, an array of shape ``(months, BLOCK)``, in place."""
        self._stream.standard_normal(out=months)
        if self._antithetic:
            np.negative(months[:, 0::2], out=months[:, 1::2])
        return months


def _stream(seed: int, block: int, name: str) -> np.random.Generator:
    if seed < 0:
        raise InputError(f"seed must be 0 or more, got {seed}")
    words = np.frombuffer(hashlib.sha256(name.encode()).digest()[:8], dtype="<u4")
    key = (block, *(int(word) for word in words))
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))
