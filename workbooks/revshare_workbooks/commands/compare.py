"""``revshare compare``: the headline figures of several cases side by side, and where two deals cost the same."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revshare.compare import break_even, revenue_break_even
from revshare.errors import InputError, NotApplicableError
from revshare.headline import break_even_of, flat_deal
from revshare.lines import Kind, Projection
from revshare.meetings import BreakEven, Cheaper, Status
from revshare.path import path_of
from revshare.risk.duel import LESS, LESS_IN_ALL, duel
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.commands.sensitivity import subject
from revshare_workbooks.tables import (
    Column,
    Content,
    Form,
    Origin,
    Table,
    check_name,
    figure,
    hand_out,
    scenarios_of,
)
from revshare_workbooks.terminal import progress

NAME = "Compare"
LINES = (
    "covered",
    "partner_share",
    "effective_rate",
    "contribution",
    "gross_margin",
    "margin_after_share",
    "operating_profit",
    "cumulative_cash",
)
ALL = "all"
"""What stands for the whole horizon where a year would."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A figure of each case; None where a case has none."""

    label: str
    year: str
    unit: str
    form: Form
    values: Sequence[Content]
    note: str = ""


def run(options: argparse.Namespace) -> int:
    """Hand out the figures of every case, for all years and by year, and how each deal meets the first."""
    check_name(options.out)
    if len(options.cases) < 2:
        raise InputError("name two cases or more to compare")
    opened = [open_case(name, options.scenario) for name in options.cases]
    deals = _Deals(opened, _names(options.cases, opened))
    rows = [*deals.totals(), *deals.break_evens()]
    if options.paths is not None:
        rows += deals.chances(options.paths, options.seed, options.scenario)
    rows += deals.years()
    drawn = f"{options.paths:,} paths, seed {options.seed}" if options.paths else ""
    table = Table(
        NAME,
        " against ".join(deals.names),
        deals.about,
        (
            *(Column(name) for name in ("figure", "years", "unit")),
            *(Column(name, form=Form.NUMBER) for name in deals.names),
            Column("note"),
        ),
        tuple((row.label, row.year, row.unit, *row.values, row.note) for row in rows),
        Origin.of(*opened, more=drawn),
        tuple(row.form for row in rows),
    )
    hand_out(table, options.out)
    return 0


def _names(typed: Sequence[str], opened: Sequence[Source]) -> list[str]:
    """What the cases are called: by their names, or numbered as typed where two have one name."""
    names = [source.case.name for source in opened]
    if len(set(names)) == len(names):
        return names
    return [f"{number}: {Path(name).name}" for number, name in enumerate(typed, start=1)]


