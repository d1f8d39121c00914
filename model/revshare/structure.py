"""What a case file says besides its inputs, as flat rows of name and value, and back to nested tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date
from typing import Any, TypeAlias

from revshare.case import Case
from revshare.fields import fields
from revshare.inputs import Input
from revshare.uncertainty import is_parameter

PLACE = re.compile("[1-9][0-9]{0,2}")
"""Key of a row in a list, counted from 1; a year has more digits."""

Row: TypeAlias = tuple[str, str | float | bool | date, str]
"""Dotted name, value, and meaning."""

SAID_BESIDE = ("fact", "note")
"""What stands beside the first line of a driver or a correlation, as it does beside an input."""


def structure_of(case: Case) -> list[Row]:
    """Labels, years, links and comparisons of a case: everything that is not an input or a scenario's change."""
    inputs = {field.name for field in fields(case)}
    return [row for row in _rows("", case, "") if row[0] not in inputs]


def _rows(name: str, value: Any, meaning: str) -> Iterator[Row]:
    if isinstance(value, Input) or value is None:
        return
    if is_dataclass(value):
        for part in dataclass_fields(value):
            path = f"{name}.{part.name}".lstrip(".")
            if not (name.startswith("scenarios.") and part.name == "inputs"):
                inner = getattr(value, part.name)
                if is_parameter(path) and (part.name in SAID_BESIDE or inner == part.default):
                    continue
                yield from _rows(path, inner, part.metadata.get("help", ""))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _rows(f"{name}.{key}", item, meaning)
    elif isinstance(value, tuple):
        for place, item in enumerate(value, start=1):
            yield from _rows(f"{name}.{place}", item, meaning)
    else:
        yield name, value, meaning


def nested(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Nested tables from dotted names; keys 1, 2, 3, ... of one table make a list in that order."""
    tables: dict[str, Any] = {}
    for name, value in rows:
        *path, last = name.split(".")
        table = tables
        for key in path:
            table = table.setdefault(key, {})
        table[last] = value
    listed: dict[str, Any] = _with_lists(tables)
    return listed


def _with_lists(table: Any) -> Any:
    if not isinstance(table, dict):
        return table
    items = {key: _with_lists(value) for key, value in table.items()}
    if items and all(PLACE.fullmatch(key) for key in items):
        return [items[key] for key in sorted(items, key=int)]
    return items
