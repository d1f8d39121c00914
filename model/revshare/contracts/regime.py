"""What a run of the stages works on: the terms in force over a stretch of days, and what flows in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from revshare.arrays import BoolArray, FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.grid import Grid
from revshare.contracts.term import YearKind


@dataclass(frozen=True, eq=False)
class Regime:
    """Terms and the stretch of pieces on which they are in force.

    Parameters
    ----------
    contract
        The terms, with the balances at the start of the stretch.
    grid
        The pieces of the whole model.
    pieces
        The stretch.
    carry
        Whether the balances come from the regime before.
    """

    contract: Contract
    grid: Grid
    pieces: slice = field(default_factory=lambda: slice(None))
    carry: bool = True

    def resets(self, kind: YearKind | None) -> BoolArray:
        """Flag the pieces of the stretch that open a year; none but the first for None."""
        return self.grid.resets(kind)[self.pieces]


@dataclass(frozen=True, eq=False)
class Flows:
    """What flows into a contract by piece of the grid, before the contract looks at it.

    Parameters
    ----------
    revenue, cost
        Covered days only; shape ``(..., P)``, or ``(channels, ..., P)`` with pools.
    deductions
        Listed deductions, money per piece; None to take the contract's own.
    favoured
        Extra share under a most-favoured clause, money per piece.
    pools
        Pool name of each channel; None for one stream.
    """

    revenue: FloatArray
    cost: FloatArray
    deductions: FloatArray | None = None
    favoured: FloatArray | None = None
    pools: Sequence[str] | None = None

    @classmethod
    def on(
        cls,
        grid: Grid,
        revenue: FloatArray,
        cost: FloatArray,
        *,
        deductions: FloatArray | None = None,
        favoured: FloatArray | None = None,
        pools: Sequence[str] | None = None,
    ) -> Flows:
        """Split monthly flows over the pieces of a grid; what is favoured counts covered days already."""
        return cls(
            grid.split(revenue),
            grid.split(cost),
            None if deductions is None else grid.split(deductions),
            None if favoured is None else grid.divide(favoured),
            pools,
        )

    def part(self, pieces: slice) -> Flows:
        """Cut the flows to a stretch of pieces."""
        return Flows(
            self.revenue[..., pieces],
            self.cost[..., pieces],
            None if self.deductions is None else self.deductions[..., pieces],
            None if self.favoured is None else self.favoured[..., pieces],
            self.pools,
        )
