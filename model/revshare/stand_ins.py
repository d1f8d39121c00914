"""What stands in for a key that cannot be read, so that the rest of a case file is checked all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from revshare.case import Case
from revshare.inputs import Basis, Input

NOTE = "stands in for what could not be read"
_OF_KIND = {str: NOTE, float: 0.0, int: 0, bool: False, date: date(2000, 1, 1)}

Place = tuple[str | int, ...]
"""Keys and, in lists, places from 0, from the whole case down."""


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """Keys of a table of the schema, and the type of each."""
    hints = get_type_hints(kind)
    return {field.name: given(hints[field.name]) for field in fields(kind)}


def given(kind: Any) -> Any:
    """The type of a key that is there, where the key may be left off."""
    there = [part for part in get_args(kind) if part is not NoneType]
    return there[0] if isinstance(kind, UnionType) and len(there) == 1 else kind


def kind_at(place: Place) -> Any:
    """The type that the schema wants at a place; None for a place it does not know."""
    kind: Any = Case
    for part in place:
        if isinstance(kind, type) and is_dataclass(kind):
            kind = hints_of(kind).get(str(part))
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        elif get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        else:
            return None
    return kind


def stand_in(kind: Any) -> Any:
    """A value of a type as a case file would hold it; it says nothing."""
    if kind is Input:
        return {"value": 0.0, "low": 0.0, "high": 0.0, "basis": Basis.ASSUMED.value, "note": NOTE}
    if get_origin(kind) is dict:
        return {}
    if get_origin(kind) is tuple:
        return []
    if isinstance(kind, type) and is_dataclass(kind):
        hints = hints_of(kind)
        return {part.name: stand_in(hints[part.name]) for part in fields(kind) if _is_required(part)}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind)).value
    return _OF_KIND.get(kind, 0.0)


def _is_required(part: Field[Any]) -> bool:
    return part.default is MISSING and part.default_factory is MISSING


def checked_as_one(place: Place) -> Place:
    """The place of the table that is checked as a whole when it is read, such as an input; else the place itself."""
    wholes = (place[:length] for length in range(1, len(place)))
    return next((whole for whole in wholes if hasattr(kind_at(whole), "__post_init__")), place)


def put(tables: dict[str, Any], place: Place) -> bool:
    """Put a stand-in at a place of nested tables; False where it stood there before and did not help."""
    place = checked_as_one(place)
    *path, last = place
    table: Any = tables
    for part in path:
        table = table[part]
    value = stand_in(kind_at(place))
    if (table.get(last) if isinstance(table, Mapping) else table[last]) == value:
        return False
    table[last] = value
    return True
