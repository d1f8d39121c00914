"""Percentiles, tails and histograms of what paths come to: exact while it fits, then from sketches that merge."""

from __future__ import annotations

from typing import Any, Protocol, Self

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError

EXACT_VALUES = 32_000_000
"""Values kept one by one, 256 MB of them; beyond, sketches keep memory flat."""

SKETCH_SIZE = 8000
"""Values on the lowest level of a sketch: a rank is then right to 0.04 % with 99 % confidence."""


READ = 20_000
"""Values read from a sketch, to stand for all."""


class Kept(Protocol):
    """Outcomes by path, as far as percentiles need them."""

    rank_error: float

    def add(self, block: int, found: FloatArray) -> None:
        """Keep a block's outcomes, shape ``(paths, lines, columns)``."""

    def merge(self, other: Self) -> None:
        """Keep also what another part kept."""

    def sorted_column(self, line: int, column: int) -> tuple[FloatArray, FloatArray]:
        """Values of a line in a column in rising order, and how many paths each stands for."""


class Exact:
    """Every outcome of every path."""

    rank_error = 0.0

    def __init__(self) -> None:
        self.by_block: dict[int, FloatArray] = {}

    def add(self, block: int, found: FloatArray) -> None:
        """Keep a block's outcomes."""
        self.by_block[block] = found

    def merge(self, other: Exact) -> None:
        """Keep also what another part kept."""
        self.by_block |= other.by_block

    def column(self, line: int, column: int) -> FloatArray:
        """Values of a line in a column, by path."""
        return np.concatenate([self.by_block[block][:, line, column] for block in sorted(self.by_block)])

    def sorted_column(self, line: int, column: int) -> tuple[FloatArray, FloatArray]:
        """Values in rising order, each of one path."""
        values = np.sort(self.column(line, column))
        return values, np.ones(values.size)


class Sketched:
    """Quantile sketches of every line in every column, by Apache DataSketches (KLL)."""

    def __init__(self, lines: int, columns: int) -> None:
        kll = _kll()
        self.sketches = [[kll(SKETCH_SIZE) for _ in range(columns)] for _ in range(lines)]
        self.rank_error = float(self.sketches[0][0].normalized_rank_error(as_pmf=False)) + 0.5 / READ

    def add(self, block: int, found: FloatArray) -> None:  # noqa: ARG002 - a sketch has no blocks
        """Take in a block's outcomes."""
        for line, row in enumerate(self.sketches):
            for column, sketch in enumerate(row):
                sketch.update(np.ascontiguousarray(found[:, line, column]))

    def merge(self, other: Sketched) -> None:
        """Take in another part's sketches."""
        for row, others in zip(self.sketches, other.sketches, strict=True):
            for sketch, one in zip(row, others, strict=True):
                sketch.merge(one)

    def sorted_column(self, line: int, column: int) -> tuple[FloatArray, FloatArray]:
        """Values that stand for all, each for as many paths as the next."""
        sketch = self.sketches[line][column]
        ranks = (np.arange(READ) + 0.5) / READ
        return np.array(sketch.get_quantiles(ranks)), np.full(READ, sketch.n / READ)

    def __getstate__(self) -> dict[str, Any]:
        """Travel between processes as bytes."""
        return {
            "sketches": [[sketch.serialize() for sketch in row] for row in self.sketches],
            "rank_error": self.rank_error,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        kll = _kll()
        self.sketches = [[kll.deserialize(one) for one in row] for row in state["sketches"]]
        self.rank_error = state["rank_error"]


def kept(paths: int, lines: int, columns: int) -> Kept:
    """What keeps the outcomes of this many paths."""
    return Exact() if paths * lines * columns <= EXACT_VALUES else Sketched(lines, columns)


def percentile(values: FloatArray, weights: FloatArray, at: FloatArray) -> FloatArray:
    """Values not exceeded by each percentage of the paths, between two of them in proportion.

    Parameters
    ----------
    values, weights
        In rising order, and how many paths each stands for.
    """
    if (weights == 1.0).all():
        return np.asarray(np.percentile(values, at))
    places = np.cumsum(weights) - (weights + 1.0) / 2.0
    return np.asarray(np.interp(at / 100.0 * (weights.sum() - 1.0), places, values))


def mean_of_lowest(values: FloatArray, weights: FloatArray, fraction: float) -> float:
    """Mean over the lowest fraction of the paths, the last of them counted in part."""
    wanted = fraction * float(weights.sum())
    taken = np.clip(wanted - (np.cumsum(weights) - weights), 0.0, weights)
    return float(values @ taken / wanted)


def _kll() -> Any:
    try:
        from datasketches import kll_doubles_sketch  # noqa: PLC0415 - an extra, for very many paths alone
    except ImportError:
        raise InputError(
            f"more than {EXACT_VALUES:,} outcomes (paths x years x lines) are summed up in sketches; "
            "pip install 'revshare[cluster]', or ask for fewer paths"
        ) from None
    return kll_doubles_sketch
