"""A commitment settled in cells: what lapses, what is kept, and the sentences that say how the clause works."""

from __future__ import annotations

from typing import Any

import pytest
from tests.workbooks.compute_books import ComputeBook, commitment, compute_case

from revshare.commitments.buckets import Rollover, Settlement
from revshare_workbooks.blocks.buckets import KEPT, LOST, SENTENCES


def settled(committed: list[float], used: list[float], rollover: str = "none", **terms: Any) -> ComputeBook:
    """The sheet of one commitment, every cell of it compared with the engine."""
    case = compute_case({"one": commitment(committed, used, rollover, **terms)}, len(committed))
    book = ComputeBook(case)
    assert book.faults() == []
    return book


def test_a_shortfall_paid_is_made_up_oldest_first_and_lapses_after_its_years() -> None:
    book = settled([10.0] * 5, [6.0, 7.0, 11.0, 10.0, 20.0], make_up_years=2)
    assert book.years("one:make_up_used") == pytest.approx([0, 0, 1, 0, 0])
    assert book.years("one:make_up_lapsed") == pytest.approx([0, 0, 3, 3, 0])
    assert book.years("one:make_up_bank") == pytest.approx([4, 7, 3, 0, 0])


def test_make_up_that_outlasts_the_model_never_lapses() -> None:
    book = settled([10.0] * 3, [4.0, 5.0, 12.0], make_up_years=40)
    assert book.years("one:make_up_lapsed") == [0, 0, 0]
    assert book.years("one:make_up_bank") == pytest.approx([6, 11, 9])


def test_use_that_makes_up_a_shortfall_is_not_kept_as_excess_too() -> None:
    book = settled([10.0] * 3, [6.0, 15.0, 5.0], "excess", make_up_years=1)
    assert book.years("one:make_up_used") == pytest.approx([0, 4, 0])
    assert book.years("one:excess_earned") == pytest.approx([0, 1, 0])
    assert book.years("one:excess_applied") == pytest.approx([0, 0, 1])


def test_deferred_commitment_moves_once_and_not_out_of_the_last_year() -> None:
    book = settled([10.0] * 3, [4.0, 2.0, 1.0], "defer")
    assert book.years("one:deferred") == pytest.approx([6, 10, 0])
    assert book.years("one:shortfall") == pytest.approx([0, 4, 19])


def test_one_year_is_settled_like_any_other() -> None:
    assert settled([10.0], [4.0], "term").years("one:shortfall") == pytest.approx([6])


@pytest.mark.parametrize("rollover", Rollover)
@pytest.mark.parametrize("years", [0, 2])
def test_two_sentences_say_how_the_clause_in_force_works(rollover: str, years: int) -> None:
    book = settled([10.0] * 2, [4.0, 12.0], rollover, make_up_years=years)
    said = {value for value in book.live.values()["Commitments"].values() if isinstance(value, str)}
    assert SENTENCES[Rollover(rollover)] in said
    assert (f"{KEPT}{years}" if years else LOST) in said


def test_the_most_that_may_be_deferred_is_none_but_where_the_clause_defers() -> None:
    for rollover, most in (("defer", [5.0, 6.0]), ("excess", [0.0, 0.0])):
        book = settled([10.0, 12.0], [4.0, 12.0], rollover, limit=0.5)
        assert book.years("one:most deferred") == pytest.approx(most)


def test_all_figures_of_a_settlement_stand_in_one_block_which_its_check_reads() -> None:
    book = settled([10.0] * 3, [4.0, 5.0, 12.0], make_up_years=1)
    rows, block = book.rows.settled["one"], book.rows.settled["one"].all
    inside = range(block.first[0], block.last[0] + 1)
    names = set(Settlement._fields) - {"usage", "counted", "commitment", "paid"}
    assert {rows[name].number for name in names} <= {*inside}
    assert len(inside) == len(names) + 2, "what may be deferred, and what was made up so far"


def test_no_sentence_is_longer_than_a_formula_may_hold() -> None:
    assert max(map(len, [*SENTENCES.values(), LOST, KEPT])) <= 255
    assert len(set(SENTENCES.values())) == len(Rollover)
