"""What is said of the rules."""

from __future__ import annotations

from revshare_workbooks.rules.listing import failed, listing
from revshare_workbooks.rules.rule import Finding, Level, Outcome, Rule


def _rule(identity: str, level: Level) -> Rule:
    return Rule(identity, level, "Title", "Why so.", "Do this.", lambda _: [])


def test_broken_rules_come_with_places_reason_and_cure() -> None:
    places = tuple(Finding(f"Lab!A{row}", "is odd") for row in range(1, 8))
    found = [
        Outcome(_rule("lesser", Level.SHOULD), places[:1]),
        Outcome(_rule("greater", Level.MUST), places),
        Outcome(_rule("kept", Level.MUST)),
        Outcome(_rule("absent", Level.MUST), missing="a moon"),
    ]
    assert list(listing(found)) == [
        "rules: 1 hold, 1 that must hold are broken, 1 that should, 1 do not apply",
        "must greater: Title",
        *(f"  Lab!A{row} is odd" for row in range(1, 6)),
        "  and 2 more places",
        "  why: Why so.",
        "  cure: Do this.",
        "should lesser: Title",
        "  Lab!A1 is odd",
        "  why: Why so.",
        "  cure: Do this.",
        "not applicable: absent (without a moon)",
    ]
    assert failed(found)
    assert not failed(found[:1])
