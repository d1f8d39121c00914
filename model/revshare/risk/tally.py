"""What paths come to, in parts that merge in any order and grouping (methods: risk)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from revshare.arrays import BoolArray, FloatArray, IntArray
from revshare.risk.quantiles import Kept


class Moments(NamedTuple):
    """Count, mean, and squared distances from it, of the independent draws of one block.

    A mirrored pair of paths is one independent draw: its mean.
    """

    draws: int
    mean: FloatArray
    squares: FloatArray

    @classmethod
    def of(cls, found: FloatArray, alike: int) -> Moments:
        """Of outcomes by path, shape ``(..., paths)``, the independent draws being `alike` paths each."""
        draws = found if alike == 1 else found.reshape(*found.shape[:-1], -1, alike).mean(axis=-1)
        mean = np.asarray(draws.mean(axis=-1))
        return cls(draws.shape[-1], mean, np.asarray(((draws - mean[..., None]) ** 2).sum(axis=-1)))

    def with_(self, other: Moments) -> Moments:
        """Both together (Chan, Golub and LeVeque)."""
        draws = self.draws + other.draws
        apart = other.mean - self.mean
        mean = self.mean + apart * (other.draws / draws)
        squares = self.squares + other.squares + apart**2 * (self.draws * other.draws / draws)
        return Moments(draws, mean, squares)

    @property
    def standard_error(self) -> FloatArray:
        """Standard deviation of the mean; NaN for a single draw."""
        if self.draws == 1:
            return np.full(self.mean.shape, np.nan)
        return np.asarray(np.sqrt(self.squares / (self.draws - 1) / self.draws))


@dataclass
class Tally:
    """What some blocks of paths come to.

    Parameters
    ----------
    paths
        How many.
    moments
        Of every line in every column, shape ``(lines, columns)``, by block: they are summed in the order
        of blocks at the end, so that the sum is the same however the blocks were grouped.
    hits
        Paths on which each event happened in each year.
    kept
        What the percentiles are read from.
    """

    paths: int
    moments: dict[int, Moments]
    hits: dict[str, IntArray]
    kept: Kept

    def add(self, block: int, found: FloatArray, events: Mapping[str, BoolArray], alike: int) -> None:
        """Count in a block's outcomes, shape ``(lines, columns, paths)``, and events, ``(paths, years)``."""
        self.paths += found.shape[-1]
        self.moments[block] = Moments.of(found, alike)
        for name, happened in events.items():
            self.hits[name] = self.hits.get(name, 0) + happened.sum(axis=0)
        self.kept.add(block, found)

    def merge(self, other: Tally) -> None:
        """Take in what other blocks come to."""
        self.paths += other.paths
        self.moments |= other.moments
        for name, count in other.hits.items():
            self.hits[name] = self.hits.get(name, 0) + count
        self.kept.merge(other.kept)

    @property
    def whole(self) -> Moments:
        """Moments of all paths."""
        first, *others = (self.moments[block] for block in sorted(self.moments))
        return _together(first, others)


def _together(first: Moments, others: Sequence[Moments]) -> Moments:
    for other in others:
        first = first.with_(other)
    return first
