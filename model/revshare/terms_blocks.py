"""Deals given as terms blocks, set on a model's months: what cells and scripts ask of whole contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np

from revshare import compare
from revshare.arrays import FloatArray
from revshare.contracts.checks import warnings
from revshare.contracts.contract import Contract, Kind, contract_from
from revshare.contracts.waterfall import COLUMNS, Waterfall, waterfall
from revshare.errors import InputError, ModelError, TermsError
from revshare.timeline import Timeline

Terms: TypeAlias = Mapping[str, object]

CALENDAR_YEARS = frozenset({"calendar_year", "fiscal_year"})
ANY_JANUARY = date(2001, 1, 1)
"""Start of a model whose contract looks at no date; every month of it is covered."""


def run(
    terms: Terms,
    revenue: FloatArray,
    cost: FloatArray,
    start: date | None = None,
    reciprocal_share: FloatArray | None = None,
) -> Waterfall:
    """Run a contract given by its terms through the order of operations.

    Parameters
    ----------
    revenue, cost
        Money per month, shape ``(..., T)``.
    start
        First day of the first month; the month in which the contract starts if left out.
    reciprocal_share
        What the partner owes the lab on its own revenue, money per month.

    Raises
    ------
    InputError
        If the terms look at the calendar and neither `start` nor the terms say when the model starts.
    """
    timeline = months((terms,), revenue.shape[-1], start)
    return waterfall(contract_from(terms), revenue, cost, timeline, reciprocal_share=reciprocal_share)


def months(blocks: Sequence[Terms], count: int, start: date | None = None) -> Timeline:
    """Set terms blocks on `count` months, from `start` or the month in which the first contract starts.

    Raises
    ------
    InputError
        If a date is needed and none is given, or `start` is not the first of a month.
    """
    starts = [contract_from(terms).term.start for terms in blocks]
    if start is not None:
        if start.day != 1:
            raise InputError(f"start_date must be the first of a month, got {start.isoformat()}")
        return Timeline(start, count)
    if any(starts):
        return Timeline(min(day for day in starts if day).replace(day=1), count)
    dated = [
        key for terms in blocks for key, value in terms.items() if key == "end" or value in CALENDAR_YEARS
    ]
    if dated:
        raise InputError(f"{dated[0]} looks at the calendar; give start in the terms, or start_date")
    return Timeline(ANY_JANUARY, count)


def column(result: Waterfall, name: str) -> FloatArray:
    """One stage's series by name; the room under a cap is nan where there is none.

    Raises
    ------
    InputError
        If there is no stage of that name, listing those there are.
    """
    series = result.column(name)
    return np.where(np.isinf(series), np.nan, series)


def table(result: Waterfall) -> dict[str, FloatArray]:
    """Every stage of one contract by name, after the number of the period."""
    periods = np.arange(1, result.timeline.months + 1, dtype=np.float64)
    return {"period": periods} | {name: column(result, name) for name in COLUMNS}


def break_even(
    revenue: FloatArray, terms_a: Terms, terms_b: Terms, discount_rate: float = 0.0
) -> dict[str, object]:
    """Where two deals cost the lab the same, line by line; a stretch without an end has none (nan)."""
    found = compare.break_even(
        contract_from(terms_a),
        contract_from(terms_b),
        revenue,
        months((terms_a, terms_b), revenue.shape[-1]),
        discount_rate=discount_rate,
    )
    return {
        "status": found.status,
        "low": found.low,
        "high": found.high if np.isfinite(found.high) else np.nan,
        "cheaper_below": found.cheaper_below,
        "cheaper_above": found.cheaper_above,
    }


def break_even_cost_ratio(
    revenue: FloatArray,
    profit: Terms | float,
    share: Terms | float,
    profit_coverage: float | None = None,
    revenue_coverage: float | None = None,
) -> float:
    """Cost ratio at which a profit share and a revenue share cost the lab the same.

    Parameters
    ----------
    revenue
        Company revenue, money per month, shape ``(T,)``.
    profit, share
        A flat rate, or terms.
    profit_coverage, revenue_coverage
        Fraction of revenue each deal applies to; that of its terms, or 1, if left out.

    Raises
    ------
    NotApplicableError
        If they never cost the same.
    """
    if isinstance(profit, float) and isinstance(share, float):
        coverages = (1.0 if part is None else part for part in (profit_coverage, revenue_coverage))
        return compare.headline_break_even(profit, share, *coverages)
    blocks = (
        _deal("profit_terms", profit, Kind.PROFIT_SHARE, "profit_coverage", profit_coverage),
        _deal("revenue_terms", share, Kind.REVENUE_SHARE, "revenue_coverage", revenue_coverage),
    )
    timeline = months(blocks, revenue.shape[-1])
    a, b = map(contract_from, blocks)
    return compare.break_even(a, b, revenue, timeline).cost_ratio


def equivalent_rate(
    revenue: FloatArray, cost: FloatArray, terms_a: Terms, terms_b: Terms, discount_rate: float = 0.0
) -> float:
    """Flat rate at which deal b, its other terms kept, costs the present value of deal a.

    Raises
    ------
    NoSolutionError
        If no rate from 0 to 1 does.
    """
    flat = {key: value for key, value in terms_b.items() if key not in {"tiers", "ramp"}} | {"rate": 0.0}
    return compare.equivalent_rate(
        contract_from(terms_a),
        contract_from(flat),
        revenue,
        cost,
        months((terms_a, flat), revenue.shape[-1]),
        discount_rate=discount_rate,
    )


def first_problem(terms: Terms) -> str:
    """Answer "ok", or the first fault or warning of a terms block in words."""
    try:
        found: list[str] = warnings(contract_from(terms))
    except ModelError as fault:
        return str(fault)
    return f"warning: {found[0]}" if found else "ok"


def _deal(name: str, given: Terms | float, kind: Kind, coverage_name: str, coverage: float | None) -> Terms:
    """Terms of one side of the headline comparison, with its coverage."""
    terms: dict[str, object] = (
        {"kind": kind.value, "rate": given} if isinstance(given, float) else dict(given)
    )
    found: Contract = contract_from(terms)
    if (found.kind is Kind.PROFIT_SHARE) != (kind is Kind.PROFIT_SHARE):
        raise TermsError(f"{name} is a {found.kind}; set kind to {kind}")
    if coverage is not None:
        if "coverage" in terms:
            raise TermsError(f"{coverage_name} and the coverage in {name} contradict; keep one")
        terms["coverage"] = coverage
    return terms
