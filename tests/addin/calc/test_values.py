"""Values between UNO and messages."""

from __future__ import annotations

import math
import struct

import pytest

from revshare_addin.calc.adapter import CODES
from revshare_addin.calc.inside.values import from_message, to_message


def error(code: int) -> float:
    """An error as Calc keeps it."""
    number: float = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000000 | code))[0]
    return number


@pytest.mark.parametrize("value", [1.5, 0.0, "text", "", None, True])
def test_ordinary_values_stay_what_they_are(value: object) -> None:
    assert to_message(value) == value
    assert from_message([[value]]) == ((value,),)


def test_a_range_becomes_rows() -> None:
    assert to_message(((1.0, ""), ("a", 2.0))) == [[1.0, ""], ["a", 2.0]]


@pytest.mark.parametrize("code", CODES.values())
def test_an_error_travels_as_its_number_and_comes_back_to_the_bit(code: int) -> None:
    assert to_message(((error(code),),)) == [[{"error": code}]]
    ((number,),) = from_message([[{"error": code}]])
    assert isinstance(number, float)
    assert struct.pack("<d", number) == struct.pack("<d", error(code))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_and_names_no_error_is_an_illegal_operation(number: float) -> None:
    assert to_message(number) == {"error": 503}
