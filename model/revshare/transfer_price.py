"""What dearer inference does where the partner sells the compute and shares in the business (methods: share base)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.headline import FlatDeal


class Split(NamedTuple):
    """A covered dollar of revenue once inference costs more.

    Parameters
    ----------
    cost_ratio
        Inference cost after the rise.
    share, compute
        What the partner earns as its share, and as its margin on compute.
    lab
        What the lab keeps.
    """

    cost_ratio: FloatArray
    share: FloatArray
    compute: FloatArray
    lab: FloatArray

    @property
    def partner(self) -> FloatArray:
        """What the partner takes in all."""
        return self.share + self.compute


def dearer_inference(deal: FlatDeal, cost_ratio: Number, compute_margin: Number, rises: FloatArray) -> Split:
    """Split a covered dollar under a flat deal for each rise of the inference price.

    The partner's own cost of the compute stays what it was, so a rise is margin to it; a share of gross profit
    gives part of it back.

    Parameters
    ----------
    cost_ratio
        Inference cost over revenue before the rise.
    compute_margin
        The partner's gross margin on the compute before the rise, fraction.
    rises
        Rises of the price as fractions; 0.1 is 10 % dearer.
    """
    ratio = cost_ratio * (1.0 + np.asarray(rises, dtype=np.float64))
    own_cost = np.asarray(cost_ratio) * (1.0 - np.asarray(compute_margin))
    share = deal.per_dollar(ratio)
    return Split(ratio, share, ratio - own_cost, 1.0 - ratio - share)
