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
        """Keep a block's outcomes, shape ``(lines, columns, paths)``."""

    def merge(self, other: Self) -> None:
        """Keep also what another part kept."""

    def sorted_column(self, line: int, column: int) -> FloatArray:
        """Values of a line in a column in rising order, each for as many paths as the next."""


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
        return np.concatenate([self.by_block[block][line, column] for block in sorted(self.by_block)])

    def sorted_column(self, line: int, column: int) -> FloatArray:
        """Values in rising order, each of one path."""
        return np.sort(self.column(line, column))


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
                sketch.update(np.ascontiguousarray(found[line, column]))

    def merge(self, other: Sketched) -> None:
        """Take in another part's sketches."""
        for row, others in zip(self.sketches, other.sketches, strict=True):
            for sketch, one in zip(row, others, strict=True):
                sketch.merge(one)

    def sorted_column(self, line: int, column: int) -> FloatArray:
        """Values in rising order that stand for all."""
        return np.array(self.sketches[line][column].get_quantiles((np.arange(READ) + 0.5) / READ))

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


def percentiles(values: FloatArray, at: FloatArray) -> FloatArray:
    """Values not exceeded by each percentage of the paths, between two of them in proportion.

    Parameters
    ----------
    values
        In rising order, which spares looking for them.
    """
    place = at / 100.0 * (values.size - 1)
    below = np.minimum(place.astype(np.int64), max(values.size - 2, 0))
    above = np.minimum(below + 1, values.size - 1)
    return np.asarray(values[below] + (place - below) * (values[above] - values[below]))


def mean_of_lowest(values: FloatArray, fraction: float) -> float:
    """Mean over the lowest fraction of values in rising order, the last of them counted in part."""
    wanted = fraction * values.size
    whole = int(wanted)
    return float((values[:whole].sum() + (wanted - whole) * values[whole]) / wanted)


def _kll() -> Any:
    try:
        from datasketches import kll_doubles_sketch  # noqa: PLC0415 - an extra, for very many paths alone
    except ImportError:
        raise InputError(
            f"more than {EXACT_VALUES:,} outcomes (paths x years x lines) are summed up in sketches; "
            "pip install 'revshare[cluster]', or ask for fewer paths"
        ) from None
    return kll_doubles_sketch
