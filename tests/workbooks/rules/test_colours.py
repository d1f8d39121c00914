"""Colours of cells, and how far two lie apart."""

from __future__ import annotations

import pytest
from openpyxl.styles.colors import Color

from revshare_workbooks.rules import colours


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # WCAG 2: black on white is 21 to 1; #767676 is the palest grey on white at 4.5 to 1.
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "FFFFFF", 1.0), ("767676", "FFFFFF", 4.54)],
)
def test_contrast_is_that_of_the_web_guidelines(one: str, other: str, ratio: float) -> None:
    assert colours.contrast(one, other) == colours.contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_red_and_olive_look_alike_without_green_cones_and_blue_and_orange_do_not() -> None:
    assert colours.difference_for_the_colour_blind("CC3311", "8A7500") < 10
    assert colours.difference_for_the_colour_blind("0072B2", "E69F00") > 60
    assert colours.difference_for_the_colour_blind("0072B2", "0072B2") == 0


def test_a_colour_is_read_however_the_file_says_it() -> None:
    theme = colours.palette(None)
    assert colours.seen(Color(rgb="FF0000FF"), theme, "") == "0000FF"
    assert colours.seen(Color(theme=1), theme, "") == "000000"
    assert colours.seen(Color(theme=0, tint=-0.5), theme, "") == "808080"
    assert colours.seen(Color(theme=1, tint=0.5), theme, "") == "808080"
    assert colours.seen(Color(indexed=2), theme, "") == "FF0000"
    assert colours.seen(Color(indexed=64), theme, "123456") == "123456"
    assert colours.seen(None, theme, "123456") == "123456"


def test_a_theme_of_the_file_wins() -> None:
    xml = b'<a:dk1><a:sysClr val="windowText" lastClr="101010"/></a:dk1>'
    xml += b'<a:accent1><a:srgbClr val="ABCDEF"/></a:accent1>'
    found = colours.palette(xml)
    assert (found[1], found[4], found[5]) == ("101010", "ABCDEF", "ED7D31")


def test_the_blue_of_inputs_is_no_other_blue() -> None:
    assert colours.is_blue("0000FF")
    assert colours.is_blue("0033CC")
    assert not colours.is_blue("1F3864")
    assert not colours.is_blue("0072B2")
