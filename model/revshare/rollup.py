"""Series by longer periods: months to quarters, quarters to years (methods: growth)."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError


class Total(StrEnum):
    """How a group of periods is totalled: flows sum, stocks close, prices and head counts average."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"


def rollup(series: FloatArray, every: int, kind: Total = Total.SUM) -> FloatArray:
    """Total each `every` periods, shape ``(..., T)`` to ``(..., groups)``.

    An unfinished last group is totalled as it is: the sum, the latest value or the mean of what there is.
    """
    if every < 1:
        raise InputError(f"every must be at least 1 period, got {every}")
    starts = np.arange(0, series.shape[-1], every)
    ends = np.append(starts[1:], series.shape[-1])
    match kind:
        case Total.SUM:
            return np.add.reduceat(series, starts, axis=-1)
        case Total.LAST:
            return series[..., ends - 1]
        case Total.MEAN:
            return np.add.reduceat(series, starts, axis=-1) / (ends - starts)
