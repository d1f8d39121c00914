"""Whether what surrounds the share makes sense: who sells, who invests, and what must sum to 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from revshare.by_year import ByYear, years_of
from revshare.case import Case
from revshare.faults import Fault
from revshare.scenarios import Values, values_of

TOLERANCE = 1e-9
LAB = "lab"
"""What the lab is called beside the keys of partners and parties."""


def capital_tables(case: Case) -> Iterator[tuple[str, ByYear]]:
    """Every by-year table of what surrounds the share."""
    for key, item in case.spending.items():
        if item.compute:
            yield f"spending.{key}.compute", item.compute
    for key, commitment in case.commitments.items():
        tables = {
            "annual": commitment.annual,
            "share_of_compute": commitment.share_of_compute,
            "usage": commitment.usage,
            "margin": commitment.margin,
        }
        yield from ((f"commitments.{key}.{name}", table) for name, table in tables.items() if table)
    for key, capacity in case.capacities.items():
        yield f"capacities.{key}.gigawatts", capacity.gigawatts
    for key, company in case.companies.items():
        yield f"companies.{key}.value", company.value
    for key, stake in case.stakes.items():
        yield f"stakes.{key}.dilution", stake.dilution
    if case.site:
        yield "site.gigawatts", case.site.gigawatts


def parties_of(case: Case) -> dict[str, str]:
    """Label of everyone the lab deals with, by key: partners first."""
    partners = {key: item.label for key, item in case.partners.items()}
    return partners | {key: item.label for key, item in case.parties.items()}


def capital_references(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every name that must exist elsewhere in the case: its place, the name, and what is known there."""
    parties = tuple(parties_of(case))
    for key, commitment in case.commitments.items():
        yield f"commitments.{key}.seller", commitment.seller, parties
        if commitment.buyer:
            yield f"commitments.{key}.buyer", commitment.buyer, parties
    for key, capacity in case.capacities.items():
        yield f"capacities.{key}.seller", capacity.seller, parties
    for key, company in case.companies.items():
        if company.party:
            yield f"companies.{key}.party", company.party, parties
    for key, stake in case.stakes.items():
        yield f"stakes.{key}.investor", stake.investor, parties
        yield f"stakes.{key}.company", stake.company, tuple(case.companies)
        if stake.commitment:
            yield f"stakes.{key}.commitment", stake.commitment, tuple(case.commitments)
    for key, hedge in case.hedges.items():
        yield f"hedges.{key}.investor", hedge.investor, parties
        for name, holding in hedge.holdings.items():
            for outcome in holding.payoff:
                yield f"hedges.{key}.holdings.{name}.payoff", outcome, tuple(hedge.outcomes)


def capital_names(case: Case) -> Iterator[tuple[str, Iterable[str]]]:
    """Tables inside a table whose keys a user chooses: the place, and the keys."""
    for key, stake in case.stakes.items():
        yield f"stakes.{key}.tranches", stake.tranches
    for key, hedge in case.hedges.items():
        for name in ("outlay", "outcomes", "holdings"):
            yield f"hedges.{key}.{name}", getattr(hedge, name)


def capital_faults(case: Case) -> Iterator[Fault]:
    """Faults in how commitments, stakes and hedges are put together."""
    for key in sorted(set(case.partners) & set(case.parties)):
        yield f"parties.{key}", "has the name of a partner; leave it out, a partner may sell and invest"
    for place in ("partners", "parties"):
        if LAB in getattr(case, place):
            yield f"{place}.{LAB}", "is the word for the lab itself; name this one otherwise"
    yield from _labels(case)
    yield from _commitments(case)
    yield from _stakes(case)
    yield from _hedges(case)


