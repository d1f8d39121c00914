"""One colour for each party."""

from __future__ import annotations

import pytest

from revshare.case_file import read_case
from revshare_workbooks import look
from revshare_workbooks.report.parties import colour_of_parties, colour_of_partners, colour_of_stakes


@pytest.mark.parametrize("case", ["anthropic-amazon", "anthropic-google", "openai-supply"])
def test_no_two_parties_look_alike_and_the_lab_is_always_blue(case: str) -> None:
    colours = colour_of_parties(read_case(case))
    assert colours["lab"] == look.LAB
    assert len(set(colours.values())) == len(colours)
    partners = colour_of_partners(read_case(case))
    assert partners == {key: colours[key] for key in partners}


def test_stakes_of_one_investor_are_tints_of_its_colour() -> None:
    case = read_case("anthropic-amazon")
    first, second = colour_of_stakes(case).values()
    assert first == colour_of_parties(case)["amazon"] == "E69F00"
    assert second == "F2CF80", "halfway to white"
