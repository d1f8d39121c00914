"""Sentences that say what their cells hold, in a formula as in the engine's words."""

from __future__ import annotations

import pytest

from revshare_workbooks.grid import Content
from revshare_workbooks.report.headlines import (
    Figure,
    Words,
    fixed,
    if_number,
    meets,
    moves,
    receives,
    sentence,
    turns,
    worst,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (73951.6, 0, "73,952"),
        (-1234567.25, 1, "-1,234,567.3"),
        (2.5, 0, "3"),
        (934.4999999999999, 0, "935"),
        (0.0, 1, "0.0"),
        (-0.0, 0, "0"),
    ],
)
def test_numbers_read_as_excels_fixed_writes_them(value: float, decimals: int, text: str) -> None:
    assert fixed(value, decimals) == text


def test_a_sentence_joins_words_and_cells() -> None:
    words = sentence('the "share" is ', Figure("B9", 0.324).percent, " of ", Figure("B8", 1000.0).whole)
    assert words.text == 'the "share" is 32.4% of 1,000'
    assert words.formula == '"the ""share"" is "&FIXED(ROUND(B9/1%,2),1)&"%"&" of "&FIXED(ROUND(B8,2),0)'


def test_a_word_in_place_of_a_number_gets_the_other_sentence() -> None:
    there, otherwise = Words('"yes"', "yes"), Words('"no"', "no")
    assert if_number(Figure("B9", 2027), there, otherwise).text == "yes"
    assert if_number(Figure("B9", "not reached"), there, otherwise).text == "no"
    assert turns(2030, Figure("B9", "not reached"), Figure("B10", 5.0)).text == (
        "No operating profit by 2030; the deepest funding need is 5."
    )


def test_a_partner_without_covered_revenue_receives_nothing() -> None:
    nothing = receives("Amazon", Figure("B1", 0.0), Figure("B2", ""), Figure("B3", 0.0))
    assert nothing.text == "Amazon receives nothing: nothing is covered."


def test_deals_that_never_meet_are_told_so() -> None:
    here, cheaper = Figure("B2", 0.35), Figure("B3", "this deal")
    said = meets("20 % of revenue", Figure("B1", "none"), here, cheaper).text
    assert said == (
        "20 % of revenue never costs the same, whatever inference costs; this deal costs less here."
    )


def test_the_worst_scenario_is_the_one_in_which_the_lab_keeps_least() -> None:
    outcomes: list[list[Content]] = [["Base", 100.0, 2027, 10.0], ["Low", 40.0, "not reached", 60.0]]
    said = worst(["A1:A2", "B1:B2", "C1:C2", "D1:D2"], outcomes)
    assert said.text == (
        "What could break it: in the scenario Low, the lab keeps 40 and needs 60; first year of profit: not reached."
    )
    assert "INDEX(A1:A2,MATCH(MIN(B1:B2),B1:B2,0))" in said.formula


def test_what_moves_a_line_most_is_told_with_both_ends() -> None:
    said = moves(
        "Operating profit", Figure("A9", "API revenue"), Figure("D9", -6193.6), Figure("E9", 94019.0)
    )
    assert said.text == (
        "What moves operating profit most, as stored: API revenue, from -6,194 at the low end of its range to 94,019 "
        "at the high end."
    )