def _labels(case: Case) -> Iterator[Fault]:
    """What stands in one list of a report is told apart by its label."""
    named = {item.label.casefold(): f"partners.{key}" for key, item in case.partners.items()}
    for table in ("parties", "commitments", "capacities", "companies", "stakes", "hedges"):
        seen = {case.lab.casefold(): "lab"} | named if table == "parties" else {}
        for key, item in getattr(case, table).items():
            label, place = item.label.casefold(), f"{table}.{key}"
            if label in seen:
                yield f"{place}.label", f'is "{item.label}", as that of {seen[label]}; choose another'
            seen.setdefault(label, place)


def _commitments(case: Case) -> Iterator[Fault]:
    for key, commitment in case.commitments.items():
        place = f"commitments.{key}"
        if (commitment.share_of_compute is None) == (commitment.usage is None):
            yield place, "needs one of share_of_compute and usage: give the one that is known"
        if commitment.buyer and commitment.share_of_compute is not None:
            yield (
                f"{place}.share_of_compute",
                f"is of the lab's compute, but {commitment.buyer} buys; give usage",
            )
        if commitment.buyer == commitment.seller:
            yield f"{place}.buyer", f'is "{commitment.buyer}", who sells it too; name the other one'


def _stakes(case: Case) -> Iterator[Fault]:
    own = [key for key, company in case.companies.items() if not company.party]
    for key in own[1:]:
        yield (
            f"companies.{key}.party",
            f"is left off, so it is the lab, as {own[0]} is; say which party it is",
        )
    for key, stake in case.stakes.items():
        place = f"stakes.{key}"
        if not stake.tranches:
            yield f"{place}.tranches", "is empty; say what was paid for the stake"
        company, commitment = case.companies.get(stake.company), case.commitments.get(stake.commitment)
        if company and company.party == stake.investor:
            yield f"{place}.investor", f'is "{stake.investor}", which is the company itself; mend one of them'
        if commitment and commitment.seller != stake.investor:
            yield (
                f"{place}.commitment",
                f"is sold by {commitment.seller}, not by {stake.investor}; name one that the investor sells, or none",
            )
        if commitment and company and commitment.buyer != company.party:
            buyer = commitment.buyer or "the lab"
            yield (
                f"{place}.commitment",
                f"is bought by {buyer}, not by {stake.company}; name one of the company",
            )


def _hedges(case: Case) -> Iterator[Fault]:
    for key, hedge in case.hedges.items():
        place = f"hedges.{key}"
        for name in ("outlay", "outcomes", "holdings"):
            if not getattr(hedge, name):
                yield (
                    f"{place}.{name}",
                    "is empty; a hedge says what was paid, what may happen and what is held",
                )
        for name, holding in hedge.holdings.items():
            missing = [outcome for outcome in hedge.outcomes if outcome not in holding.payoff]
            if missing:
                text = f"has no value for {', '.join(missing)}; add it, 0 if it is then worth nothing"
                yield f"{place}.holdings.{name}.payoff", text


def capital_sums(case: Case, scenario: str) -> Iterator[Fault]:
    """What must sum to 1, or to 1 at most, under one scenario."""
    values = values_of(case, scenario)
    for key, hedge in case.hedges.items():
        names = [f"hedges.{key}.outcomes.{outcome}.probability" for outcome in hedge.outcomes]
        total = _sum(values, names)
        if abs(total - 1.0) > TOLERANCE:
            text = f"probabilities must sum to 1, got {total:.6g}; mend {', '.join(names)}"
            yield f"hedges.{key}.outcomes", text
    shares = {
        f"commitments.{key}.share_of_compute": item.share_of_compute
        for key, item in case.commitments.items()
        if item.share_of_compute
    }
    for year in case.timeline.years:
        names = [f"{name}.{years_of(name, table, case.timeline)[year]}" for name, table in shares.items()]
        total = _sum(values, names)
        if total > 1.0 + TOLERANCE:
            text = f"shares of compute sum to {total:.6g} in {year}, above 1; mend {', '.join(shares)}"
            yield "commitments", text
            break


def _sum(values: Values, names: Iterable[str]) -> float:
    return sum((float(values[name]) for name in names), 0.0)  # type: ignore[arg-type]
