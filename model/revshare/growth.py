"""How a level grows and how annual totals fall on the months (methods: growth)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, Number, flows
from revshare.bounds import not_negative
from revshare.errors import InputError, NoSolutionError
from revshare.one_thread import one_thread

_STEPS = 60
_TOLERANCE = 1e-13
_FEW = 8
"""Up to here paths are spread one by one."""
_SETTLED = 1e-11
"""Step of a logarithm below which many paths together are home: rounding in the system moves them by as much."""


def grow(start: Number, growth: npt.ArrayLike, periods: int, periods_per_year: float = 1.0) -> FloatArray:
    """Levels that start at `start` and grow each period.

    Parameters
    ----------
    start
        Level of the first period; any unit.
    growth
        Annual growth as a fraction (0.5 is 50 %), one number or one per period; the value of period
        ``t`` carries the level from ``t - 1`` to ``t``, so the first is not used.
    periods
        Number of levels to answer, at least 1.
    periods_per_year
        12 for months: each period then grows by ``(1 + growth) ** (1 / 12)``.

    Raises
    ------
    InputError
        If growth is -1 or lower, or there is no period.
    """
    if periods < 1:
        raise InputError(f"periods must be at least 1, got {periods}")
    if periods_per_year <= 0:
        raise InputError(f"periods_per_year must be above 0, got {periods_per_year:g}")
    rates = np.asarray(growth, dtype=np.float64)
    if rates.ndim and rates.shape[-1] not in {1, periods}:
        raise InputError(f"growth has {rates.shape[-1]} values for {periods} periods; give one or {periods}")
    if (rates <= -1.0).any():
        raise InputError(f"growth must be above -1 (a fall of 100 %), got {float(rates.min()):g}")
    factors = np.array(
        np.broadcast_to((1.0 + rates) ** (1.0 / periods_per_year), (*rates.shape[:-1], periods))
    )
    factors[..., 0] = 1.0
    levels: FloatArray = np.asarray(start, dtype=np.float64)[..., None] * np.cumprod(factors, axis=-1)
    return levels


def spread_year(annual_total: float, annual_growth: float) -> FloatArray:
    """Twelve months of constant monthly growth that sum to one annual total.

    The form for one year alone: strung together year by year it breaks at January, see `spread_years`.
    """
    shape = grow(1.0, annual_growth, 12, 12)
    scale = annual_total / float(shape.sum())
    return shape * scale


def spread_years(annual_totals: npt.ArrayLike) -> FloatArray:
    """Spread several annual totals over their months as one smooth path.

    The path is positive, hits every total, and changes its monthly growth as little as possible: it
    minimises the squared second differences of its logarithm subject to the totals. One total alone is
    spread evenly.

    Parameters
    ----------
    annual_totals
        Totals of successive years, all above 0, shape ``(years,)``.

    Returns
    -------
    FloatArray
        Monthly values, shape ``(12 * years,)``, in the unit of the totals.

    Raises
    ------
    InputError
        If a total is missing, zero or negative.
    """
    totals = flows("annual_totals", annual_totals)
    if (totals <= 0).any():
        year = int(np.flatnonzero(totals <= 0)[0])
        raise InputError(f"annual_totals must be above 0, got {totals[year]:g} in year {year + 1}")
    if totals.size == 1:
        return np.full(12, totals[0] / 12.0)
    return _spread(tuple(totals.tolist())).copy()


@lru_cache(maxsize=512)
def _spread(totals: tuple[float, ...]) -> FloatArray:
    """The solved path; a case's scenarios and checks ask for the same totals several times."""
    given = np.array(totals)
    with one_thread():
        months = np.exp(_smooth_logarithms(given / given.mean())).reshape(-1, 12)
    exact: FloatArray = months * (given / months.sum(axis=1))[:, None]
    return exact.ravel()


def spread_with_gaps(totals: FloatArray) -> FloatArray:
    """Spread annual totals over months, run by run between years of nothing.

    `spread_years` needs totals above 0; a line that starts later or ends earlier has years of 0, whose months
    are 0. Many paths that are above 0 throughout are spread together.
    """
    if totals.ndim > 1:
        if len(totals) > _FEW and totals.shape[-1] > 1 and (totals > 0).all():
            with one_thread():
                return _spread_together(totals)
        months = np.zeros((*totals.shape[:-1], 12 * totals.shape[-1]))
        for place, row in enumerate(totals):
            months[place] = spread_with_gaps(row)
        return months
    months = np.zeros(12 * totals.size)
    edges = np.flatnonzero(np.diff(totals > 0, prepend=False, append=False))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        months[12 * first : 12 * last] = spread_years(totals[first:last])
    return months


