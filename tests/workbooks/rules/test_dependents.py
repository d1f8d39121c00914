"""Which cells rest on a sheet."""

from __future__ import annotations

from tests.workbooks.rules.model_books import audited

from revshare_workbooks.rules.dependents import cells_behind


def test_cells_that_read_a_sheet_directly_or_through_others_are_found() -> None:
    found = cells_behind(audited(), {"Costs"})
    assert found == set()
    found = cells_behind(audited(), {"Inputs"})
    assert ("Model", 4, 5) in found, "it reads Inputs"
    assert ("Model", 6, 16) in found, "it rests on the row above through every month"
    assert ("Costs", 4, 3) in found, "it adds up what rests on the model"
    assert ("Cover", 2, 2) in found, "the model check rests on all of it"
