"""Looks of cells."""

from __future__ import annotations

from tests.workbooks.rules.model_books import audited


def test_an_input_looks_like_one_and_a_formula_does_not() -> None:
    book = audited()
    inputs, model = book.by_name["inputs"], book.by_name["model"]
    look = inputs.looks[2, 3]
    assert look.entry
    assert (look.font, look.colour, look.fill, look.locked) == ("Arial", "0000FF", "FFF8DC", False)
    assert not model.looks[5, 7].entry
    assert inputs.entries == [(2, 3), (3, 3)]
    assert look is not model.looks[5, 7]