class _Deals:
    """Several cases under one scenario, the first of them the one that the others are set against."""

    def __init__(self, opened: Sequence[Source], names: Sequence[str]) -> None:
        self.opened, self.names = opened, list(names)
        self.projections = [source.project() for source in opened]
        self.moneys = [source.case.money for source in opened]
        self.money = self.moneys[0] if len(set(self.moneys)) == 1 else "money of each"
        self.spans = [source.case.timeline.years for source in opened]

    @property
    def about(self) -> str:
        """Under which scenario, and what stands in the way of a comparison."""
        said = [f"{scenarios_of(self.opened)} scenario"]
        if len(set(self.spans)) > 1:
            spans = (
                f"{name} {span[0]} to {span[-1]}" for name, span in zip(self.names, self.spans, strict=True)
            )
            said.append(f"years differ: {', '.join(spans)}; 'all' is all years of each")
        if len(set(self.moneys)) > 1:
            moneys = (f"{name} {money}" for name, money in zip(self.names, self.moneys, strict=True))
            said.append(f"money differs and is not converted: {', '.join(moneys)}")
        return "; ".join(said)

    def totals(self) -> Iterator[_Row]:
        """Every headline line over the horizon, and the path to profitability."""
        for line in LINES:
            yield self._line(line, ALL, [figure(one.total(line)) for one in self.projections])
        paths = [path_of(one) for one in self.projections]
        yield self._of_paths("Peak funding need", self.money, Form.MONEY, [one.peak_funding for one in paths])
        years = [one.first_profitable_year for one in paths]
        yield self._of_paths("First year of operating profit", "year", Form.YEAR, years)

    def years(self) -> Iterator[_Row]:
        """Every headline line by year, over the years of any case."""
        for line in LINES:
            for year in sorted({year for span in self.spans for year in span}):
                yield self._line(line, str(year), [_in_year(one, line, year) for one in self.projections])

    def _line(self, line: str, years: str, values: Sequence[Content]) -> _Row:
        first = self.projections[0].line(line)
        ratio = first.kind is Kind.RATIO
        form, unit = (Form.FRACTION, "fraction") if ratio else (Form.MONEY, self.money)
        return _Row(first.label, years, unit, form, values)

    def _of_paths(self, label: str, unit: str, form: Form, values: Sequence[float | None]) -> _Row:
        never = [name for name, value in zip(self.names, values, strict=True) if value is None]
        return _Row(label, ALL, unit, form, values, f"not reached: {', '.join(never)}" if never else "")

    def break_evens(self) -> Iterator[_Row]:
        """Where each deal costs the lab the same as the first, on the revenue that the first covers."""
        for place in range(1, len(self.projections)):
            yield from self._meetings(place)

    def _meetings(self, place: int) -> Iterator[_Row]:
        one, other = self.projections[0], self.projections[place]
        keys = [next(iter(projection.contracts)) for projection in (one, other)]
        a, b = (projection.contracts[key] for projection, key in zip((one, other), keys, strict=True))
        flow, timeline = one.waterfalls[keys[0]], one.case.timeline
        revenue, cost = np.asarray(flow.revenue), np.asarray(flow.cost)
        pair = (self.names[0], self.names[place])
        who = " and ".join(
            f"{projection.case.partners[key].label} in {name}"
            for projection, key, name in zip((one, other), keys, pair, strict=True)
        )

        def row(label: str, unit: str, form: Form, value: float, note: str) -> _Row:
            values: list[Content] = [None] * len(self.projections)
            values[place] = figure(value)
            return _Row(label, ALL, unit, form, values, note)

        found = _or_none(lambda: break_even(a, b, revenue, timeline))
        label = "Break-even cost ratio, covered dollar"
        low = math.nan if found is None else found.low
        yield row(label, "fraction", Form.FRACTION, low, f"{who}: {_words(found, pair, 'cost ratio')}")
        yield row("  as a gross margin", "fraction", Form.FRACTION, 1.0 - low, "before the share")
        at = break_even_of(flat_deal(one, keys[0]), flat_deal(other, keys[1]))
        note = "average rates, each on the part of revenue it covers" + ("; none" if math.isnan(at) else "")
        yield row("Break-even cost ratio, company", "fraction", Form.FRACTION, at, note)
        found = _or_none(lambda: revenue_break_even(a, b, revenue, cost, timeline))
        covered = (math.nan if found is None else found.low) * float(revenue.sum())
        label, said = "Break-even covered revenue", _words(found, pair, "revenue")
        yield row(label, one.case.money, Form.MONEY, covered, f"{said}, at the cost ratio of {pair[0]}")

    def chances(self, paths: int, seed: int, scenario: str | None) -> Iterator[_Row]:
        """How often the first deal costs the lab less than each other one, path by path."""
        for place in range(1, len(self.opened)):
            label = "Chance of the lower partner share"
            if self.spans[place] != self.spans[0] or self.moneys[place] != self.moneys[0]:
                note = f"not comparable with {self.names[place]} path by path: other years or money"
                yield self._chance(label, ALL, place, None, note)
                continue
            sources = (subject(self.opened[0]), subject(self.opened[place]))
            with progress("paths", paths) as told:
                found = duel(*sources, paths=paths, seed=seed, scenario=scenario, progress=told)
            note = f"{self.names[0]} below {self.names[place]} on the same {found.paths:,} random paths"
            yield self._chance(label, ALL, place, figure(found.chances[LESS_IN_ALL][0]), note)
            for year, chance in zip(found.years, found.chances[LESS], strict=True):
                yield self._chance(label, str(year), place, figure(chance))

    def _chance(self, label: str, year: str, place: int, chance: Content, note: str = "") -> _Row:
        values: list[Content] = [None] * len(self.opened)
        values[place] = chance
        return _Row(label, year, "fraction", Form.FRACTION, values, note)


def _in_year(projection: Projection, line: str, year: int) -> Content:
    years = projection.case.timeline.years
    return figure(projection.by_year(line)[years.index(year)]) if year in years else None


def _or_none(solve: Callable[[], BreakEven]) -> BreakEven | None:
    """A break-even; None where there is no revenue to compare on."""
    try:
        return solve()
    except NotApplicableError:
        return None


def _words(found: BreakEven | None, names: tuple[str, str], what: str) -> str:
    """A break-even in words: whether there is one, and who is cheaper on either side."""
    if found is None:
        return "no revenue to compare on"
    who = {Cheaper.A: names[0], Cheaper.B: names[1], Cheaper.EQUAL: "neither"}
    below, above = who[found.cheaper_below], who[found.cheaper_above]
    match found.status:
        case Status.NONE:
            return f"none, {above} costs less at every {what}"
        case Status.INTERVAL if below == above == "neither" and found.low <= 0:
            return f"the same at every {what}"
        case Status.INTERVAL:
            end = "on" if math.isinf(found.high) else f"to {found.high:.4g}"
            return f"the same from {found.low:.4g} {end}; {below} costs less below, {above} above"
        case Status.CROSSING:
            return f"a jump: {below} costs less below, {above} above"
    return f"{below} costs less below, {above} above"
