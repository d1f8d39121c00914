"""What the rules of good workbooks find in a book of our own: nothing, or the test says what and where."""

from __future__ import annotations

from revshare_workbooks.proof import Finished
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.registry import outcomes
from revshare_workbooks.rules.rule import Finding


def broken(made: Finished) -> dict[str, tuple[Finding, ...]]:
    """Findings by rule, of those that must hold and of those that should."""
    book = Audited(made.content)
    book.built = made.book
    return {one.rule.id: one.findings for one in outcomes(book) if one.findings}
