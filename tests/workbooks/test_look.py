"""One look for every kind of cell, with numbers that read well."""

from __future__ import annotations

import re

import pytest

from revshare_workbooks.grid import Role, Style
from revshare_workbooks.look import LOOKS, TAB


def test_every_style_and_every_kind_of_sheet_has_its_look() -> None:
    assert set(LOOKS) == set(Style)
    assert set(TAB) == set(Role)


@pytest.mark.parametrize("style", [style for style in Style if style.value.startswith("input")])
def test_inputs_are_blue_on_cream_boxed_and_open(style: Style) -> None:
    look = LOOKS[style]
    assert (look.colour, look.fill, look.box, look.unlocked) == ("0000FF", "FFF8DC", "thin", True)


def test_nothing_else_is_open_for_typing_or_looks_like_an_input() -> None:
    for style, look in LOOKS.items():
        if not style.value.startswith("input"):
            assert not look.unlocked
            assert look.colour != "0000FF"


@pytest.mark.parametrize("style", [style for style in Style if style.value.startswith("stored")])
def test_stored_values_are_told_from_live_ones(style: Style) -> None:
    assert LOOKS[style].italic
    assert LOOKS[style].fill


@pytest.mark.parametrize("style", [Style.MONEY, Style.MONEY_TOTAL, Style.MONEY_WHOLE, Style.PERCENT])
def test_negative_figures_stand_in_brackets_and_zero_as_a_dash(style: Style) -> None:
    positive, negative, zero, word = LOOKS[style].number.split(";")
    assert negative.startswith("(")
    assert negative.endswith(")")
    assert positive.endswith("_)"), "so that digits stand below digits"
    assert '"-"' in zero
    assert word == "@_)", "so that a word in place of a figure ends where figures do"


def test_colours_are_written_as_six_digits() -> None:
    for look in LOOKS.values():
        for colour in (look.colour, look.fill):
            assert colour is None or re.fullmatch(r"[0-9A-F]{6}", colour)
