"""A projection beside every public statement that concerns its case: as stated, hit, missed, or why not compared.

Each statement is compared by itself, so that those in conflict stand side by side (methods: scenarios and facts).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from revshare.case import Case, Target
from revshare.fact_roles import Role, unused_role
from revshare.fact_units import YEAR, Span, is_in_words, stated
from revshare.facts import Fact, fact, load_facts
from revshare.fields import fields
from revshare.inputs import Basis, Field, Unit
from revshare.lines import Kind, Projection
from revshare.targets import HIT, NOT_REACHED, Verdict, figure_of, in_years

AS_STATED = "as stated"
NOT_USED = "not used"
WORDS_OF_INPUTS = {HIT: AS_STATED, NOT_REACHED: NOT_USED}
"""How a verdict reads of an input, which is not projected."""
NUMERIC = {Unit.MONEY, Unit.FRACTION, Unit.NUMBER, Unit.MONTHS, Unit.YEARS, Unit.GIGAWATTS}
OF_ONE_THING = ("contracts.", "commitments.", "capacities.", "stakes.", "hedges.")
"""Inputs whose label needs its section: every contract has a share, every stake an amount."""

FAULT = "The base value lies outside it: mend the value, name another fact, or mark the input assumed"
UNNAMED = "No input or comparison of this case rests on it"


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement, and what the case makes of it.

    Parameters
    ----------
    fact
        The statement.
    role
        What it is here: an input, a comparison, context or out of scope.
    reason
        The note of the input or target that names it, or why it is not compared.
    source
        The input or target whose figure is compared with it; None where none is.
    label
        That input or target in words.
    unit
        Unit of the figure and the range.
    verdict
        How the figure stands to it; None where they are not compared.
    remainder
        Whether the figure is what the input leaves of 1, such as the margin beside a cost ratio.
    is_fault
        Whether an input claims to be reported and its base value is not what is reported.
    """

    fact: Fact
    role: Role
    reason: str
    source: Field | Target | None = None
    label: str = ""
    unit: str = ""
    verdict: Verdict | None = None
    remainder: bool = False
    is_fault: bool = False

    @property
    def words(self) -> str:
        """The verdict in words; empty where nothing is compared."""
        if self.verdict is None:
            return ""
        words = self.verdict.words
        return WORDS_OF_INPUTS.get(words, words) if self.role is Role.INPUT else words


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All facts, as they concern one projection.

    Parameters
    ----------
    entries
        What concerns the case: a statement stands once for each input and target compared with it.
    others
        What concerns neither its lab nor its parties.
    """

    entries: tuple[Entry, ...]
    others: tuple[Fact, ...]

    @property
    def compared(self) -> list[Entry]:
        """Entries set beside a figure of the projection."""
        return [entry for entry in self.entries if entry.verdict]

    @property
    def faults(self) -> list[Entry]:
        """Inputs that say they are reported and are not what is reported."""
        return [entry for entry in self.entries if entry.is_fault]


def reconcile(projection: Projection) -> Reconciliation:
    """Set one projection (no leading axes) beside every fact."""
    case = projection.case
    claims = [_claim(case, field, fact(name)) for field in fields(case) for name in field.input.facts]
    entries, others = [], []
    for one in load_facts():
        mine = [claim for claim in claims if claim.fact is one]
        found = [*_inputs(projection, mine, claims), *_comparisons(projection, one)]
        compared = [entry for entry in found if entry.verdict]
        if found:
            # What cannot be compared says nothing beside what can, and is told once.
            entries += compared or found[:1]
        elif _concerns(case, one):
            entries.append(_context(one))
        else:
            others.append(one)
    return Reconciliation(tuple(entries), tuple(others))


@dataclass(frozen=True, slots=True)
class _Claim:
    """An input, and one of the facts it names: what that states in the input's unit, and whether the base holds it."""

    field: Field
    fact: Fact
    span: Span | None
    remainder: bool
    holds: bool


def _claim(case: Case, field: Field, one: Fact) -> _Claim:
    unit, base = _unit_of(case, field), field.input.value
    span = stated(one, unit) if field.unit in NUMERIC and isinstance(base, (int, float)) else None
    if span is None or not isinstance(base, (int, float)):
        return _Claim(field, one, None, remainder=False, holds=False)
    # A margin is what the cost ratio leaves of 1; so is the subscriptions' share what the API's leaves.
    is_margin = ".cost_ratio." in field.name and "margin" in one.metric
    holds = _within(base, span) and not is_margin
    remains = field.name.startswith("products.") and not holds and _within(1.0 - base, span)
    return _Claim(field, one, span, remainder=remains or is_margin, holds=holds or remains)


