"""Every zero of a sum of discounted flows, without a first guess (methods: investment).

With x = ln(1 + rate) the value of flows c_i at years t_i is g(x) = Σ c_i e^(−t_i x). Between two flows of opposite
sign lies a time τ; the derivative of e^(τx) g is again such a sum, with one change of sign less. Its zeros part the
line into stretches on which e^(τx) g rises or falls throughout, so each holds one zero of g if the signs at its ends
differ, and none otherwise. Taken down to a sum without a change of sign, this finds every zero, however close.

Flows are kept as signs and logarithms: no rate, scale or horizon overflows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from revshare.arrays import BoolArray, FloatArray

LEAST = float(np.log(2.0**-53))
"""Logarithm of the smallest 1 + rate that is told from 0: a rate just above -100 %."""

MOST_RATE = 1e6
MOST = float(np.log1p(MOST_RATE))

_EPSILON = float(np.finfo(np.float64).eps)
_BLOCK = 512
_STEPS = 128
_CLOSE = 1e-10
"""A Newton step this small leaves an error of its square."""


class _Value(NamedTuple):
    """Logarithm of what comes in over what goes out, and its slope."""

    excess: FloatArray
    slope: FloatArray


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of discounted flows: signs and logarithms of shape ``(..., n)``, times of shape ``(n,)`` or more."""

    signs: FloatArray
    logs: FloatArray
    times: FloatArray

    @classmethod
    def of(cls, amounts: FloatArray, times: FloatArray) -> _Sum:
        """Scale by the largest flow; a flow of 0 has no sign and weighs nothing."""
        with np.errstate(divide="ignore"):
            logs = np.log(np.abs(amounts))
        return cls(np.sign(amounts), logs - logs.max(axis=-1, keepdims=True), times)

    def at(self, x: FloatArray) -> _Value:
        """Evaluate at `x` of shape ``(...)``, where one sum may stand for several points."""
        exponents = self.logs - self.times * x[..., np.newaxis]
        weights = self.signs * np.exp(exponents - exponents.max(axis=-1, keepdims=True))
        inward = np.maximum(weights, 0.0)
        outward = inward - weights
        received, paid = inward.sum(axis=-1), outward.sum(axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = outward @ self.times / paid - inward @ self.times / received
            return _Value(np.log(received) - np.log(paid), slope)

    def side(self, x: FloatArray) -> FloatArray:
        """Sign of the value at `x`, 0 where it cannot be told from rounding."""
        excess = self.at(x).excess
        size = np.where(self.signs, np.abs(self.logs), 0.0).max(axis=-1) + self.times.max() * np.abs(x)
        return np.where(np.abs(excess) <= 16 * _EPSILON * (1.0 + size), 0.0, np.sign(excess))

    def derived(self) -> _Sum | None:
        """The sum whose zeros lie between those of this one; None if there is no change of sign."""
        turns = np.flatnonzero(self.signs[1:] != self.signs[:-1])
        if not turns.size:
            return None
        ages = self.times[turns[-1] : turns[-1] + 2].mean() - self.times
        return _Sum(self.signs * np.sign(ages), self.logs + np.log(np.abs(ages)), self.times)


def sign_changes(amounts: FloatArray) -> FloatArray:
    """How often the flows change their sign, zeros left out, shape ``(...)``: no more rates can exist."""
    signs = np.sign(amounts)
    last = np.maximum.accumulate(np.where(signs != 0.0, np.arange(signs.shape[-1]), 0), axis=-1)
    carried = np.take_along_axis(signs, last, axis=-1)
    changes: FloatArray = (carried[..., 1:] * carried[..., :-1] < 0.0).sum(axis=-1)
    return changes


def all_roots(amounts: FloatArray, times: FloatArray) -> FloatArray:
    """Every x = ln(1 + rate) at which the value is 0, rising; a zero that only touches counts once.

    Parameters
    ----------
    amounts
        Flows other than 0, shape ``(n,)``.
    times
        Years at which they fall, rising, shape ``(n,)``.
    """
    chain = [_Sum.of(amounts, times)]
    while (following := chain[-1].derived()) is not None:
        chain.append(following)
    found = np.empty(0)
    for level in reversed(chain[:-1]):
        # A rate of 0 is looked at by itself, so that rounding never turns it into one just below 0.
        marks = [LEAST, *found, MOST] if level is not chain[0] else [LEAST, *found, 0.0, MOST]
        found = _zeros(level, np.unique(marks))
    return found


def sides(amounts: FloatArray, times: FloatArray) -> tuple[float, float]:
    """Sign of the value at the lowest and at the highest rate allowed, 0 where it is 0 but for rounding."""
    at_least, at_most = _Sum.of(amounts, times).side(np.array([LEAST, MOST]))
    return float(at_least), float(at_most)


def single_roots(amounts: FloatArray, times: FloatArray) -> FloatArray:
    """The only root of each row of flows with one change of sign, nan where it lies outside the range.

    Parameters
    ----------
    amounts
        Flows, shape ``(rows, n)``; zeros are allowed.
    """
    blocks = [_one_each(_Sum.of(rows, times)) for rows in np.array_split(amounts, len(amounts) // _BLOCK + 1)]
    return np.concatenate(blocks)


def _one_each(level: _Sum) -> FloatArray:
    low, zero, high = (np.full(len(level.signs), end) for end in (LEAST, 0.0, MOST))
    at_low = level.side(low)
    found = np.where(level.side(zero) == 0.0, 0.0, _narrowed(level, low, high, at_low))
    return np.where(at_low * level.side(high) <= 0.0, found, np.nan)


def _zeros(level: _Sum, marks: FloatArray) -> FloatArray:
    """Zeros of a sum between and at the marks, between which it changes its sign at most once."""
    signs = level.side(marks)
    found = [_touching(level, marks[run]) for run in _runs(signs == 0.0)]
    crossing = np.flatnonzero(signs[1:] * signs[:-1] < 0.0)
    found.extend(_narrowed(level, marks[crossing], marks[crossing + 1], signs[crossing]))
    return np.sort(found)


def _runs(flags: BoolArray) -> list[slice]:
    """Stretches of True."""
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False))
    return [slice(first, end) for first, end in pairwise(edges)][::2]


def _touching(level: _Sum, marks: FloatArray) -> float:
    """One zero for neighbouring marks that cannot be told from it: 0 itself, else where the value is closest to 0."""
    if 0.0 in marks:
        return 0.0
    return float(marks[np.abs(level.at(marks).excess).argmin()])


def _narrowed(level: _Sum, low: FloatArray, high: FloatArray, at_low: FloatArray) -> FloatArray:
    """The zero in each bracket: Newton's method, and halving wherever that would leave the bracket or is slow."""
    x = np.where((low < 0.0) & (high > 0.0), 0.0, 0.5 * (low + high))
    step, moving = high - low, np.ones(x.shape, dtype=np.bool_)
    for _ in range(_STEPS):
        value = level.at(x)
        before = np.sign(value.excess) == at_low
        low, high = np.where(before, x, low), np.where(before, high, x)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = -value.excess / value.slope
        takes = (x + newton >= low) & (x + newton <= high) & (2.0 * np.abs(newton) <= np.abs(step))
        # What has been found stays: a further step would follow the rounding.
        step = np.where(moving, np.where(takes, newton, 0.5 * (low + high) - x), 0.0)
        x = x + step
        moving &= np.abs(step) > np.where(takes, _CLOSE, 2.0 * _EPSILON) * np.maximum(1.0, np.abs(x))
        if not moving.any():
            break
    return x
