"""What the rules found, in lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from revshare_workbooks.rules.rule import Level, Outcome

SHOWN = 5
"""Places of one rule that are named."""


def failed(found: Sequence[Outcome]) -> bool:
    """Whether a rule that must hold does not."""
    return any(one.findings and one.rule.level is Level.MUST for one in found)


def listing(found: Sequence[Outcome]) -> Iterator[str]:
    """Lines on all rules: how many hold, what breaks the others, and which do not apply."""
    broken = sorted((one for one in found if one.findings), key=lambda one: one.rule.level is Level.SHOULD)
    absent = [one for one in found if one.missing]
    must = sum(one.rule.level is Level.MUST for one in broken)
    held = len(found) - len(broken) - len(absent)
    yield (
        f"rules: {held} hold, {must} that must hold are broken, {len(broken) - must} that should, "
        f"{len(absent)} do not apply"
    )
    for one in broken:
        yield f"{one.rule.level} {one.rule.id}: {one.rule.title}"
        yield from (f"  {finding.place} {finding.found}" for finding in one.findings[:SHOWN])
        if len(one.findings) > SHOWN:
            yield f"  and {len(one.findings) - SHOWN:,} more places"
        yield f"  why: {one.rule.why}"
        yield f"  cure: {one.rule.cure}"
    if absent:
        yield "not applicable: " + ", ".join(f"{one.rule.id} (without {one.missing})" for one in absent)