def _within(value: float, span: Span) -> bool:
    return Verdict(value, *span).difference == 0.0


def _inputs(projection: Projection, mine: list[_Claim], claims: list[_Claim]) -> Iterator[Entry]:
    """One fact beside each input that names it."""
    for claim in mine:
        named, field = claim.fact, claim.field
        why = _incomparable(projection.case, claim, claims)
        if why or claim.span is None:
            yield Entry(named, Role.INPUT, why, label=_labels(mine))
            continue
        value = projection.values[field.name]
        figure = float(value) if isinstance(value, (int, float)) else None
        if figure is not None and claim.remainder:
            figure = 1.0 - figure
        peers = [peer for peer in claims if peer.field is field and peer.holds]
        yield Entry(
            named,
            Role.INPUT,
            field.input.note if peers else FAULT,
            source=field,
            label=f"1 less {_label(field)}" if claim.remainder else _label(field),
            unit=_unit_of(projection.case, field),
            verdict=Verdict(figure, *claim.span),
            remainder=claim.remainder,
            is_fault=not peers,
        )


def _incomparable(case: Case, claim: _Claim, claims: list[_Claim]) -> str:
    """Why an input is not compared with a fact it names; empty if it is."""
    one, field = claim.fact, claim.field
    if field.unit not in NUMERIC:
        return "Not comparable: it sets a word or a day"
    if is_in_words(one):
        return f'Not comparable: says "{one.value_text}"'
    peers = [peer for peer in claims if peer.field is field]
    holding = [peer.fact for peer in peers if peer.holds]
    if not holding and len({peer.fact.measure for peer in peers}) > 1:
        return f"Worked out from {_ids(peer.fact for peer in peers)} together"
    if claim.span is None:
        return f"Not comparable: its unit is {one.unit}, that of the input {_unit_of(case, field)}"
    if any(other.measure == one.measure for other in holding):
        return ""
    if holding:
        return f"The input is taken from {_ids(holding)}; this is another measure"
    if field.input.basis is Basis.ASSUMED:
        return "Assumed beside it; it gives no figure for this input alone"
    entered = [_label(other.field) for other in claims if other.holds and _is_beside(other, claim)]
    return f"Entered as {entered[0]}" if entered else ""


def _is_beside(other: _Claim, claim: _Claim) -> bool:
    """Whether another input of the same table, such as the rate beside the coverage, holds the same fact."""
    table, _, key = claim.field.name.rpartition(".")
    return other.fact is claim.fact and other.field.name.startswith(f"{table}.") and not key.isdigit()


def _comparisons(projection: Projection, one: Fact) -> Iterator[Entry]:
    """One fact beside the line of each target that names it; what a target makes of words is its own range."""
    for target in projection.case.targets:
        if one.id in target.facts:
            unit = unit_of_target(projection, target)
            low, high = stated(one, unit) or (target.low, target.high)
            verdict = Verdict(figure_of(projection, target), low, high, in_years(target))
            yield Entry(one, Role.COMPARISON, target.note, target, target.label, unit, verdict)


def _unit_of(case: Case, field: Field) -> str:
    return case.money if field.unit is Unit.MONEY else field.unit.value


def unit_of_target(projection: Projection, target: Target) -> str:
    """Unit of the figure that a target is compared with."""
    if in_years(target):
        return YEAR
    line = projection.lines.get(target.line)
    return Unit.FRACTION.value if line and line.kind is Kind.RATIO else projection.case.money


def _concerns(case: Case, one: Fact) -> bool:
    """Whether a fact is about the lab, or about a party by itself or with another of the case."""
    if case.lab == one.subject or case.lab in one.counterparty:
        return True
    parties = [item.label for item in case.partners.values()]
    parties += [item.label for item in case.parties.values()]
    is_ours = not one.counterparty or any(party in one.counterparty for party in parties)
    return one.subject in parties and is_ours


def _context(one: Fact) -> Entry:
    """A fact that no input or target of the case names."""
    unused = unused_role(one.id)
    return Entry(one, unused.role, unused.reason) if unused else Entry(one, Role.CONTEXT, UNNAMED)


def _labels(claims: list[_Claim]) -> str:
    """The inputs that name a fact: the first, and how many more."""
    first, *more = (_label(claim.field) for claim in claims)
    return f"{first} and {len(more)} more" if more else first


def _label(field: Field) -> str:
    """An input in words that tell it from its like."""
    return f"{field.section}: {field.label}" if field.name.startswith(OF_ONE_THING) else field.label


def _ids(facts: Iterable[Fact]) -> str:
    *first, last = (one.id for one in facts)
    return f"{', '.join(first)} and {last}" if first else last
