"""What tells two cases apart, and what that does to the headline figures (methods: differences)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray, ratio
from revshare.inputs import Field, Unit, Value
from revshare.inputs_table import InputsTable
from revshare.lines import Kind, Projection
from revshare.path import path_of
from revshare.risk.start import Start
from revshare.scenarios import changes
from revshare.structure import structure_of
from revshare.uncertainty import is_parameter

LAST_DIGIT = 1e-12
"""Numbers this close, relative, are the same: programs that save a workbook may round the last digit."""

IN_FORCE = "in force"
STRUCTURE = "structure"
PARTS = {
    "low": "smallest",
    "high": "largest",
    "basis": "basis",
    "fact": "fact",
    "as_of": "as of",
    "note": "note",
}
"""Parts of an input besides its value, and what the inputs sheet calls them."""

HEADLINE = ("revenue", "share.*", "contribution", "operating_profit", "cash_flow")
"""Lines set beside each other, in this order; ``share.*`` stands for the share of each partner."""

FIRST_PROFIT = "first_profitable_year"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that two cases say differently.

    Parameters
    ----------
    name
        Dotted name of the input, or of a row of structure.
    part
        Which part of it: the value in force, ``base``, ``scenario ...``, ``own``, an end of its range, its source,
        or ``structure``.
    label, unit
        The input in words, and its unit.
    first, second
        What each says; None where it says nothing.
    """

    name: str
    part: str
    label: str
    unit: str
    first: Value | None
    second: Value | None


@dataclass(frozen=True)
class Figure:
    """A headline figure of two cases over the years that both have.

    Parameters
    ----------
    unit
        Money as the cases state it, ``fraction`` or ``year``.
    first, second
        The figure of each: over all common years, or a calendar year; NaN where it does not exist.
    first_by_year, second_by_year
        The same for each common year; empty for a figure of the whole path.
    is_comparable
        Whether both are in the same money, so that one can be taken from the other.
    """

    name: str
    label: str
    unit: str
    first: float
    second: float
    first_by_year: FloatArray
    second_by_year: FloatArray
    is_comparable: bool = True

    @property
    def difference(self) -> float:
        """Second less first; NaN where one does not exist or the money is not the same."""
        return self.second - self.first if self.is_comparable else math.nan

    @property
    def difference_by_year(self) -> FloatArray:
        """Second less first by year."""
        return (self.second_by_year - self.first_by_year) * (1.0 if self.is_comparable else math.nan)

    @property
    def relative(self) -> float:
        """Difference over the size of the first; NaN where that is zero or the figure is a calendar year."""
        if self.unit == "year" or not self.first:
            return math.nan
        return self.difference / abs(self.first)


@dataclass(frozen=True)
class Differences:
    """All that tells a second case from a first.

    Parameters
    ----------
    notes
        What the two do not have in common, one sentence each: years, partners, money, the chosen scenario.
    years
        Calendar years that both have.
    in_force
        Inputs whose value in force is not the same: these move the figures.
    elsewhere
        What else differs: how drivers vary, columns that are not chosen, ranges, sources and structure.
    figures
        The headline figures of both.
    """

    notes: tuple[str, ...]
    years: tuple[int, ...]
    in_force: tuple[Change, ...]
    elsewhere: tuple[Change, ...]
    figures: tuple[Figure, ...]

    @property
    def is_none(self) -> bool:
        """Whether the two say the same, so that their figures are the same."""
        return not (self.notes or self.in_force or self.elsewhere)


def differences(first: InputsTable, second: InputsTable) -> Differences:
    """Set two cases beside each other, each under the scenario it has chosen.

    Inputs are matched by their dotted names and partners by their keys. Figures cover the years that both have.
    """
    years = common_years(first, second)
    values = list(_in_force(first, second))
    told = {(change.name, str(change.first), str(change.second)) for change in values}
    others = (*_columns(first, second), *_sources(first, second), *_structure(first, second))
    return Differences(
        notes=tuple(_notes(first, second, years)),
        years=years,
        in_force=tuple(change for change in values if not is_parameter(change.name)),
        elsewhere=(
            *(change for change in values if is_parameter(change.name)),
            *(
                change
                for change in others
                if (change.name, str(change.first), str(change.second)) not in told
            ),
        ),
        figures=tuple(_figures(first, second, years)),
    )


def common_years(first: InputsTable, second: InputsTable) -> tuple[int, ...]:
    """Calendar years that both cases have."""
    others = second.case.timeline.years
    return tuple(year for year in first.case.timeline.years if year in others)


def projected(table: InputsTable) -> Projection:
    """A case under the scenario its table has chosen."""
    return Start.of(table).project({})


def same(first: object, second: object) -> bool:
    """Whether two values say the same, up to the last digit."""
    numbers = [isinstance(value, float | int) and not isinstance(value, bool) for value in (first, second)]
    if all(numbers):
        return math.isclose(first, second, rel_tol=LAST_DIGIT, abs_tol=0.0)  # type: ignore[arg-type]
    return type(first) is type(second) and first == second


