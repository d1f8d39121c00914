"""A fault of a case: where it is, what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from revshare.errors import InputError

Fault: TypeAlias = tuple[str, str]
"""Dotted key, and what is wrong with it and how to mend it."""


def told_together(place: str, faults: InputError) -> Iterator[Fault]:
    """Faults of one error, a line each, that begin with their place."""
    for line in str(faults).splitlines():
        yield place, line.removeprefix(f"{place} ")
