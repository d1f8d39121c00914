"""The file of figures: inputs may be replaced by name, and expected results end with them."""

from __future__ import annotations

import pytest

from revshare_workbooks.examples.figures import digest, figures, names


def test_an_example_is_read_as_written() -> None:
    found = figures("E22")
    assert found.inputs["discount"] == 0.3
    assert found.expected["break_even_utilisation"] == 0.7
    assert (found.tolerance, found.source, found.as_written) == (1e-9, "worked example", True)


def test_other_inputs_take_the_place_of_those_named() -> None:
    found = figures("E22", {"discount": 0.4})
    assert (found.inputs["discount"], found.inputs["usage_at_list"]) == (0.4, [60.0, 70.0, 85.0, 120.0])
    assert not found.as_written


def test_an_input_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="E22 has no input rebate"):
        figures("E22", {"rebate": 0.4})


def test_names_are_unique_and_the_digest_is_a_hash() -> None:
    assert len(names()) == len(set(names())) > 40
    assert len(digest()) == 64
