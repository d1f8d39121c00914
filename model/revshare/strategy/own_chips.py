"""What moving inference to chips of one's own saves (methods: own chips and concentration)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import above_zero, attainable, not_negative
from revshare.strategy.annuity import annuity


@dataclass(frozen=True, slots=True)
class Chips:
    """A move of inference to other chips.

    Parameters
    ----------
    saving
        Fraction of inference cost saved on what runs there.
    migration_cost
        One-off cost today, money: porting, design, minimum volumes.
    """

    saving: Number
    migration_cost: Number

    def __post_init__(self) -> None:
        fraction("saving", self.saving)
        not_negative("migration_cost", self.migration_cost)


def cost_ratio_with(chips: Chips, cost_ratio: Number, adoption: Number) -> FloatArray:
    """Cost ratio when the fraction `adoption` of inference runs on the new chips."""
    moved = np.asarray(fraction("adoption", adoption), dtype=np.float64)
    return np.asarray(cost_ratio * (1.0 - moved * chips.saving))


def value(
    chips: Chips, annual_inference: Number, adoption: Number, years: Number, discount_rate: Number
) -> FloatArray:
    """Present value of the saving less the cost of migration, money.

    Parameters
    ----------
    annual_inference
        Inference cost per year on the old chips, money, at year ends.
    adoption
        Fraction of it that moves.
    years
        Years over which it is saved.
    """
    moved = np.asarray(fraction("adoption", adoption), dtype=np.float64)
    saved = annual_inference * moved * chips.saving * annuity(discount_rate, years)
    return np.asarray(saved - chips.migration_cost)


def break_even_adoption(
    chips: Chips, annual_inference: Number, years: Number, discount_rate: Number
) -> FloatArray:
    """Fraction of inference that must move for the saving to pay the migration.

    Raises
    ------
    NotApplicableError
        If moving everything is not enough; in a series NaN stands there.
    """
    saved = above_zero("annual_inference", annual_inference) * above_zero("saving", chips.saving)
    worth = saved * annuity(discount_rate, years)
    return attainable(np.asarray(chips.migration_cost / worth), "own chips never pay")
