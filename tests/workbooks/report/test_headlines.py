"""Sentences that say what their cells hold, in a formula as in the engine's words."""

from __future__ import annotations

import pytest
from tests.workbooks.page_books import new_page

from revshare_workbooks.grid import Content
from revshare_workbooks.report.headlines import (
    Figure,
    WordRows,
    Words,
    fixed,
    if_number,
    keeps,
    meets,
    moves,
    receives,
    sentence,
    turns,
    worst,
)
from revshare_workbooks.rules.formulas import LONGEST

OUTCOMES: list[list[Content]] = [["Base", 100.0, 2027, 10.0], ["Low", 40.0, "not reached", 60.0]]


@pytest.fixture
def rows() -> WordRows:
    return WordRows(new_page().sheet, 140)


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
    percent = 'IF(ISNUMBER(B9),FIXED(ROUND(B9/1%,2),1)&"%","")'
    assert words.formula == f'"the ""share"" is "&{percent}&" of "&FIXED(ROUND(B8,2),0)'


def test_each_figure_of_a_sentence_has_a_labelled_row(rows: WordRows) -> None:
    kept = Figure("B9", 3.0)
    said = keeps(rows, "Anthropic", kept, Figure("B8", 10.0), Figure("B7", -2.0))
    assert said.text == (
        "Anthropic keeps 3 of 10 of revenue after the share; operating profit after its own costs is -2."
    )
    cells = rows.sheet.rendered()
    assert [cells[row, 1].content for row in range(140, rows.at)] == [
        "Lab",
        "  keeps after the share",
        "  revenue",
        "  operating profit",
    ]
    assert cells[141, 2].content == "=FIXED(ROUND(B9,2),0)"
    assert rows.sheet.book.expected[rows.sheet.name, 141, 2] == "3"


def test_a_word_in_place_of_a_number_gets_the_other_sentence(rows: WordRows) -> None:
    there, otherwise = Words('"yes"', "yes"), Words('"no"', "no")
    assert if_number(Figure("B9", 2027), there, otherwise).text == "yes"
    assert if_number(Figure("B9", "not reached"), there, otherwise).text == "no"
    assert turns(rows, 2030, Figure("B9", "not reached"), Figure("B10", 5.0)).text == (
        "No operating profit by 2030; the deepest funding need is 5."
    )


def test_a_partner_without_covered_revenue_receives_nothing(rows: WordRows) -> None:
    nothing = receives(rows, "Amazon", Figure("B1", 0.0), Figure("B2", ""), Figure("B3", 0.0))
    assert nothing.text == "Amazon receives nothing: nothing is covered."


def test_deals_that_never_meet_are_told_so(rows: WordRows) -> None:
    here, cheaper = Figure("B2", 0.35), Figure("B3", "this deal")
    said = meets(rows, "20 % of revenue", Figure("B1", "none"), here, cheaper).text
    assert said == (
        "20 % of revenue never costs the same, whatever inference costs; this deal costs less here."
    )


def test_the_worst_scenario_is_the_one_in_which_the_lab_keeps_least(rows: WordRows) -> None:
    said = worst(rows, ["A1:A2", "B1:B2", "C1:C2", "D1:D2"], OUTCOMES)
    assert said.text == (
        "What could break it: in the scenario Low, the lab keeps 40 and needs 60; first year of profit: not reached."
    )
    cells = rows.sheet.rendered()
    assert cells[140, 2].content == "=MATCH(MIN(B1:B2),B1:B2,0)"
    assert cells[141, 2].content == "=INDEX(A1:A2,$B$140,1)"
    assert rows.sheet.book.expected[rows.sheet.name, 140, 2] == 2


def test_a_year_stays_a_number_in_its_row_and_is_text_in_the_sentence(rows: WordRows) -> None:
    said = worst(rows, ["A1:A1", "B1:B1", "C1:C1", "D1:D1"], OUTCOMES[:1])
    assert said.text.endswith("first year of profit: 2027.")
    assert rows.sheet.book.expected[rows.sheet.name, rows.at - 1, 2] == 2027


def test_what_moves_a_line_most_is_told_with_both_ends(rows: WordRows) -> None:
    ends = Figure("D9", -6193.6), Figure("E9", 94019.0)
    assert moves(rows, "Operating profit", Figure("A9", "API revenue"), *ends).text == (
        "What moves operating profit most, as stored: API revenue, from -6,194 at the low end of its range to 94,019 "
        "at the high end."
    )


def test_no_formula_is_long_however_long_the_names_are(rows: WordRows) -> None:
    name, figure = "A name of a party or a deal " * 9, Figure("'Lines by year'!$C$111", 1.0)
    columns = ["$A$127:$A$131", "$B$127:$B$131", "$C$127:$C$131", "$D$127:$D$131"]
    said = [
        receives(rows, name, figure, figure, figure),
        keeps(rows, name, figure, figure, figure),
        turns(rows, 2030, figure, figure),
        meets(rows, name, figure, figure, Figure("Workings!$C$133", name)),
        worst(rows, columns, OUTCOMES),
        moves(rows, "Operating profit", Figure("Sensitivity!$A$111", name), figure, figure),
    ]
    for row, words in enumerate(said, start=1):
        rows.sheet.compute(row, 1, f"={words.formula}", words.text, rows.sheet.cells[140, 2].style)
    formulas = [str(cell.content) for cell in rows.sheet.rendered().values() if cell.formula]
    assert max(map(len, formulas)) <= LONGEST
