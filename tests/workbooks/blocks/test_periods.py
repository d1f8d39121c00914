"""A settlement laid back on the months: paid beyond use when the year closes, and what is left until then."""

from __future__ import annotations

import numpy as np
import pytest
from tests.workbooks.compute_books import ComputeBook, commitment, compute_case


def test_use_is_paid_as_it_comes_and_the_settlement_in_december() -> None:
    book = ComputeBook(compute_case({"one": commitment([120.0, 120.0], [60.0, 132.0], make_up_years=1)}, 2))
    assert book.faults() == []
    assert book.months("paid.one").tolist() == pytest.approx([5] * 11 + [65] + [11] * 11 + [-1])
    assert book.months("shortfall.one").tolist() == pytest.approx([0] * 11 + [60] + [0] * 11 + [-12])


def test_two_flags_by_month_say_where_a_year_begins_and_ends() -> None:
    book = ComputeBook(compute_case({"one": commitment([120.0, 120.0], [60.0, 132.0])}, 2))
    for label, month in (("First month of its year", 0), ("Last month of its year", 11)):
        flags = book.live.row_of("Commitments", label)
        assert np.flatnonzero(flags).tolist() == [month, month + 12]


def test_what_is_left_falls_with_use_and_shows_at_the_years_end_what_stays_open() -> None:
    book = ComputeBook(compute_case({"one": commitment([120.0, 120.0], [60.0, 96.0], "defer")}, 2))
    assert book.faults() == []
    left = book.months("commitment_left.one")
    assert left[[0, 10, 11]].tolist() == pytest.approx([115, 65, 60])
    assert left[[12, 22, 23]].tolist() == pytest.approx([172, 92, 0])
