"""The functions in words."""

from pathlib import Path

import pytest

from revshare.errors import InputError
from revshare_addin import reference
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError
from revshare_addin.registry import CellFunction

PAGE = Path(__file__).parents[2] / "addin/docs/functions.md"


def test_the_page_of_functions_is_what_the_registry_says() -> None:
    """Write it anew with `python -m revshare_addin.reference > addin/docs/functions.md`."""
    assert PAGE.read_text(encoding="utf-8") == reference.markdown()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_worked_example_of_every_function_has_an_answer(name: str) -> None:
    rows = answer(FUNCTIONS[name], FUNCTIONS[name].example)
    assert not isinstance(rows[0][0], CellError), rows


@pytest.mark.parametrize("name", ["RS_GROW", "rs.grow", "grow", "=RS_GROW"])
def test_a_function_is_found_by_any_of_its_forms(name: str) -> None:
    assert reference.entry(name).startswith("RS_GROW(start, growth, periods, [periods_per_year])\n")


def test_an_entry_shows_a_computed_answer() -> None:
    assert "  =RS_GROW(100, 0.5, 4)\n  100  150  225  337.5\n" in reference.entry("RS_GROW")


def test_an_unknown_function_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(InputError, match="there is no function RS_GROWS; did you mean RS_GROW"):
        reference.entry("RS_GROWS")
    with pytest.raises(InputError, match="revshare functions lists all"):
        reference.entry("zzzzzz")


def test_the_overview_has_a_line_for_every_function() -> None:
    lines = reference.overview().splitlines()
    for function in FUNCTIONS.values():
        assert [line for line in lines if line.split()[:1] == [function.name]]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=list(FUNCTIONS))
def test_the_formula_of_each_function_stands_under_a_heading_of_the_methods(function: CellFunction) -> None:
    headings = (Path(__file__).parents[2] / "model/docs/methods.md").read_text(encoding="utf-8")
    assert f"## {function.methods}\n" in headings
