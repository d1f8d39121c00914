"""What a fact states, counted in the unit of a case: only where the words of the two units allow it."""

from __future__ import annotations

import re

from revshare.facts import Fact
from revshare.inputs import Unit

YEAR = "year"
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
UNITS = {"fraction": Unit.FRACTION, "calendar year": YEAR, "GW": Unit.GIGAWATTS}
"""First words of a fact's unit, and what a case calls it; money is told apart by its currency and scale."""

Span = tuple[float | None, float | None]
"""Smallest and largest value that agree with a fact; None where it is open, as in "over" and "up to"."""


def stated(one: Fact, unit: str) -> Span | None:
    """What a fact states, in another unit; None if it gives no number or the units have nothing in common.

    Parameters
    ----------
    unit
        The unit wanted: currency and scale such as ``USD million``, ``fraction``, ``GW`` or ``year``.
    """
    factor = _factor(one.unit, unit)
    if factor is None or is_in_words(one):
        return None
    is_bound = one.low is not None or one.high is not None
    low, high = (one.low, one.high) if is_bound else (one.value, one.value)
    return None if low is None else low * factor, None if high is None else high * factor


def is_in_words(one: Fact) -> bool:
    """Whether a fact gives no number, such as "billions"."""
    return one.value is None and one.low is None and one.high is None


def _factor(said: str, unit: str) -> float | None:
    """What one of a fact's unit is in another; None if they cannot be converted."""
    if "order of magnitude" in said:
        return None
    given, wanted = _money(said), _money(unit)
    if given and wanted:
        return given[1] / wanted[1] if given[0] == wanted[0] else None
    return 1.0 if any(said.startswith(words) and unit == name for words, name in UNITS.items()) else None


def _money(unit: str) -> tuple[str, float] | None:
    """Currency and scale of a unit such as ``USD million / year``."""
    found = re.match(rf"([A-Z]{{3}})(?: ({'|'.join(SCALES)}))?\b", unit)
    return (found[1], SCALES.get(found[2], 1.0)) if found else None