def _notes(first: InputsTable, second: InputsTable, years: tuple[int, ...]) -> Iterator[str]:
    one, other = first.case, second.case
    if first.scenario != second.scenario:
        yield f"the scenario chosen is {first.scenario} in A and {second.scenario} in B"
    spans = [f"{case.first_year} to {case.last_year}" for case in (one, other)]
    if spans[0] != spans[1]:
        common = f"{years[0]} to {years[-1]} is" if years else "no year is"
        yield f"A covers {spans[0]} and B {spans[1]}; {common} compared"
    if one.money != other.money:
        yield f'A is in "{one.money}" and B in "{other.money}"; amounts are shown and not subtracted'
    for here, there, name in ((one, other, "B"), (other, one, "A")):
        missing = [item.label for key, item in here.partners.items() if key not in there.partners]
        if missing:
            yield f"{name} has no partner {', '.join(missing)}"


def _known(first: InputsTable, second: InputsTable) -> tuple[dict[str, Field], dict[str, Field], list[str]]:
    """Inputs of each by name, and all names in the order of the inputs sheet."""
    here, there = Start.of(first).fields, Start.of(second).fields
    return here, there, list(dict.fromkeys([*here, *there]))


def _in_force(first: InputsTable, second: InputsTable) -> Iterator[Change]:
    here, there, names = _known(first, second)
    values = Start.of(first).values, Start.of(second).values
    for name in names:
        yield from _change(here, there, name, IN_FORCE, values[0].get(name), values[1].get(name))  # type: ignore[arg-type]


def _columns(first: InputsTable, second: InputsTable) -> Iterator[Change]:
    """What the columns of the inputs sheet say: base, each scenario, the user's own."""
    here, there, names = _known(first, second)
    both = [name for name in names if name in here and name in there]
    for name in both:
        yield from _change(here, there, name, "base", here[name].input.value, there[name].input.value)
    for scenario in dict.fromkeys([*first.case.scenarios, *second.case.scenarios]):
        columns = [
            changes(table.case, scenario) if scenario in table.case.scenarios else {}
            for table in (first, second)
        ]
        for name in both:
            part = f"scenario {scenario}"
            yield from _change(here, there, name, part, columns[0].get(name), columns[1].get(name))
    for name in both:
        yield from _change(here, there, name, "own", first.own.get(name), second.own.get(name))


def _sources(first: InputsTable, second: InputsTable) -> Iterator[Change]:
    """Ranges, sources and reasons of the inputs that both have."""
    here, there, names = _known(first, second)
    for name in names:
        if name in here and name in there:
            for part, words in PARTS.items():
                sides = (getattr(side[name].input, part) for side in (here, there))
                yield from _change(here, there, name, words, *(_spoken(value) for value in sides))


def _spoken(value: Value | None) -> Value | None:
    """An empty text is no text; a basis is its word."""
    return str(value) or None if isinstance(value, str) else value


def _structure(first: InputsTable, second: InputsTable) -> Iterator[Change]:
    rows = [
        {name: (value, meaning) for name, value, meaning in structure_of(t.case)} for t in (first, second)
    ]
    for name in dict.fromkeys([*rows[0], *rows[1]]):
        (one, meaning), (other, other_meaning) = (row.get(name, (None, "")) for row in rows)
        if not same(one, other):
            yield Change(name, STRUCTURE, meaning or other_meaning, "", one, other)


def _change(
    here: Mapping[str, Field],
    there: Mapping[str, Field],
    name: str,
    part: str,
    first: Value | None,
    second: Value | None,
) -> Iterator[Change]:
    if not same(first, second):
        field = here.get(name) or there[name]
        yield Change(name, part, field.label, field.unit.value, first, second)


def _figures(first: InputsTable, second: InputsTable, years: tuple[int, ...]) -> Iterator[Figure]:
    sides = projected(first), projected(second)
    for wanted in HEADLINE:
        stem = wanted.removesuffix("*")
        names = dict.fromkeys(name for side in sides for name in side.lines if name.startswith(stem))
        for name in names if wanted != stem else (wanted,):
            yield figure(*sides, name, years)
    profit = [path_of(side).first_profitable_year for side in sides]
    one, other = (math.nan if year is None else float(year) for year in profit)
    none = np.empty(0)
    yield Figure(FIRST_PROFIT, "First year of operating profit", "year", one, other, none, none)


def figure(first: Projection, second: Projection, name: str, years: tuple[int, ...]) -> Figure:
    """One line of two projections, which at least one of them has."""
    sides = (first, second)
    line = next(side.line(name) for side in sides if name in side.lines)
    is_ratio = line.kind is Kind.RATIO
    money = [side.case.money for side in sides]
    return Figure(
        name=name,
        label=line.label,
        unit=Unit.FRACTION.value if is_ratio else " | ".join(dict.fromkeys(money)),
        first=total(first, name, years),
        second=total(second, name, years),
        first_by_year=_by_year(first, name, years),
        second_by_year=_by_year(second, name, years),
        is_comparable=is_ratio or money[0] == money[1],
    )


def total(projection: Projection, name: str, years: tuple[int, ...]) -> float:
    """A line over some years, totalled as its kind asks; NaN where it does not exist."""
    if name not in projection.lines or not years:
        return math.nan
    line = projection.line(name)
    match line.kind:
        case Kind.FLOW:
            return float(_by_year(projection, name, years).sum())
        case Kind.STOCK:
            return float(_by_year(projection, name, years)[-1])
        case Kind.RATIO:
            return float(ratio(*(np.asarray(total(projection, part, years)) for part in line.over)))


def _by_year(projection: Projection, name: str, years: tuple[int, ...]) -> FloatArray:
    if name not in projection.lines:
        return np.full(len(years), math.nan)
    known = projection.case.timeline.years
    return projection.by_year(name)[..., [known.index(year) for year in years]]
