"""Inputs given by year: a table whose keys are years, or one value for every year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from revshare.errors import InputError, one_line
from revshare.inputs import Field, Input, Unit
from revshare.timeline import Timeline

ByYear: TypeAlias = dict[str, Input]
"""Inputs by year. A key is a year (``2024``), a span (``2025-2030``), or ``every_year``."""

EVERY_YEAR = "every_year"


_YEAR = re.compile(rf"\d{{4}}|{EVERY_YEAR}")


def table_of(name: str) -> str:
    """Name of the table by year that an input stands in, or the input's own."""
    table, _, last = name.rpartition(".")
    return table if _YEAR.fullmatch(last) else name


def years_of(name: str, table: ByYear, timeline: Timeline) -> dict[int, str]:
    """Which key of a by-year table speaks for each year of a timeline.

    Raises
    ------
    InputError
        If a year has no value, a key is no year, or a year lies outside the timeline; a line for each.
    """
    if EVERY_YEAR in table:
        if len(table) > 1:
            raise InputError(f"{name} gives {EVERY_YEAR} beside single years; keep one of the two")
        return dict.fromkeys(timeline.years, EVERY_YEAR)
    found = {int(text): text for text in table if re.fullmatch(r"[0-9]{4}", text)}
    faults = [
        f'has the key "{one_line(text)}"; write a year, a span such as 2025-2030, or {EVERY_YEAR}'
        for text in table
        if text not in found.values()
    ]
    missing = [str(year) for year in timeline.years if year not in found]
    if missing:
        faults.append(
            f"has no value for {', '.join(missing)}; "
            f"add {missing[0]} = {{ value = ... }}, or its row in a workbook"
        )
    outside = [str(year) for year in found if year not in timeline.years]
    if outside:
        faults.append(
            f"gives {', '.join(outside)}, outside {timeline.years[0]} to {timeline.years[-1]}; "
            "leave it off or move first_year or last_year"
        )
    if faults:
        raise InputError("\n".join(f"{name} {fault}" for fault in faults))
    return found


def fields_by_year(
    name: str, label: str, unit: Unit, table: ByYear, section: str, limits: tuple[float, float]
) -> Iterator[Field]:
    """One line of the inputs table for each key of a by-year input."""
    for text, given in sorted(table.items()):
        spoken = "every year" if text == EVERY_YEAR else text
        yield Field(f"{name}.{text}", f"{label}, {spoken}", unit, given, section, limits=limits)
