"""What a contract term is: its key, meaning, unit and limits, written once on the field that holds it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import numpy as np

from revshare.arrays import fraction
from revshare.cures import meant, number_cure
from revshare.errors import InputError, TermsError
from revshare.inputs import Unit

ANY = (-math.inf, math.inf)
LIMITS = {Unit.FRACTION: (0.0, 1.0), Unit.MONEY: (0.0, math.inf), Unit.MONTHS: (0.0, math.inf)}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a terms block: what docs, template and reader need to know of it.

    Parameters
    ----------
    name
        The key as written, such as ``annual_cap``.
    label
        What it means, in words.
    unit
        Its unit.
    default
        The value that applies when the key is left out; None for "not used".
    words
        The words a choice may take, the default first.
    limits
        Smallest and largest number.
    """

    name: str
    label: str
    unit: Unit
    default: object = None
    words: tuple[str, ...] = ()
    limits: tuple[float, float] = ANY
    choice: type[StrEnum] | None = None


def key(
    name: str, label: str, unit: Unit | type[StrEnum], *, limits: tuple[float, float] | None = None
) -> dict[str, Key]:
    """Describe the key that sets a dataclass field, as the field's metadata.

    Parameters
    ----------
    unit
        A unit, or the enum of a choice.
    """
    if isinstance(unit, Unit):
        return {"key": Key(name, label, unit, limits=limits or LIMITS.get(unit, ANY))}
    return {"key": Key(name, label, Unit.CHOICE, words=tuple(word.value for word in unit), choice=unit)}


def key_of(part: Field[Any]) -> Key | None:
    """Key that sets a dataclass field, with the field's default; None if no key does."""
    known = part.metadata.get("key")
    if not isinstance(known, Key):
        return None
    return known if part.default is MISSING else replace(known, default=part.default)


def keys_of(terms: type) -> Iterator[Key]:
    """Keys of a terms dataclass, in order."""
    return (known for part in fields(terms) if (known := key_of(part)) is not None)


def check(terms: object) -> None:
    """Check every value of a terms dataclass at birth against its unit and limits.

    Raises
    ------
    TermsError
        Naming the key, the value and the cure.
    """
    for part in fields(terms):  # type: ignore[arg-type]
        known = key_of(part)
        value = getattr(terms, part.name)
        if known is None or (value is None and known.default is None):
            continue
        fault = _fault(known, value)
        if fault:
            raise TermsError(f"{known.name} {fault}")


def _fault(key: Key, value: object) -> str | None:
    match key.unit:
        case Unit.CHOICE:
            return (
                None
                if isinstance(value, StrEnum)
                else f"must be one of {', '.join(key.words)}, got {value!r}"
            )
        case Unit.DATE:
            return None if isinstance(value, date) else f"must be a date such as 2026-04-20, got {value!r}"
        case Unit.FLAG:
            return None if isinstance(value, bool) else f"must be TRUE or FALSE, got {value!r}"
        case Unit.TEXT:
            return None
    return _number_fault(key, value)


def _number_fault(key: Key, value: object) -> str | None:
    numbers = np.asarray(value)
    if numbers.dtype.kind not in "if":
        return f"must be a number, got {value!r:.60}"
    if not np.isfinite(numbers).all():
        return "has no value; enter a number or leave the key out"
    if key.limits == LIMITS[Unit.FRACTION]:
        try:
            fraction(key.name, numbers.astype(np.float64))
        except InputError as fault:
            return str(fault).removeprefix(f"{key.name} ")
    low, high = key.limits
    outside = (numbers < low) | (numbers > high)
    if outside.any():
        worst = float(numbers[outside].flat[0]) if numbers.ndim else float(numbers)
        span = f"{low:g} or more" if math.isinf(high) else f"{low:g} to {high:g}"
        return f"must be {span}, got {worst:g}"
    return None


def read(key: Key, value: object) -> object:
    """Turn the plain value of a key into the value its field takes; numbers pass as they are.

    Raises
    ------
    TermsError
        If the value is blank or of the wrong kind.
    """
    if isinstance(value, str):
        value = value.strip() or None
    if value is None:
        raise TermsError(f"{key.name} has no value; enter one or leave the key out")
    if key.choice is not None:
        return _word(key, value)
    match key.unit:
        case Unit.DATE:
            return _day(key.name, value)
        case Unit.FLAG:
            return _flag(key.name, value)
        case Unit.TEXT:
            return value
    return _number(key.name, value)


def _word(key: Key, value: object) -> StrEnum:
    assert key.choice is not None  # noqa: S101 - only choices come here
    word = value.lower() if isinstance(value, str) else value
    if word not in key.words:
        hint = meant(word, key.words)
        raise TermsError(f'{key.name} must be one of {", ".join(key.words)}, got "{value}"{hint}')
    return key.choice(word)


def _day(name: str, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise TermsError(f"{name} must be a date such as 2026-04-20, got {value!r:.60}") from None


def _flag(name: str, value: object) -> bool:
    meaning = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}
    text = str(value).lower()
    if text not in meaning:
        raise TermsError(f"{name} must be TRUE or FALSE, got {value!r:.60}")
    return meaning[text]


def _number(name: str, value: object) -> object:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            cure = (
                "; leave the key out if it does not apply" if value.lower() == "none" else number_cure(value)
            )
            raise TermsError(f'{name} must be a number, got "{value}"{cure}') from None
    if isinstance(value, bool):
        raise TermsError(f"{name} must be a number, got {value!r}")
    return value
