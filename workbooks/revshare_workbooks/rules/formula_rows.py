"""One formula along a row or a column: cells that break ranks, and values typed over formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.forms import Form, Place
from revshare_workbooks.rules.headers import Zone
from revshare_workbooks.rules.rule import Finding, must

LEAST = 3
"""Formulas alike that make a row."""
LEAST_AROUND = 4
"""Formulas alike around an odd cell, outside the columns of periods."""
SHOWN = 70
"""Characters of a formula in a message."""

_TOTALS = {"SUM", "SUBTOTAL", "AVERAGE", "AGGREGATE", "MAX", "MIN", "COUNT"}


@dataclass(frozen=True)
class Odd:
    """Cells of a row or column that do not hold the formula of the others."""

    sheet: AuditedSheet
    places: tuple[Place, ...]
    main: Form

    @property
    def form(self) -> Form | None:
        """Formula they hold instead; None for a value or nothing."""
        return self.sheet.forms.get(self.places[0])

    @property
    def blank(self) -> bool:
        """Whether they hold nothing."""
        return self.places[0] not in self.sheet.cells


@must(
    "formula-row",
    "One formula along each row of periods, and along every other row or column of formulas alike",
    why="A row is read, checked and changed as one formula; the cell that differs is where the mistakes of hand-made "
    "models sit, and no total shows it.",
    cure="Copy the formula of the cells beside it into the cell named. If it must differ, give it a row of its own.",
)
def formula_row(book: Audited) -> Iterator[Finding]:
    """Find formulas, and gaps, that break a row of formulas alike."""
    for odd in _odd(book):
        if odd.blank:
            yield Finding(odd.sheet.at(*odd.places), f"is empty; its row holds {short(odd.main.sample)}")
        elif odd.form:
            here = odd.sheet.formulas[odd.places[0]]
            yield Finding(
                odd.sheet.at(*odd.places), f"holds {short(here)}; the others hold {short(odd.main.sample)}"
            )


@must(
    "value-over-formula",
    "No value typed over a cell of a row or column of formulas",
    why="A number pasted over a formula stays as it is when the inputs change, and looks like any other result.",
    cure="Copy the formula of the cells beside it back; put the value among the inputs if it is one.",
)
def value_over_formula(book: Audited) -> Iterator[Finding]:
    """Find values in the midst of formulas alike."""
    for odd in _odd(book):
        if not odd.blank and not odd.form:
            value = odd.sheet.shown.get(odd.places[0])
            found = f"holds the value {value!r}; the others hold {short(odd.main.sample)}"
            yield Finding(odd.sheet.at(*odd.places), found)


def _odd(book: Audited) -> Iterator[Odd]:
    for sheet in book.sheets:
        if sheet.formulas:
            yield from _in_sheet(sheet)


def _in_sheet(sheet: AuditedSheet) -> Iterator[Odd]:
    forms = sheet.forms
    for row, columns in sheet.rows.items():
        if not any((row, column) in forms for column in columns):
            continue
        zones = [zone for zone in sheet.zones if zone.holds(row)]
        for zone in zones:
            yield from _in_zone(sheet, row, zone)
        outside = [c for c in columns if not any(c in zone.periods for zone in zones)]
        yield from _islands(sheet, [(row, column) for column in outside], _next_column, around=1)
    by_column: dict[int, list[Place]] = {}
    for place in sorted(sheet.cells):
        by_column.setdefault(place[1], []).append(place)
    for places in by_column.values():
        alone = [place for place in places if not _in_a_row(sheet, place)]
        yield from _islands(sheet, alone, _next_row, around=2)


def _in_zone(sheet: AuditedSheet, row: int, zone: Zone) -> Iterator[Odd]:
    """Find what breaks the formula of a row of periods; its first period may differ, as an opening does."""
    forms = {column: sheet.forms[row, column] for column in zone.periods if (row, column) in sheet.forms}
    counts = Counter(forms.values()).most_common(1)
    if not counts or counts[0][1] < LEAST or 2 * counts[0][1] <= len(zone.periods):
        return
    main = counts[0][0]
    held = [column for column, form in sorted(forms.items()) if form is main]
    last = zone.last_column if zone.monthly else held[-1]
    wrong = [
        (row, column)
        for column in sorted(zone.periods)
        if forms.get(column) is not main
        and (held[0] < column <= last or (column > zone.first_column and (row, column) in sheet.formulas))
    ]
    for _, places in groupby(wrong, key=lambda place: (forms.get(place[1]), place in sheet.cells)):
        for run in _runs(list(places)):
            yield Odd(sheet, run, main)


def _runs(places: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """Cut places of a row where a column lies between them."""
    for _, run in groupby(enumerate(places), key=lambda item: item[1][1] - item[0]):
        yield tuple(place for _, place in run)


def _islands(
    sheet: AuditedSheet, places: Iterable[Place], following: Callable[[Place], Place], *, around: int
) -> Iterator[Odd]:
    """Find one or two cells between formulas alike, or behind them with the same functions on other cells."""
    for line in _lines(places, following):
        runs = [(kind, tuple(run)) for kind, run in groupby(line, key=sheet.forms.get)]
        often = Counter(kind for kind, _ in runs)
        for at, (kind, run) in enumerate(runs[1:], start=1):
            before, main = len(runs[at - 1][1]), runs[at - 1][0]
            if main is None or len(run) > 2 or (kind is None and not sheet.constant(run[0])):
                continue
            after = len(runs[at + 1][1]) if at + 1 < len(runs) and runs[at + 1][0] is main else 0
            between = min(before, after) >= around and before + after >= LEAST_AROUND
            behind = at + 1 == len(runs) and len(run) == 1 and kind is not None and before >= LEAST_AROUND
            once = kind is None or (often[kind] == 1 and not _is_total(kind))
            if (between and once) or ((between or behind) and kind and _alike(kind, main)):
                yield Odd(sheet, run, main)


def _lines(places: Iterable[Place], following: Callable[[Place], Place]) -> Iterator[list[Place]]:
    """Cut places into stretches without a gap."""
    line: list[Place] = []
    for place in places:
        if line and following(line[-1]) != place:
            yield line
            line = []
        line.append(place)
    if line:
        yield line


def _next_column(place: Place) -> Place:
    return place[0], place[1] + 1


def _next_row(place: Place) -> Place:
    return place[0] + 1, place[1]


def _in_a_row(sheet: AuditedSheet, place: Place) -> bool:
    """Whether the row of a cell governs it: it shares its formula, or is typed where the line above is not."""
    row, column = place
    form = sheet.forms.get(place)
    if form:
        return any(sheet.forms.get((row, other)) is form for other in (column - 1, column + 1))
    typed = [other for other in (column - 1, column + 1) if sheet.constant((row, other))]
    return sheet.constant(place) and any(not sheet.constant((row - 1, other)) for other in typed)


def _alike(one: Form, other: Form) -> bool:
    """Whether two formulas do the same to other cells."""
    return one.skeleton == other.skeleton


def _is_total(form: Form) -> bool:
    return not _TOTALS.isdisjoint(form.calls)


def short(formula: str) -> str:
    """Begin of a formula, for a message."""
    return formula if len(formula) <= SHOWN else f"{formula[:SHOWN]}..."
