"""Drivers in words: what a reader calls them, and the values they take."""

from __future__ import annotations

import math
from collections.abc import Mapping

from revshare.inputs import Unit
from revshare.risk.distributions import (
    Discrete,
    Distribution,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Truncated,
    Uniform,
)
from revshare.risk.drivers import Driver, has_range
from revshare.risk.start import Point

_OF_SOMETHING = ("contracts", "commitments", "capacities", "site", "stakes", "hedges", "uncertainty")
"""Beginnings of names whose label says nothing without its section."""

_PLACES = {-1.0: "low end", -0.5: "halfway down", 0.0: "as it is", 0.5: "halfway up", 1.0: "high end"}


def label_of(driver: Driver) -> str:
    """A driver as a reader calls it: its label without years, after what it belongs to."""
    field = driver.fields[0]
    label = field.label.partition(";")[0]
    head, _, last = label.rpartition(", ")
    if head and (last == "every year" or last.isdigit()):
        label = head
    kind = driver.name.partition(".")[0]
    if kind not in _OF_SOMETHING:
        return label
    first, _, rest = field.section.partition(": ")
    of = first if kind == "contracts" else rest or first
    return f"{of}: {label[:1].lower()}{label[1:]}"


def end_of(driver: Driver, which: str) -> str:
    """The `low` or `high` end of a driver's range: a value, or that of its first and last year."""
    fields = [field for field in driver.fields if has_range(field)]
    ends = [field.input.end(which) for field in fields]
    texts = [worded(end, fields[0].unit) for end in ends]
    if len(set(texts)) == 1:
        return texts[0]
    years = [field.name.rpartition(".")[2] for field in (fields[0], fields[-1])]
    return f"{texts[0]} in {years[0]}, {texts[-1]} in {years[1]}"


def step_of(point: Point, driver: Driver, place: float) -> str:
    """A step of a driver: its value, or the place of all its years in their ranges."""
    if len(point) > 1:
        part = f"{abs(place):.0%} of the way to the {'high' if place > 0 else 'low'} end"
        return _PLACES.get(place, part)
    (value,) = point.values()
    return worded(float(value), driver.fields[0].unit)  # type: ignore[arg-type] # a range is of numbers


def distribution_of(driver: Driver, drawn: Mapping[str, Distribution]) -> str:
    """What a driver is drawn from: its distribution, or those of its first and last year."""
    fields = [field for field in driver.fields if field.name in drawn]
    texts = [in_words(drawn[field.name], field.unit) for field in fields]
    if len(set(texts)) == 1:
        return texts[0]
    years = [field.name.rpartition(".")[2] for field in (fields[0], fields[-1])]
    return f"{texts[0]} in {years[0]}; {texts[-1]} in {years[1]}"


def in_words(distribution: Distribution, unit: Unit) -> str:
    """A distribution with its parameters."""

    def said(value: float) -> str:
        return worded(value, unit)

    match distribution:
        case Pert(low, likeliest, high):
            return f"PERT from {said(low)} to {said(high)}, likeliest {said(likeliest)}"
        case Triangular(low, likeliest, high):
            return f"triangular from {said(low)} to {said(high)}, likeliest {said(likeliest)}"
        case Uniform(low, high):
            return f"uniform from {said(low)} to {said(high)}"
        case Normal(mean, deviation):
            return f"normal, mean {said(mean)}, deviation {said(deviation)}"
        case LogNormal(median, deviation):
            return f"log-normal, median {said(median)}, deviation of the logarithm {deviation:.4g}"
        case Discrete(values, probabilities):
            parts = (
                f"{said(value)} ({100 * chance:.3g}% likely)"
                for value, chance in zip(values, probabilities, strict=True)
            )
            return f"one of {', '.join(parts)}"
        case Truncated(whole, low, high):
            ends = [f"from {said(low)}"] * math.isfinite(low) + [f"to {said(high)}"] * math.isfinite(high)
            return f"{in_words(whole, unit)}, kept {' '.join(ends)}"
    low, high = distribution.ends
    return f"from {said(low)} to {said(high)}"


def labelled(held: Mapping[str, str], drivers: Mapping[str, Driver]) -> dict[str, str]:
    """What did not move and why, as a reader calls it."""
    return {label_of(drivers[name]): why for name, why in held.items()}


def held_in_words(held: Mapping[str, str]) -> list[str]:
    """What did not move and why, those with one reason together."""
    return [
        f"{', '.join(name for name, why in held.items() if why == reason)}: {reason}"
        for reason in dict.fromkeys(held.values())
    ]


def worded(value: float, unit: Unit) -> str:
    """A number as its unit is read."""
    if unit is Unit.FRACTION:
        return f"{value * 100:.4g}%"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.4g}"