def _spread_together(totals: FloatArray) -> FloatArray:
    """The same path for many rows of totals, to rounding.

    All rows take the steps of one system, that of their geometric mean, so that a step is one product of
    matrices. Rows that this does not bring home are parted by how much they grow and begin again.
    """
    middle = np.exp(np.log(totals).mean(axis=0))
    scaled = totals / middle.mean()
    roughness, in_year = _conditions(middle.size)
    year_of = in_year.argmax(axis=0)
    y = _smooth_logarithms(middle / middle.mean())
    # Months of a year share its multiplier, and their shares sum to 1.
    multipliers = -in_year @ (roughness @ y)
    weights = np.exp(y)
    shares = in_year * (weights / (in_year @ weights)[year_of])
    descent = -np.linalg.inv(_system(roughness, shares, multipliers)).T
    y, multipliers = y + np.log(totals / middle)[:, year_of], np.tile(multipliers, (len(totals), 1))
    count = y.shape[-1]
    for _ in range(_STEPS // 2):
        weights = np.exp(y)
        sums = weights @ in_year.T
        force = (multipliers / sums)[:, year_of] * weights
        residual = np.concatenate([y @ roughness + force, np.log(sums / scaled)], axis=-1)
        step = residual @ descent
        largest = np.abs(step[:, :count]).max(axis=-1)
        step *= np.minimum(1.0, 1.0 / np.maximum(largest, 1e-300))[:, None]
        y, multipliers = y + step[:, :count], multipliers + step[:, count:]
        home = largest < _SETTLED
        if home.all():
            break
    months = np.exp(y).reshape(len(totals), -1, 12)
    months *= (totals / months.sum(axis=-1))[..., None]
    months = np.asarray(months.reshape(y.shape))
    left = np.flatnonzero(~home)
    by_growth = left[np.argsort(totals[left, -1] / totals[left, 0], kind="stable")]
    for half in np.array_split(by_growth, 2) if left.size else ():
        months[half] = spread_with_gaps(totals[half])
    return months


def _conditions(years: int) -> tuple[FloatArray, FloatArray]:
    """Roughness of a path as a quadratic form, and which months belong to each year."""
    second = np.diff(np.eye(12 * years), n=2, axis=0)
    in_year: FloatArray = np.repeat(np.eye(years), 12, axis=1)
    return second.T @ second, in_year


def _system(roughness: FloatArray, share: FloatArray, multipliers: FloatArray) -> FloatArray:
    """Derivatives of the Lagrange conditions, at the share of each month in its year."""
    force = multipliers @ share
    curvature = np.diag(force) - (share.T * multipliers) @ share
    return np.block([[roughness + curvature, share.T], [share, np.zeros((len(share), len(share)))]])


def _smooth_logarithms(totals: FloatArray) -> FloatArray:
    """Logarithms of the smoothest months that sum to `totals`: Newton on the Lagrange conditions.

    The roughness is ``|D y|^2`` with ``D`` the second difference and ``y`` the logarithms; each year adds
    the condition ``log(sum(exp(y))) = log(total)``, which is better behaved than the sum itself.
    """
    years, count = totals.size, 12 * totals.size
    roughness, in_year = _conditions(years)
    year_of = in_year.argmax(axis=0)
    middles = np.arange(years) * 12 + 5.5
    levels = np.log(totals / 12.0)
    y = np.interp(np.arange(count), middles, levels)
    multipliers = np.zeros(years)
    for _ in range(_STEPS):
        weights = np.exp(y)
        sums = in_year @ weights
        share = in_year * (weights / sums[year_of])
        residual = np.concatenate([roughness @ y + multipliers @ share, np.log(sums / totals)])
        step = np.linalg.solve(_system(roughness, share, multipliers), -residual)
        # A step that would move a month by more than a factor e is shortened; Newton's own near the end.
        length = min(1.0, 1.0 / max(float(np.abs(step[:count]).max()), 1e-300))
        y = y + length * step[:count]
        multipliers = multipliers + length * step[count:]
        if float(np.abs(step[:count]).max()) < _TOLERANCE * max(1.0, float(np.abs(y).max())):
            return y
    if float(np.abs(step[:count]).max()) < 1e-9:
        return y
    raise NoSolutionError(
        "no smooth monthly path found for these annual totals; check them for a slipped unit"
    )


def fade(start_growth: Number, end_growth: Number, decay: Number, periods: int) -> FloatArray:
    """Growth that falls, or rises, exponentially from `start_growth` towards `end_growth`.

    Parameters
    ----------
    start_growth, end_growth
        Growth of the first period and in the long run, fractions.
    decay
        Speed per period, 0 or more: the distance to the end shrinks by the factor ``exp(-decay)``.
    periods
        Number of rates, at least 1; shape of the answer ``(..., periods)``.
    """
    if periods < 1:
        raise InputError(f"periods must be at least 1, got {periods}")
    speed = not_negative("decay", decay)[..., None]
    end = np.asarray(end_growth, dtype=np.float64)[..., None]
    distance = np.asarray(start_growth)[..., None] - end
    return np.asarray(end + distance * np.exp(-speed * np.arange(periods)))


def run_rate(monthly: FloatArray) -> FloatArray:
    """Annual run-rate: twelve times each month. It is a pace, not revenue."""
    return 12.0 * monthly


def cagr(first: float, last: float, years: float) -> float:
    """Compound annual growth from `first` to `last`, both above 0."""
    if first <= 0 or last <= 0:
        raise InputError(f"growth needs both ends above 0, got {first:g} and {last:g}")
    if years <= 0:
        raise InputError(f"years must be above 0, got {years:g}")
    return float(np.power(last / first, 1.0 / years) - 1.0)
