"""Terms in force on the contract sheet: every one linked to its input, words also as numbers."""

from __future__ import annotations

from tests.workbooks.contract_books import shown

from revshare.contracts.contract import KEYS


def test_every_term_is_linked_to_its_input() -> None:
    sheet = shown({"rate": 0.2, "annual_cap": 30.0}, [1.0])
    assert sheet.figure(KEYS["annual_cap"].label) == 30.0
    assert sheet.figure(KEYS["lifetime_cap"].label) == "none"
    assert sheet.figure(KEYS["minimum_recoupable"].label) == "no"


def test_a_word_is_also_a_number_in_the_order_of_its_list() -> None:
    sheet = shown({"rate": 0.2, "cap_year": "fiscal_year"}, [1.0])
    assert sheet.figure(f"{KEYS['cap_year'].label}, as a number") == 3
