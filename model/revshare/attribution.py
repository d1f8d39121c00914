"""Which changed input moved a line: each alone, and the rest that is interaction (methods: differences)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from revshare.by_year import table_of
from revshare.differences import Change, common_years, differences, figure, projected, total
from revshare.errors import InputError, ModelError
from revshare.inputs_table import InputsTable
from revshare.risk.drivers import PARTS_OF_ONE
from revshare.risk.start import Start

ONE_SIDE = "only one of the two has it"


@dataclass(frozen=True, slots=True)
class Effect:
    """What inputs that changed together do to a line, everything else as in the first case.

    Parameters
    ----------
    driver
        Name of the input, of its table by year, or of the partition whose shares sum to 1.
    amount
        Line with the change less line without it.
    """

    driver: str
    amount: float


@dataclass(frozen=True)
class Attribution:
    """How a line comes from its value in one case to its value in another.

    Parameters
    ----------
    label, unit
        The line in words, and its unit.
    first, second
        The line over the years that both cases have.
    effects
        Each change alone, the biggest first.
    apart
        Changes that cannot be made alone, each with the reason.
    """

    label: str
    unit: str
    first: float
    second: float
    effects: tuple[Effect, ...]
    apart: Mapping[str, str]

    @property
    def rest(self) -> float:
        """What no change does alone: they act on each other, or cannot be made alone."""
        return self.second - self.first - sum(effect.amount for effect in self.effects)


def attribution(first: InputsTable, second: InputsTable, line: str) -> Attribution:
    """Change the first case into the second one input at a time, and see what each does to a line's total.

    The years of one table change together, and so do shares of one whole.

    Raises
    ------
    InputError
        If one of the cases has no such line, or the two state it in different money.
    """
    sides = projected(first), projected(second)
    for side in sides:
        side.line(line)
    years = common_years(first, second)
    if not years:
        raise InputError("the two cases have no year in common, so no line can be compared")
    found = figure(*sides, line, years)
    if not found.is_comparable:
        raise InputError(f"{line} is in {found.unit}, which cannot be subtracted; state both in one money")
    start, effects, apart = Start.of(first), [], {}
    for name, changes in _together(differences(first, second).in_force):
        point = {change.name: change.second for change in changes if change.second is not None}
        if any(change.first is None or change.second is None for change in changes):
            apart[name] = ONE_SIDE
            continue
        try:
            effects.append(Effect(name, total(start.project(point), line, years) - found.first))
        except ModelError as fault:
            apart[name] = str(fault)
    effects.sort(key=lambda effect: (-abs(effect.amount), effect.driver))
    return Attribution(found.label, found.unit, found.first, found.second, tuple(effects), apart)


def _together(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Changes that are made together: the years of a table, and the shares of one whole."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(_whole(table_of(change.name)), []).append(change)
    for name, group in groups.items():
        yield (group[0].name if len(group) == 1 else name), group


def _whole(table: str) -> str:
    """Name of the whole that a share belongs to, such as ``products.api.channels.*``; else the table itself."""
    pattern = next((one for one in PARTS_OF_ONE if fnmatchcase(table, one)), None)
    if pattern is None:
        return table
    parts, stars = table.split("."), pattern.split(".")
    parts[len(stars) - 1 - stars[::-1].index("*")] = "*"
    return ".".join(parts)
