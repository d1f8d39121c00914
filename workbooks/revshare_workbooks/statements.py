"""What is publicly said beside a projection, as tables for the terminal."""

from __future__ import annotations

from revshare.fact_roles import Role
from revshare.fact_units import YEAR
from revshare.inputs import Unit
from revshare.lines import Projection
from revshare.reconcile import AS_STATED, Entry, Reconciliation, unit_of_target
from revshare.targets import Comparison, Verdict, compare
from revshare_workbooks.terminal import amount, percent, show_table


def show_targets(projection: Projection) -> None:
    """Published figures beside the projection's; a miss is news, not a fault."""
    comparisons = compare(projection)
    if not comparisons:
        return
    print("published figures, compared and never used as inputs:")
    rows = [_row(item, unit_of_target(projection, item.target)) for item in comparisons]
    show_table(("figure", "published", "projected", "verdict", "facts"), rows, right=(1, 2))


def _row(item: Comparison, unit: str) -> tuple[str, str, str, str, str]:
    """What is published, what is projected, and how they compare."""
    return (item.target.label, *_figures(item.verdict, unit), item.verdict.words, item.target.fact)


def show_statements(found: Reconciliation) -> None:
    """Each statement by itself, so that those in conflict stand side by side; what agrees as an input is counted."""
    inputs = [entry for entry in found.compared if entry.role is Role.INPUT]
    away = [entry for entry in found.compared if entry.words != AS_STATED]
    if away:
        print("each statement by itself, those in conflict under one C; and inputs away from what they name:")
        away.sort(key=lambda entry: entry.fact.groups or ("D",))
        show_table(
            ("fact", "in", "compared with", "said", "here", "verdict"), map(_statement, away), right=(3, 4)
        )
    agree = sum(entry.words == AS_STATED for entry in inputs)
    silent = len({entry.fact.id for entry in found.entries}) - len(
        {entry.fact.id for entry in found.compared}
    )
    if inputs:
        print(f"{agree} of {len(inputs)} inputs beside the statements they name are as stated")
    print(
        f"{silent} more statements concern the case and are not compared, {len(found.others)} concern others; "
        "the report's sheet Reconciliation says why"
    )


def _statement(entry: Entry) -> tuple[str, ...]:
    if entry.verdict is None:
        return ()
    said, here = _figures(entry.verdict, entry.unit)
    return entry.fact.id, (*entry.fact.groups, "")[0], entry.label, said, here, entry.words


def _figures(verdict: Verdict, unit: str) -> tuple[str, str]:
    """What is said and what is found, as figures of this unit read."""
    form = {YEAR: "{:.0f}".format, Unit.FRACTION.value: percent}.get(unit, amount)
    low, high = (None if end is None else form(end) for end in (verdict.low, verdict.high))
    said = low if low == high else f"{low} to {high}"
    if low is None or high is None:
        said = f"over {low}" if high is None else f"up to {high}"
    return str(said), "none" if verdict.value is None else form(verdict.value)
