"""What a sheet is for."""

from __future__ import annotations

from tests.workbooks.rules.model_books import audited

from revshare_workbooks.rules import roles


def test_roles_are_read_from_names_and_content() -> None:
    book = audited()
    names = {sheet.name for sheet in roles.monthly(book)}
    assert names == {"Model", "Costs"}
    for found, name in ((roles.cover(book), "Cover"), (roles.checks(book), "Checks")):
        assert found is not None
        assert found.name == name
    assert [sheet.name for sheet in roles.with_entries(book)] == ["Inputs"]
    model, inputs, checks = (book.by_name[name] for name in ("model", "inputs", "checks"))
    assert roles.reads(model, inputs)
    assert roles.reads(model, checks, range(1, 2))
    assert not roles.reads(inputs, model)
