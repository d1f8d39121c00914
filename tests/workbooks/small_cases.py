"""Small cases whose reports are quick to write: one product, one cloud, few years."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from tests.model.conftest import TINY, assumed, every

from revshare.case import Case
from revshare.case_file import case_from

FIRST_YEAR = 2026


def by_year(values: Sequence[float]) -> dict[str, Any]:
    """An input for each year."""
    return {str(FIRST_YEAR + place): assumed(float(value)) for place, value in enumerate(values)}


def terms_as_inputs(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Terms of a contract as a case file states them."""
    return {name: assumed(value) for name, value in terms.items()}


def small_case(
    contract: Mapping[str, Any],
    *,
    revenue: Sequence[float] = (1000.0,),
    cost_ratio: Sequence[float] = (0.6,),
    rival: tuple[str, float] = ("revenue_share", 0.2),
    partner: Mapping[str, Any] | None = None,
    **tables: Any,
) -> Case:
    """A case that sells everything through one cloud.

    Parameters
    ----------
    revenue, cost_ratio
        Of each year.
    partner
        Keys of the partner beside what it covers.
    tables
        Tables of the case file that replace those of the small case.
    """
    found = copy.deepcopy(TINY)
    found["first_year"], found["last_year"] = FIRST_YEAR, FIRST_YEAR + len(revenue) - 1
    found["revenue"] = {"measure": "total", "annual": by_year(revenue)}
    product = {"label": "API", "share": every(1.0), "channels": {"cloud": every(1.0)}}
    found["products"] = {"api": {**product, "cost_ratio": by_year(cost_ratio)}}
    found["partners"]["cloud"] |= dict(partner or {})
    found["contracts"] = {"cloud": terms_as_inputs(contract)}
    kind, rate = rival
    found["rival"] |= {"kind": assumed(kind), "rate": assumed(rate)}
    return case_from(found | tables, lambda key: f"small: {key}")
