"""Values between UNO and messages; what they mean is decided on the other side of the bridge.

Calc keeps an error as a number that is none, with the error's code in its last bytes. JSON has no such number,
so it travels as ``{"error": code}``.
"""

from __future__ import annotations

import math
import struct

ILLEGAL_OPERATION = 503
"""Calc's code of an error that has none of its own."""

_NO_NUMBER = 0x7FF8_0000_0000_0000
_CODE = 0xFFFF_FFFF


def to_message(value: object) -> object:
    """Take an argument as UNO hands it over: a value, a tuple of rows, or None where it is left out."""
    if isinstance(value, tuple):
        return [to_message(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {"error": _code(value) or ILLEGAL_OPERATION}
    return value


def from_message(rows: list[list[object]]) -> tuple[tuple[object, ...], ...]:
    """Turn rows of an answer into what UNO takes."""
    return tuple(tuple(map(_cell, row)) for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, dict):
        number: float = struct.unpack("<d", struct.pack("<Q", _NO_NUMBER | value["error"]))[0]
        return number
    return value


def _code(number: float) -> int:
    bits: int = struct.unpack("<Q", struct.pack("<d", number))[0]
    return bits & _CODE
