"""A rule, what it needs, and what it answers."""

from __future__ import annotations

from tests.workbooks.rules.model_books import audited

from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.rule import Finding, Level, Need, must, outcome, should


@must("names-short", "Names are short", why="They are read.", cure="Shorten them.")
def short(book: Audited) -> list[Finding]:
    return [Finding(sheet.name, "is long") for sheet in book.sheets if len(sheet.name) > 5]


@should("never", "Never asked", why="x", cure="y", need=Need("a moon", lambda book: book.sheet("Moon")))
def never(book: Audited) -> list[Finding]:
    raise AssertionError(book)


def test_a_rule_answers_the_places_that_break_it() -> None:
    assert short.level is Level.MUST
    assert outcome(short, audited()).findings == (("Inputs", "is long"), ("Checks", "is long"))


def test_a_rule_is_not_asked_about_what_the_workbook_has_not() -> None:
    found = outcome(never, audited())
    assert (found.missing, found.findings) == ("a moon", ())
